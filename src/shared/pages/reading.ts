import type { Tier } from '../../lessons/model';
import type { DiagramView } from './lesson';

/** A lesson's topic told at one tier. */
export interface ReadingPlace {
  readonly page: 'reading';
  readonly lesson: string;
  readonly tier: Tier;
  /** The piece the reader came from and goes back to. */
  readonly piece?: string;
}

export interface ReadingView {
  readonly kind: 'reading';
  readonly lesson: string;
  readonly trackTitle: string;
  readonly lessonTitle: string;
  readonly tier: Tier;
  /** The tiers the topic is told at, in order. */
  readonly tiers: readonly Tier[];
  readonly title: string;
  readonly html: string;
  readonly diagram?: DiagramView;
  /** Where the pieces go on. */
  readonly piece: { readonly id: string; readonly title: string; readonly isReturn: boolean };
}

export type ReadingString = 'reading' | 'tiers' | 'beginPieces' | 'backToPiece' | 'key.back';
