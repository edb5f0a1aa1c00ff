import * as vscode from 'vscode';
import { answerText } from '../../../learning/answerText';
import {
  beginGrading,
  clockOf,
  count,
  finishAnswer,
  finishGrading,
  isDrill,
  isLastMinute,
  judge,
  judgedPoints,
  newExercise,
  nextStep,
  parseExercise,
  pause,
  startDrill,
  stepBack,
  timeTaken,
  togglePause,
  type ExerciseSession,
  type Judgement,
} from '../../../learning/exerciseSession';
import { findExercise, type PlacedExercise } from '../../../learning/lookup';
import type { ExerciseDesk } from '../../../views/panel/exercise/page';
import type { LearningController, WindowState } from '../controller';
import type { CatalogueSource, Clock } from '../dependencies';

const sessionsKey = 'altitude.exercises';
const tickMs = 1000;
/** What a crash may cost of the time counted. */
const keepMs = 10_000;

/** The panel, as an exercise needs it. */
export interface ExercisePanel {
  show(exercise: string, options: { readonly focus: boolean }): void;
  showTemplate(track: string): void;
}

/** The editors in which answers are written. Their text is the reader's alone: nothing here reads it. */
export interface AnswerEditors {
  readonly onDidChange: vscode.Event<unknown>;
  isOpen(exercise: string): boolean;
  /** Brings up the editor of this exercise, or opens one that begins with `text`. */
  open(exercise: string, text: string): Promise<void>;
  /** Another answer is to be written: one that is saved under a name is no longer brought up. */
  startAnew(exercise: string): void;
}

export interface ExercisesOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: Pick<LearningController, 'gradeExercise' | 'onDidChange' | 'progress'>;
  /** Holds the runs over a reload. */
  readonly window: WindowState;
  readonly clock: Pick<Clock, 'now'>;
  /** Calls back every `ms` milliseconds until it is disposed. */
  readonly every: (ms: number, run: () => void) => { dispose(): unknown };
  readonly panel: ExercisePanel;
  readonly answers: AnswerEditors;
}

/** This window's runs through prompts and drills, one of each; at most one clock runs. */
export class Exercises implements ExerciseDesk, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** A tick of the clock is no change: whoever shows it counts on from what the state says. */
  readonly onDidChange = this.#changed.event;

  readonly #options: ExercisesOptions;
  /** The one last touched comes last. */
  readonly #sessions = new Map<string, ExerciseSession>();
  readonly #subscription: vscode.Disposable;
  #ticking: { dispose(): unknown } | undefined;
  #keptAt = 0;

  constructor(options: ExercisesOptions) {
    this.#options = options;
    const stored = options.window.get(sessionsKey);
    for (const value of Array.isArray(stored) ? (stored as unknown[]) : []) {
      const session = parseExercise(value);
      if (session) this.#sessions.set(session.exercise, session);
    }
    this.#subscription = vscode.Disposable.from(
      options.controller.onDidChange(() => this.#forget()),
      options.answers.onDidChange(() => this.#changed.fire()),
    );
  }

  session(exercise: string): ExerciseSession | undefined {
    return this.#sessions.get(exercise);
  }

  /** What the reader is answering, the last of several; undefined where nothing is. */
  get answering(): PlacedExercise | undefined {
    for (const session of [...this.#sessions.values()].reverse()) {
      const placed = session.stage === 'answering' ? this.#find(session.exercise) : undefined;
      if (placed) return placed;
    }
    return undefined;
  }

  /** Brings an exercise into view where it was left, or at its beginning once it was graded. False where there is none of this id. */
  open(exercise: string): boolean {
    if (!this.#find(exercise)) return false;
    if (this.#sessions.get(exercise)?.stage === 'graded') this.again(exercise);
    else this.#change(exercise, (session) => session);
    this.show(exercise, { focus: true });
    return true;
  }

  show(exercise: string, options: { readonly focus: boolean }): void {
    this.#options.panel.show(exercise, options);
  }

  isWriting(exercise: string): boolean {
    return this.#options.answers.isOpen(exercise);
  }

  start(exercise: string, timed: boolean): void {
    this.#change(exercise, (session, now) => startDrill(session, timed, now));
  }

  async write(exercise: string, headings: boolean): Promise<void> {
    const placed = this.#find(exercise);
    if (!placed) return;
    const steps = isDrill(placed.exercise) ? placed.exercise.steps : (placed.track.practice?.template?.steps ?? []);
    this.#change(exercise, (session) => session);
    await this.#options.answers.open(exercise, answerText(placed.exercise, headings ? steps.map(({ title }) => title) : []));
  }

  next(exercise: string): void {
    this.#change(exercise, (session, now, placed) => nextStep(session, isDrill(placed.exercise) ? placed.exercise.steps.length : 1, now));
  }

  back(exercise: string): void {
    this.#change(exercise, stepBack);
  }

  togglePause(exercise: string): void {
    this.#change(exercise, togglePause);
  }

  finish(exercise: string): void {
    this.#change(exercise, finishAnswer);
  }

  showRubric(exercise: string): void {
    this.#change(exercise, beginGrading);
  }

  judge(exercise: string, point: string, judgement: Judgement): void {
    this.#change(exercise, (session, _now, placed) => judge(session, placed.exercise, point, judgement));
  }

  /** Stores the result, once every point is judged; what was missed is a card from then on. */
  async store(exercise: string): Promise<void> {
    const placed = this.#find(exercise);
    const session = this.#sessions.get(exercise);
    if (!placed || !session) return;
    const graded = finishGrading(session, placed.exercise);
    if (graded === session) return;
    this.#change(exercise, () => graded);
    const { met, missed } = judgedPoints(graded, placed.exercise);
    const taken = timeTaken(graded);
    await this.#options.controller.gradeExercise(exercise, { met, missed, ...(taken !== undefined && { seconds: taken / 1000 }) });
  }

  /** Begins the exercise anew. */
  again(exercise: string): void {
    this.#options.answers.startAnew(exercise);
    this.#change(exercise, (_session, now, placed) => newExercise(placed.exercise, now));
  }

  dispose(): void {
    this.#ticking?.dispose();
    this.#count();
    this.#keep();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #find(exercise: string): PlacedExercise | undefined {
    return findExercise(this.#options.catalogue.current, exercise);
  }

  #change(exercise: string, step: (session: ExerciseSession, now: number, placed: PlacedExercise) => ExerciseSession): void {
    const placed = this.#find(exercise);
    if (!placed) return;
    const now = this.#options.clock.now();
    const before = this.#sessions.get(exercise) ?? newExercise(placed.exercise, now);
    const after = step(before, now, placed);
    this.#sessions.delete(exercise);
    this.#sessions.set(exercise, after);
    if (isRunning(after)) this.#pauseOthers(exercise, now);
    this.#updateTicking();
    this.#keep();
    this.#changed.fire();
  }

  #pauseOthers(exercise: string, now: number): void {
    for (const [id, session] of this.#sessions) if (id !== exercise) this.#sessions.set(id, pause(session, now));
  }

  #updateTicking(): void {
    const isNeeded = [...this.#sessions.values()].some(isRunning);
    if (isNeeded && !this.#ticking) this.#ticking = this.#options.every(tickMs, () => this.#tick());
    if (isNeeded) return;
    this.#ticking?.dispose();
    this.#ticking = undefined;
  }

  /** Tells of the last minute, and that a clock has stopped because the machine was asleep. */
  #tick(): void {
    const before = this.#news();
    this.#count();
    this.#updateTicking();
    if (this.#news() !== before) this.#changed.fire();
    if (this.#options.clock.now() - this.#keptAt >= keepMs) this.#keep();
  }

  #count(): void {
    const now = this.#options.clock.now();
    for (const [id, session] of this.#sessions) this.#sessions.set(id, count(session, now));
  }

  /** What is to be told of the running clock as of its last count. */
  #news(): string {
    const session = [...this.#sessions.values()].find(isRunning);
    const exercise = session && this.#find(session.exercise)?.exercise;
    const clock = exercise && isDrill(exercise) && session.countedAt !== undefined ? clockOf(session, exercise, session.countedAt) : undefined;
    return clock ? `running ${isLastMinute(clock)}` : 'still';
  }

  /** A reset forgets what was under way before it. */
  #forget(): void {
    const { reset } = this.#options.controller.progress;
    const gone = [...this.#sessions.values()].filter(({ startedAt }) => reset !== undefined && startedAt <= reset.at);
    if (gone.length === 0) return;
    for (const { exercise } of gone) this.#sessions.delete(exercise);
    this.#updateTicking();
    this.#keep();
    this.#changed.fire();
  }

  #keep(): void {
    this.#keptAt = this.#options.clock.now();
    void this.#options.window.update(sessionsKey, [...this.#sessions.values()]);
  }
}

function isRunning({ countedAt }: ExerciseSession): boolean {
  return countedAt !== undefined;
}
