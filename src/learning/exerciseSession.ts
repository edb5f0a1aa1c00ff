import * as v from 'valibot';
import type { Drill, Exercise } from '../lessons/model';

/**
 * How far an exercise is: a drill not begun yet, the answer being given, one sentence on it, the rubric judged point by
 * point, and the result stored. A prompt begins with its answer: it has no clock to start.
 */
export const stages = ['ready', 'answering', 'reflecting', 'grading', 'graded'] as const;
export type Stage = (typeof stages)[number];

export type Judgement = 'met' | 'missed';

/**
 * One run through a prompt or a drill. Plain data: it survives a reload. Times are milliseconds; what the reader writes
 * is not part of it.
 */
export interface ExerciseSession {
  readonly exercise: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly stage: Stage;
  /** Of a drill, from 0. */
  readonly step: number;
  /** A clock runs, or is paused. */
  readonly timed: boolean;
  /** Time counted so far in each step. */
  readonly spent: readonly number[];
  /** While the clock runs, when it was last counted, in milliseconds since the epoch. */
  readonly countedAt?: number | undefined;
  /** By the id of the rubric's point. */
  readonly judged: Readonly<Record<string, Judgement>>;
}

/** What the clock of a drill shows. Milliseconds; below zero where time is over. */
export interface DrillClock {
  readonly stepLeft: number;
  readonly left: number;
  readonly running: boolean;
}

/** A longer silence between two counts means that the machine was asleep. */
export const longestCount = 120_000;

const minute = 60_000;

const duration = v.pipe(v.number(), v.minValue(0));
const storedSession = v.object({
  exercise: v.pipe(v.string(), v.minLength(1)),
  startedAt: duration,
  stage: v.picklist(stages),
  step: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  timed: v.boolean(),
  spent: v.array(duration),
  judged: v.record(v.string(), v.picklist(['met', 'missed'])),
});

/** A session as it was stored, its clock paused: nobody was there. Undefined where the value has another form. */
export function parseExercise(value: unknown): ExerciseSession | undefined {
  const parsed = v.safeParse(storedSession, value);
  return parsed.success ? parsed.output : undefined;
}

export function isDrill(exercise: Exercise): exercise is Drill {
  return 'steps' in exercise;
}

/** A session before its first step. @param now milliseconds since the epoch, here and below */
export function newExercise(exercise: Exercise, now: number): ExerciseSession {
  return { exercise: exercise.id, startedAt: now, stage: isDrill(exercise) ? 'ready' : 'answering', step: 0, timed: false, spent: [], judged: {} };
}

/** Begins a drill, with its clock or without one. */
export function startDrill(session: ExerciseSession, timed: boolean, now: number): ExerciseSession {
  if (session.stage !== 'ready') return session;
  return { ...session, stage: 'answering', startedAt: now, timed, ...(timed && { countedAt: now }) };
}

/**
 * Counts the time since the last count. A clock set back counts nothing; after a silence longer than
 * {@link longestCount} the clock stands, paused.
 */
export function count(session: ExerciseSession, now: number): ExerciseSession {
  const { countedAt, spent, step } = session;
  if (countedAt === undefined) return session;
  const since = Math.max(0, now - countedAt);
  if (since > longestCount) return stopped(session);
  const upTo = Array.from({ length: Math.max(spent.length, step + 1) }, (_, index) => spent[index] ?? 0);
  return { ...session, spent: upTo.map((each, index) => (index === step ? each + since : each)), countedAt: now };
}

/** Pauses the clock, or lets it go on. Nothing in a session without one. */
export function togglePause(session: ExerciseSession, now: number): ExerciseSession {
  if (session.stage !== 'answering' || !session.timed) return session;
  return session.countedAt === undefined ? { ...session, countedAt: now } : pause(session, now);
}

/** Stops the clock where it runs. */
export function pause(session: ExerciseSession, now: number): ExerciseSession {
  return stopped(count(session, now));
}

/** To the next step of a drill; after the last one, and in a prompt, the answer is given. */
export function nextStep(session: ExerciseSession, steps: number, now: number): ExerciseSession {
  if (session.stage !== 'answering') return session;
  if (session.step + 1 >= steps) return finishAnswer(session, now);
  return { ...count(session, now), step: session.step + 1 };
}

/** To the step before; from the sentence on it back to the answer, whose clock stands until it is let go on. */
export function stepBack(session: ExerciseSession, now: number): ExerciseSession {
  if (session.stage === 'reflecting') return { ...session, stage: 'answering' };
  if (session.stage !== 'answering' || session.step === 0) return session;
  return { ...count(session, now), step: session.step - 1 };
}

/** The answer is given; its clock stands. */
export function finishAnswer(session: ExerciseSession, now: number): ExerciseSession {
  return session.stage === 'answering' ? { ...pause(session, now), stage: 'reflecting' } : session;
}

/** Shows the rubric. */
export function beginGrading(session: ExerciseSession): ExerciseSession {
  return session.stage === 'reflecting' ? { ...session, stage: 'grading' } : session;
}

/** Says whether the answer named a point; until the result is stored it can be said otherwise. */
export function judge(session: ExerciseSession, { rubric }: Exercise, point: string, judgement: Judgement): ExerciseSession {
  if (session.stage !== 'grading' || !rubric.some(({ id }) => id === point)) return session;
  return { ...session, judged: { ...session.judged, [point]: judgement } };
}

/** The points by judgement, in the order of the rubric. Points that have left it since do not count. */
export function judgedPoints({ judged }: ExerciseSession, { rubric }: Exercise): { readonly met: readonly string[]; readonly missed: readonly string[]; readonly open: readonly string[] } {
  const those = (judgement: Judgement | undefined) => rubric.map(({ id }) => id).filter((id) => judged[id] === judgement);
  return { met: those('met'), missed: those('missed'), open: those(undefined) };
}

/** The result is stored. Only once every point is judged. */
export function finishGrading(session: ExerciseSession, exercise: Exercise): ExerciseSession {
  const isDone = session.stage === 'grading' && judgedPoints(session, exercise).open.length === 0;
  return isDone ? { ...session, stage: 'graded' } : session;
}

/** Time counted in all steps; undefined where no clock ran. */
export function timeTaken({ spent, timed }: ExerciseSession): number | undefined {
  return timed ? spent.reduce((sum, each) => sum + each, 0) : undefined;
}

/** The clock at `now`; undefined where there is none. It shows what was counted and what has passed since, so it never drifts. */
export function clockOf(session: ExerciseSession, { minutes, steps }: Drill, now: number): DrillClock | undefined {
  if (session.stage !== 'answering' || !session.timed) return undefined;
  const counted = count(session, now);
  const step = (steps[session.step]?.minutes ?? 0) * minute;
  return {
    stepLeft: step - (counted.spent[session.step] ?? 0),
    left: minutes * minute - (timeTaken(counted) ?? 0),
    running: counted.countedAt !== undefined,
  };
}

/** The step has a minute left at most, or none. Whoever cannot see the clock is told when this begins. */
export function isLastMinute({ stepLeft }: DrillClock): boolean {
  return stepLeft <= minute;
}

/** Keeps a session at a step that exists: lessons change, also while a drill waits. */
export function fitted(session: ExerciseSession, exercise: Exercise): ExerciseSession {
  const last = isDrill(exercise) ? exercise.steps.length - 1 : 0;
  return session.step > last ? { ...session, step: last } : session;
}

function stopped(session: ExerciseSession): ExerciseSession {
  return { ...session, countedAt: undefined };
}
