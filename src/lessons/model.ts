import type { Language } from '../engine/finding';

/** The depth a lesson is written for, and the altitude a reader reaches by remembering its answers. */
export const tiers = ['zero', 'junior', 'middle', 'senior'] as const;
export type Tier = (typeof tiers)[number];

export interface Track {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Whose pack it comes with; absent for what is built in and for a team's own. */
  readonly publisher?: string;
  /** In reading order. */
  readonly lessons: readonly Lesson[];
  /** What a track of drills holds beside lessons. */
  readonly practice?: Practice;
  /** A team's track for one role: the way through it, beside the lessons that are at home in it. */
  readonly role?: Role;
}

/** What a team asks of a role: lessons to read and rules to clear, its own and built-in ones. */
export interface Role {
  /** Of the team. */
  readonly namespace: string;
  /** Within how many days. */
  readonly days: number;
  /** In order. A lesson stands in one track only, so a step may lead to a lesson of another. */
  readonly steps: readonly RoleStep[];
}

/** Ids are identities: `<namespace>/<id>`, or the plain id of what is built in. */
export type RoleStep = { readonly kind: 'lesson'; readonly id: string } | { readonly kind: 'rule'; readonly id: string };

/** Everything practised away from a snippet. */
export interface Practice {
  readonly template?: AnswerTemplate;
  readonly prompts: readonly Prompt[];
  readonly drills: readonly Drill[];
  readonly cards: readonly Card[];
}

/** The order in which a strong answer is given. */
export interface AnswerTemplate {
  readonly title: string;
  readonly summary: string;
  /** `text` is Markdown. */
  readonly steps: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly file: string;
}

/** One thing a strong answer names; a reader grades an answer by them. */
export interface RubricPoint {
  /** Unique inside its exercise; gradings refer to it. */
  readonly id: string;
  /** Inline Markdown, one sentence. */
  readonly text: string;
  /** Markdown: why it belongs there. */
  readonly explanation: string;
}

/** What prompts and drills share: a situation to answer in free text, and the points of a strong answer. */
export interface Exercise {
  /** Unique over all prompts and drills. */
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly minutes: number;
  /** Ids of lessons that teach it. */
  readonly lessons: readonly string[];
  /** Markdown. */
  readonly situation: string;
  readonly rubric: readonly RubricPoint[];
  readonly file: string;
}

export type Prompt = Exercise;

/** An exercise against the clock, in steps with minutes of their own. */
export interface Drill extends Exercise {
  /** `text` is Markdown: what to do in this step. Their minutes add up to those of the drill. */
  readonly steps: readonly { readonly id: string; readonly title: string; readonly minutes: number; readonly text: string }[];
}

export const cardKinds = ['cue', 'pitfall', 'hook'] as const;

/** One cue and the first expansion in a senior's head. */
export interface Card {
  /** Unique over all cards. */
  readonly id: string;
  readonly kind: (typeof cardKinds)[number];
  readonly tier: Tier;
  /** Inline Markdown: what is shown first. */
  readonly cue: string;
  /** Markdown: what should come to mind. */
  readonly answer: string;
  /** The rule that finds it. */
  readonly rule?: string;
  /** The lesson that teaches it: its topic. */
  readonly lesson?: string;
  readonly file: string;
}

/** A table to look things up in. */
export interface Table {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it answers. */
  readonly summary: string;
  readonly columns: readonly string[];
  /** `cells` are inline Markdown, one a column; `lesson` teaches the row. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly lesson?: string }[];
}

/** A word of the field. Lessons link to it as `[word](term:id)`. */
export interface Term {
  readonly id: string;
  readonly term: string;
  /** Inline Markdown, one or two sentences. */
  readonly meaning: string;
  readonly lesson?: string;
}

/** A topic told at one depth. */
export interface Reading {
  readonly tier: Tier;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
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

/** What finds the code of a piece in a file that changes. */
export type Anchor = { readonly symbol: string } | { readonly pattern: string };

/** Where anchored code stands in its file. Zero-based lines, `endLine` inclusive. */
export interface AnchoredLines extends HotLines {
  /** In the file, not in the snippet. */
  readonly hotLines: readonly HotLines[];
}

/**
 * Why the code of an anchor cannot be shown as it is now: the file is gone or no text; nothing in it is meant, or more
 * than one thing; a marked text is not in the code once; the search failed. `lines` are one-based lines of the file.
 */
export type LostAnchor =
  | { readonly kind: 'file'; readonly cause: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly lines: readonly number[] }
  | { readonly kind: 'hot'; readonly hot: string; readonly lines: readonly number[] }
  | { readonly kind: 'failed'; readonly cause: string };

/** Code that a team's piece shows where it lives: in the team's own repository. */
export interface LiveCode {
  /** As written: relative to the folder that holds `.altitude`, forward slashes. */
  readonly source: string;
  /** The same as a path of the file system that the lesson was read from. */
  readonly file: string;
  readonly anchor: Anchor;
  /** The marked texts, as written. */
  readonly hot: readonly string[];
  /** The commit the piece tells of, in hexadecimal. */
  readonly commit?: string;
  /** Where the code was when the lesson was read, or why it was not found. */
  readonly state: AnchoredLines | { readonly lost: LostAnchor };
  /** Whether the text kept beside the lesson is that of the code, but for its indentation. */
  readonly kept: 'same' | 'stale';
}

export interface Piece {
  /** Unique inside the lesson. */
  readonly id: string;
  readonly title: string;
  /** Its lesson's, unless it says otherwise. */
  readonly tier: Tier;
  /** The engine rule whose own fix makes the "after" of this piece; absent where no rule applies. */
  readonly rule?: string;
  /** Rules beside it that find something in the snippet, and that the piece teaches too. */
  readonly also?: readonly string[];
  readonly language: Language;
  /** File name of the snippet, beside lesson.md. */
  readonly snippetFile: string;
  /**
   * The snippet's text, line ends normalised to \n. Of live code: what it is now, without its outer indentation; the
   * last known text when it is lost.
   */
  readonly snippet: string;
  readonly hotLines: readonly HotLines[];
  /** Where the snippet is taken from; absent for one that is a file beside the lesson. */
  readonly live?: LiveCode;
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

/** A piece's flaw in other code: asked in reviews only, so that the pattern is recalled and not the picture. */
export interface Variant extends Piece {
  /** Id of the piece it varies, in the same lesson. */
  readonly variantOf: string;
}

export interface Lesson {
  /** Unique over all tracks; a team's is `<namespace>/<id>`. */
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
  /** Not in the reading order. */
  readonly variants: readonly Variant[];
  /** The topic at each tier, from zero up; empty where it is told by its pieces alone. */
  readonly readings: readonly Reading[];
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

/** Live code of a piece that was not found. */
export interface LostCode extends LessonProblem {
  /** Its id. */
  readonly piece: string;
}

export interface Catalogue {
  readonly tracks: readonly Track[];
  readonly tables: readonly Table[];
  readonly terms: readonly Term[];
  readonly problems: readonly LessonProblem[];
}

export const noLessons: Catalogue = { tracks: [], tables: [], terms: [], problems: [] };
