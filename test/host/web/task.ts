import type { PieceRef } from '../../../src/learning/session';

/** A shipped piece, as the desktop reads it. */
export interface DesktopPiece {
  /** Its folder under the `altitude:` scheme. */
  readonly path: string;
  readonly ref: PieceRef;
  readonly title: string;
  readonly file: string;
  readonly snippet: string;
  /** The id of the right option. */
  readonly right: string;
  /** The snippet under its rule's own fix; absent when the piece has no rule. */
  readonly fixed?: string | undefined;
}

/** What the launcher hands to the suite, which has no environment to read. */
export interface WebTask {
  readonly pieces: readonly DesktopPiece[];
  /** Only tests whose full title contains it. */
  readonly grep?: string | undefined;
}
