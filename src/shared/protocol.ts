import type { Confidence } from '../learning/answer';
import type { Tier } from '../lessons/model';

/**
 * The messages between the extension and the lesson panel. Everything the panel shows arrives as a whole
 * `PanelState`: it can be redrawn from its last state after a reload, and it never holds an answer the reader has
 * not earned (explanations are absent until the answer is given).
 */

export interface OptionView {
  readonly id: string;
  /** Shown letter: A, B, C, D. */
  readonly letter: string;
  /** Sanitised HTML, from Markdown with html off. */
  readonly html: string;
}

export interface VerdictView {
  readonly correct: boolean;
  readonly chosen: string;
  readonly right: string;
  readonly confidence: Confidence;
  /** Explanations in display order, the chosen option's first. */
  readonly explanations: readonly { readonly option: string; readonly letter: string; readonly correct: boolean; readonly html: string }[];
  readonly fixNoteHtml: string;
  /** Attempt number, from 1. */
  readonly attempt: number;
  readonly canShowFix: boolean;
  /** Places in the open workspace with the same flaw; absent until a scan has run. */
  readonly inWorkspace?: number;
}

export interface PieceView {
  readonly kind: 'piece';
  readonly lesson: string;
  readonly piece: string;
  readonly trackTitle: string;
  readonly lessonTitle: string;
  readonly pieceTitle: string;
  /** From 1. */
  readonly index: number;
  readonly count: number;
  readonly tier: Tier;
  readonly minutesLeft: number;
  readonly contextHtml: string;
  readonly questionHtml: string;
  readonly options: readonly OptionView[];
  /** Hints opened so far. */
  readonly hintsHtml: readonly string[];
  readonly hintsLeft: number;
  /** Set once an option is chosen and its confidence is awaited. */
  readonly pending?: string;
  readonly verdict?: VerdictView;
}

export interface RecapView {
  readonly kind: 'recap';
  readonly lesson: string;
  readonly trackTitle: string;
  readonly lessonTitle: string;
  readonly tier: Tier;
  readonly recapHtml: string;
  readonly tradeOffHtml: string;
  readonly diagram?: { readonly svg: string; readonly alt: string };
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  /** One row a piece: answered or not, right or not at the last attempt. */
  readonly pieces: readonly { readonly id: string; readonly title: string; readonly state: 'open' | 'right' | 'wrong' }[];
  readonly next?: { readonly lesson: string; readonly title: string };
}

export interface EmptyView {
  readonly kind: 'empty';
  readonly message: string;
}

export type PanelState = PieceView | RecapView | EmptyView;

export type ToPanel =
  | { readonly type: 'state'; readonly state: PanelState; readonly strings: Readonly<Record<string, string>> }
  /** Move focus into the panel; only ever sent because the reader asked for it. */
  | { readonly type: 'focus' };

export type FromPanel =
  | { readonly type: 'ready'; readonly restored?: { readonly lesson: string; readonly piece: string } }
  | { readonly type: 'choose'; readonly option: string }
  | { readonly type: 'confidence'; readonly value: Confidence }
  | { readonly type: 'hint' }
  | { readonly type: 'retry' }
  | { readonly type: 'showFix' }
  | { readonly type: 'showInWorkspace' }
  | { readonly type: 'go'; readonly to: 'next' | 'previous' | 'recap' }
  | { readonly type: 'open'; readonly lesson: string; readonly piece?: string }
  | { readonly type: 'search' }
  | { readonly type: 'cycleTier' }
  | { readonly type: 'openSource'; readonly url: string };
