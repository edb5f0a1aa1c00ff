import * as v from 'valibot';
import type { Piece } from '../lessons/model';
import type { Answer, Confidence } from './answer';
import type { PieceRef, PieceSession } from './session';

/** What one window knows of a piece beyond the committed answers. Plain data: it survives a reload. */
export interface Sitting {
  readonly hintsOpened: number;
  /** The question is open although an answer exists: the reader answers again. */
  readonly asking: boolean;
  readonly pending?: string;
}

export const freshSitting: Sitting = { hintsOpened: 0, asking: false };

const storedSittings = v.record(
  v.string(),
  v.object({
    hintsOpened: v.pipe(v.number(), v.integer(), v.minValue(0)),
    asking: v.boolean(),
    pending: v.exactOptional(v.string()),
  }),
);

/** Sittings as they were stored by key; none where the value has another form. */
export function parseSittings(value: unknown): Readonly<Record<string, Sitting>> {
  const parsed = v.safeParse(storedSittings, value);
  return parsed.success ? parsed.output : {};
}

export interface SessionInput {
  readonly ref: PieceRef;
  /** Every option of the piece, as this reader sees them. */
  readonly order: readonly string[];
  /** By time. */
  readonly answers: readonly Answer[];
  readonly sitting: Sitting;
}

/**
 * The session every door shows: committed answers and this window's sitting, seen together. An option that has left the
 * lesson since has no explanation to show: chosen or answered, it counts as not given, and the question is open.
 */
export function sessionOf({ ref, order, answers, sitting }: SessionInput): PieceSession {
  const last = answers.at(-1);
  const { hintsOpened, pending } = sitting;
  return {
    lesson: ref.lesson,
    piece: ref.piece,
    order,
    hintsOpened,
    attempts: answers.length,
    ...(pending !== undefined && order.includes(pending) && { pending }),
    ...(last && !sitting.asking && order.includes(last.option) && { answer: last }),
  };
}

/** An option is chosen, or changed before its confidence is given. Ignored under a verdict: ask again first. */
export function choose(piece: Piece, session: PieceSession, sitting: Sitting, option: string): Sitting {
  if (session.answer || !piece.options.some(({ id }) => id === option)) return sitting;
  return { ...sitting, asking: true, pending: option };
}

/** The answer a confidence completes; undefined while no option is chosen. */
export function answerOf(piece: Piece, session: PieceSession, confidence: Confidence, stamp: { id: string; at: number }): Answer | undefined {
  const chosen = piece.options.find(({ id }) => id === session.pending);
  if (!chosen || session.answer) return undefined;
  return {
    id: stamp.id,
    lesson: session.lesson,
    piece: session.piece,
    option: chosen.id,
    correct: chosen.correct,
    confidence,
    hints: session.hintsOpened,
    at: stamp.at,
  };
}

/** Opens the next hint, where one is left. Under a verdict there is nothing left to hint at. */
export function openHint(piece: Piece, session: PieceSession, sitting: Sitting): Sitting {
  if (session.answer || sitting.hintsOpened >= piece.hints.length) return sitting;
  return { ...sitting, hintsOpened: sitting.hintsOpened + 1 };
}

/** From a verdict: asks again, hints closed. From a chosen option: takes the choice back, hints stay open. */
export function askAgain(session: PieceSession, sitting: Sitting): Sitting {
  if (session.answer) return { hintsOpened: 0, asking: true };
  return { hintsOpened: sitting.hintsOpened, asking: sitting.asking };
}

/** A question opened again and left untouched is closed: the last verdict shows. */
export function stopAsking(sitting: Sitting): Sitting {
  return sitting.pending === undefined && sitting.hintsOpened === 0 ? freshSitting : sitting;
}
