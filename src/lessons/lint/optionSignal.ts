import type { LessonProblem, Option } from '../model';

/** Fewer questions say nothing about a habit. */
const fewestQuestions = 8;
const mostLongest = 1 / 3;
const mostUneven = 0.25;

/** What the length of the options tells about which of them is right. */
export interface OptionSignal {
  readonly questions: number;
  /** Questions whose right option is as long as the longest. */
  readonly longest: number;
  /** Length of the right option over the mean length of the wrong ones, on average; 1 where there is no question. */
  readonly ratio: number;
}

/** Measures the options of questions by their characters. */
export function optionSignal(questions: readonly { readonly options: readonly Option[] }[]): OptionSignal {
  const measured = questions.map(({ options }) => {
    const lengthsOf = (correct: boolean) => options.filter((option) => option.correct === correct).map(({ text }) => text.length);
    const right = Math.max(...lengthsOf(true));
    const wrong = lengthsOf(false);
    return { isLongest: wrong.every((length) => length <= right), ratio: right / mean(wrong) };
  });
  return {
    questions: questions.length,
    longest: measured.filter(({ isLongest }) => isLongest).length,
    ratio: measured.length === 0 ? 1 : mean(measured.map(({ ratio }) => ratio)),
  };
}

/**
 * One problem when a reader could pass by length alone: the right option is the longest in more than a third of the
 * questions, or on average over a quarter longer or shorter than the wrong ones. @param place what was linted
 */
export function optionSignalProblems(questions: readonly { readonly options: readonly Option[] }[], place: string): LessonProblem[] {
  const { longest, ratio } = optionSignal(questions);
  const isEven = longest <= questions.length * mostLongest && Math.abs(ratio - 1) <= mostUneven;
  if (questions.length < fewestQuestions || isEven) return [];
  const message =
    `the length of an option tells whether it is right: the right one is the longest in ${longest} of ${questions.length} questions, ` +
    `a third at most, and ${ratio.toFixed(2)} times as long as the wrong ones on average, 0.75 to 1.25 at most; even them out`;
  return [{ file: place, line: 1, message }];
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
