import type { LessonProblem } from './model';

/** So many of one file help its author; a file may hold a mistake a line. */
const mostProblems = 100;

/** What is wrong with one file, collected while it is read. */
export class FileReport {
  readonly #problems: LessonProblem[] = [];

  constructor(readonly file: string) {}

  /** `line` is one-based. */
  add(line: number, message: string): void {
    const { length } = this.#problems;
    if (length > mostProblems) return;
    this.#problems.push({ file: this.file, line, message: length < mostProblems ? message : 'more is wrong; mend what is above first' });
  }

  get problems(): readonly LessonProblem[] {
    return this.#problems;
  }

  get clean(): boolean {
    return this.#problems.length === 0;
  }
}

/** By file, then line: the order a reader mends them in. */
export function inReadingOrder<P extends LessonProblem>(problems: readonly P[]): P[] {
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
