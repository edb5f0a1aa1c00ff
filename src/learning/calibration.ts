import type { Answer, Confidence } from './answer';
import { confidences } from './answer';
import { relearnAfter } from './memory';
import type { Progress } from './progress';

/** How often the reader was right when this sure. */
export interface Calibration {
  readonly confidence: Confidence;
  readonly n: number;
  readonly right: number;
}

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
  return answers.filter(({ lesson, piece, at }) => {
    const key = `${lesson}/${piece}`;
    const before = last.get(key);
    last.set(key, at);
    return before === undefined || at - before >= relearnAfter;
  });
}
