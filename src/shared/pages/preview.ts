import type { Tier } from '../../lessons/model';
import type { DiagramView, QuestionView } from './lesson';

/** The preview of a lesson that is being written. */
export interface PreviewPlace {
  readonly page: 'preview';
  /** Its lesson.md. */
  readonly file: string;
}

export interface PreviewView {
  readonly kind: 'preview';
  readonly lessonTitle: string;
  /** Id of the section in view. */
  readonly part: string;
  readonly title: string;
  /** From 1, among all sections. */
  readonly index: number;
  readonly count: number;
  readonly tier: Tier;
  /** What is wrong with the lesson, in the order of its lines. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** Everything that readers see only after their answer is in view. */
  readonly revealed: boolean;
  /** What stands in the piece; absent in a section that is prose. */
  readonly piece?: {
    /** The question in short, as CodeLens and Quick Pick show it. */
    readonly prompt: string;
    readonly code?: SnippetView;
    readonly question: QuestionView;
    /** Absent unless it is revealed. */
    readonly answers?: AnswersView;
  };
  /** Sanitised HTML of a reading, the recap or the trade-off. */
  readonly proseHtml?: string;
  readonly diagram?: DiagramView;
}

export interface SnippetView {
  readonly file: string;
  /** Said where the code is no longer found in the repository, and this is what is kept of it. */
  readonly lost?: string;
  /** Absent where the file is not there. */
  readonly lines?: readonly { readonly text: string; readonly hot: boolean }[];
}

/** All that an answer would show. Sanitised HTML. */
export interface AnswersView {
  readonly options: readonly { readonly letter: string; readonly html: string; readonly correct: boolean; readonly explanationHtml: string }[];
  readonly hintsHtml: readonly string[];
  readonly fixNoteHtml: string;
}

export type PreviewMessage =
  | { readonly type: 'preview.go'; readonly to: 'next' | 'previous' }
  | { readonly type: 'preview.reveal'; readonly revealed: boolean }
  /** Opens lesson.md at a problem, by its place in the list. */
  | { readonly type: 'preview.problem'; readonly index: number };

export type PreviewString =
  | 'preview'
  | 'preview.note'
  | 'preview.part'
  | 'preview.previous'
  | 'preview.next'
  | 'preview.reveal'
  | 'preview.hide'
  | 'preview.oneProblem'
  | 'preview.problems'
  | 'preview.line'
  | 'preview.code'
  | 'preview.marked'
  | 'preview.noFile'
  | 'preview.prompt'
  | 'preview.noQuestion'
  | 'preview.nothing'
  | 'preview.answers'
  | 'preview.right'
  | 'preview.key.reveal'
  | 'preview.key.next'
  | 'preview.key.previous';
