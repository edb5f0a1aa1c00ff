import type { Language } from '../engine/finding';

/** The depth a lesson is written for, and the altitude a reader reaches by remembering its answers. */
export const tiers = ['zero', 'junior', 'middle', 'senior'] as const;
export type Tier = (typeof tiers)[number];

export interface Track {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** In reading order. */
  readonly lessons: readonly Lesson[];
}

export interface Source {
  readonly title: string;
  /** https only. */
  readonly url: string;
}

export interface Option {
  /** Stable identity inside the piece; answers refer to it, so it survives a change of order. */
  readonly id: string;
  /** Inline Markdown, one sentence. */
  readonly text: string;
  readonly correct: boolean;
  /** Markdown: the mechanism, and why this lever reaches it or not. Ends on the correct claim. */
  readonly explanation: string;
}

/** A place in the snippet the reader should look at. Zero-based lines, `endLine` inclusive. */
export interface HotLines {
  readonly startLine: number;
  readonly endLine: number;
}

export interface Piece {
  /** Unique inside the lesson. */
  readonly id: string;
  readonly title: string;
  /** The engine rule whose own fix makes the "after" of this piece; absent where no rule applies. */
  readonly rule?: string;
  /** Rules beside it that find something in the snippet, and that the piece teaches too. */
  readonly also?: readonly string[];
  readonly language: Language;
  /** File name of the snippet, beside lesson.md. */
  readonly snippetFile: string;
  /** The snippet's text, line ends normalised to \n. */
  readonly snippet: string;
  readonly hotLines: readonly HotLines[];
  /** Markdown shown above the question: what the reader is looking at. */
  readonly context: string;
  /** Twelve words or fewer; shown in CodeLens and Quick Pick. */
  readonly prompt: string;
  /** Markdown: the full question. */
  readonly question: string;
  /** Two to six; exactly one is correct. Authored order. */
  readonly options: readonly Option[];
  /** From a nudge to nearly the answer. */
  readonly hints: readonly string[];
  /** Markdown read after the verdict, beside the fix: what the fix changes and why. */
  readonly fixNote: string;
}

export interface Lesson {
  /** Unique over all tracks. */
  readonly id: string;
  readonly track: string;
  readonly order: number;
  readonly title: string;
  /** One sentence: what the lesson trains. */
  readonly crux: string;
  readonly goal: string;
  readonly tier: Tier;
  readonly minutes: number;
  readonly prerequisites: readonly string[];
  /** Lesson or track id. */
  readonly next?: string;
  readonly sources: readonly Source[];
  readonly pieces: readonly Piece[];
  /** Markdown: how each flaw feeds the next. */
  readonly recap: string;
  /** The recap's picture: an SVG file beside lesson.md with its text alternative. */
  readonly diagram?: { readonly file: string; readonly svg: string; readonly alt: string };
  /** Markdown: for which constraint the fix is right, and when it is not. */
  readonly tradeOff: string;
  /** Absolute or root-relative path of lesson.md, for messages. */
  readonly file: string;
}

/** One thing wrong with a lesson. `line` is one-based, as editors show it. */
export interface LessonProblem {
  readonly file: string;
  readonly line: number;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

export interface Catalogue {
  readonly tracks: readonly Track[];
  readonly problems: readonly LessonProblem[];
}
