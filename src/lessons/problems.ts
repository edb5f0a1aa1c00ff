import type { LessonProblem } from './model';

/** What is wrong with one file, collected while it is read. */
export class FileReport {
  readonly #problems: LessonProblem[] = [];

  constructor(readonly file: string) {}

  /** `line` is one-based. */
  add(line: number, message: string): void {
    this.#problems.push({ file: this.file, line, message });
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
