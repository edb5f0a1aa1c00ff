/** Zero-based; `character` counts UTF-16 code units, as in the editor. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is the first position after the range. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** One replacement in one file. An edit with `create` makes a new file; its range is empty at 0:0. */
export interface FileEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
  readonly create?: true;
}

/**
 * How much of the fix the engine can prove.
 * - `safe`: same behaviour on the happy path. Part of fix-all.
 * - `review`: carries a number or a decision the reader must confirm.
 * - `guided`: scaffolds new files; existing behaviour changes only when the reader wires them in.
 */
export type FixSafety = 'safe' | 'review' | 'guided';

export interface Fix {
  /** What the fix does, without its grade: "Await pbkdf2 off the event loop". */
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly FileEdit[];
  /**
   * Fixes of one file with the same tag are applied one after the other, each to what the one before left: the last of
   * them removes an import that all of them used.
   */
  readonly oneAtATime?: string;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Plain data: crosses worker boundaries and is printed as JSON. */
export interface Finding {
  readonly rule: string;
  /** The identity the scan was given: a path with forward slashes, or a URI. */
  readonly file: string;
  readonly range: Range;
  readonly severity: Severity;
  /** The rule could not tell whether it matters here: shown only to whoever asks for such places. */
  readonly doubtful?: true;
  /** What happens under load; says why when no fix is offered. */
  readonly message: string;
  /** `lesson#piece`. */
  readonly lesson: string;
  readonly fixes: readonly Fix[];
}

export type Language = 'javascript' | 'typescript' | 'tsx' | 'go' | 'sql';
