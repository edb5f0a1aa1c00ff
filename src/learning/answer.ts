/** How sure the reader said they were, before seeing the verdict. */
export const confidences = ['sure', 'think', 'guess'] as const;
export type Confidence = (typeof confidences)[number];

/** One committed answer. Append-only: answering again adds another. */
export interface Answer {
  /** Random and unique: merging two windows' or machines' lists is a union by this. */
  readonly id: string;
  readonly lesson: string;
  readonly piece: string;
  readonly option: string;
  readonly correct: boolean;
  readonly confidence: Confidence;
  /** Hints opened before this answer, 0–3. Recorded, never punished. */
  readonly hints: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /**
   * When it entered this list, where that is not `at`: an answer from before a reset, brought back by an import.
   * A reset forgets what had entered by then.
   */
  readonly entered?: number;
}
