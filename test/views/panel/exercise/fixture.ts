import type { AnswerEditors, Exercises } from '../../../../src/editor/learning/exercises/exercises';
import type { LearningController } from '../../../../src/editor/learning/controller';
import type { ExercisePageOptions } from '../../../../src/views/panel/exercise/page';
import type { Host } from '../host';
import { catalogue } from '../review/samples';

/** Answers that are opened and never typed: by exercise, the text each began with. */
export class FakeAnswers implements AnswerEditors {
  readonly opened = new Map<string, string>();
  /** The exercises that were begun anew, in order. */
  readonly anew: string[] = [];
  readonly #listeners = new Set<() => unknown>();

  readonly onDidChange = (listener: (event: undefined) => unknown) => {
    const told = () => listener(undefined);
    this.#listeners.add(told);
    return { dispose: () => this.#listeners.delete(told) };
  };

  isOpen(exercise: string): boolean {
    return this.opened.has(exercise);
  }

  open(exercise: string, text: string): Promise<void> {
    if (!this.opened.has(exercise)) this.opened.set(exercise, text);
    for (const listener of this.#listeners) listener();
    return Promise.resolve();
  }

  startAnew(exercise: string): void {
    this.anew.push(exercise);
  }
}

export interface ExerciseFixture {
  readonly exercises: Exercises;
  readonly answers: FakeAnswers;
  readonly page: Omit<ExercisePageOptions, 'markdown' | 'actions'>;
  /** A second has passed on the test's clock: what the host does each second. Nothing while no clock runs. */
  tick(): void;
}

/** The real runs through exercises, on a clock of the test's own that ticks when a test says so. */
export function openExercises(
  host: Host,
  { controller, time, stored }: { readonly controller: LearningController; readonly time: { readonly now: number }; readonly stored: Map<string, unknown> },
  show: (place: { readonly page: 'exercise'; readonly exercise: string } | { readonly page: 'template'; readonly track: string }) => void,
): ExerciseFixture {
  const answers = new FakeAnswers();
  const running = new Set<() => void>();
  const source = { current: catalogue, onDidChange: () => ({ dispose: () => undefined }) };
  const exercises = new host.Exercises({
    catalogue: source,
    controller,
    window: { get: (key) => stored.get(key), update: (key, value) => Promise.resolve(void stored.set(key, structuredClone(value))) },
    clock: { now: () => time.now },
    every: (_ms, run) => {
      running.add(run);
      return { dispose: () => running.delete(run) };
    },
    panel: { show: (exercise) => show({ page: 'exercise', exercise }), showTemplate: (track) => show({ page: 'template', track }) },
    answers,
  });
  return {
    exercises,
    answers,
    page: { catalogue: () => catalogue, progress: () => controller.progress, desk: exercises, now: () => time.now },
    tick: () => [...running].forEach((run) => run()),
  };
}
