import type { Answer, Confidence } from './answer';

/** Names one piece everywhere: in URIs, messages and stored answers. */
export interface PieceRef {
  readonly lesson: string;
  readonly piece: string;
}

/**
 * Where the reader stands in one piece: asked → pending (an option is chosen) → answered (confidence given).
 * Nothing about the right answer may be shown unless `answer` is set.
 */
export interface PieceSession extends PieceRef {
  /** Option ids in the order this reader sees them. */
  readonly order: readonly string[];
  readonly hintsOpened: number;
  /** The chosen option, while its confidence is awaited. */
  readonly pending?: string;
  /** The committed answer whose verdict is shown. */
  readonly answer?: Answer;
  /** Answers given to this piece so far, over all sittings. */
  readonly attempts: number;
}

/** What every door (CodeLens, Quick Pick, panel) calls. Each call updates the session and tells all of them. */
export interface Learning {
  session(ref: PieceRef): PieceSession;
  choose(ref: PieceRef, option: string): void;
  commit(ref: PieceRef, confidence: Confidence): Promise<void>;
  openHint(ref: PieceRef): void;
  retry(ref: PieceRef): void;
}
