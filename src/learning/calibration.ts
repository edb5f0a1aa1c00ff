import { confidences, type Answer, type Confidence } from './answer';
import { keyOf } from './lookup';
import { relearnAfter } from './memory';
import type { Progress } from './progress';

/** How often the reader was right when this sure. */
export interface Calibration {
  readonly confidence: Confidence;
  readonly n: number;
  readonly right: number;
}

/** Answers of one confidence from which on its share of right ones is worth telling. */
export const calibrationFrom = 5;

/** By confidence, the surest first. Answers given straight after the last one to the same piece were read off the page and are left out. */
export function calibrationOf(progress: Progress): readonly Calibration[] {
  const given = unprompted(progress.answers);
  return confidences.map((confidence) => {
    const list = given.filter((answer) => answer.confidence === confidence);
    return { confidence, n: list.length, right: list.filter(({ correct }) => correct).length };
  });
}

/** `answers` must be by time. */
function unprompted(answers: readonly Answer[]): Answer[] {
  const last = new Map<string, number>();
  return answers.filter((answer) => {
    const before = last.get(keyOf(answer));
    last.set(keyOf(answer), answer.at);
    return before === undefined || answer.at - before >= relearnAfter;
  });
}
