import type { Asked } from './entries';

/** How sure the reader said they were, before seeing the verdict. */
export const confidences = ['sure', 'think', 'guess'] as const;
export type Confidence = (typeof confidences)[number];

/** One committed answer. Append-only: answering again adds another. */
export interface Answer extends Asked {
  readonly lesson: string;
  readonly piece: string;
  readonly option: string;
  readonly correct: boolean;
  readonly confidence: Confidence;
  /** Hints opened before this answer, 0–3. Recorded, never punished. */
  readonly hints: number;
}
