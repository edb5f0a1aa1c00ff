import * as v from 'valibot';
import { tiers, type Tier } from '../lessons/model';
import { sameRef } from './lookup';
import type { Progress } from './progress';
import type { PieceRef } from './session';

/** Why pieces are asked out of their lessons: to be remembered, or to find where to start. */
export const quizzes = ['review', 'placement'] as const;
export type Quiz = (typeof quizzes)[number];

/** One thing to ask: the piece whose code is shown, or a card by its id. */
export type SessionItem = { readonly kind: 'piece'; readonly ask: PieceRef } | { readonly kind: 'card'; readonly card: string };

/** What became of an item: the answer or grade that settled it, by id. */
export interface Outcome {
  readonly entry: string;
  /** Answered right, or recalled. */
  readonly right: boolean;
}

/**
 * A run through a queue of items. Plain data: it survives a reload. It holds no answers of its own, only the ids of
 * those remembered, so that what is undone or forgotten anywhere is open again here.
 */
export interface ReviewSession {
  readonly quiz: Quiz;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Of a placement, those asked so far: each answer decides the next. */
  readonly items: readonly SessionItem[];
  /** Of the first items, in order. One more than `position` while the verdict of a piece is read. */
  readonly outcomes: readonly Outcome[];
  /** The item in view, from 0; past the last one at the end. */
  readonly position: number;
  /** The latest answer or grade of the item in view when it came up: a later one settles it. */
  readonly before?: string | undefined;
  /** The answer of the card in view is shown. */
  readonly revealed: boolean;
  /** The reader has stepped out; nothing is lost. */
  readonly left: boolean;
  /** What a placement found, once it is settled. */
  readonly placed?: Tier | undefined;
}

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const storedSession = v.object({
  quiz: v.picklist(quizzes),
  startedAt: count,
  items: v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('piece'), ask: v.object({ lesson: text, piece: text }) }),
      v.object({ kind: v.literal('card'), card: text }),
    ]),
  ),
  outcomes: v.array(v.object({ entry: text, right: v.boolean() })),
  position: count,
  before: v.optional(text),
  revealed: v.boolean(),
  left: v.boolean(),
  placed: v.optional(v.picklist(tiers)),
});

/** A session as it was stored; undefined where the value has another form. */
export function parseSession(value: unknown): ReviewSession | undefined {
  const parsed = v.safeParse(storedSession, value);
  return parsed.success ? parsed.output : undefined;
}

/** A session at its first item. */
export function startSession(quiz: Quiz, items: readonly SessionItem[], progress: Progress, now: number): ReviewSession {
  return enter({ quiz, startedAt: now, items, outcomes: [], position: 0, revealed: false, left: false }, 0, progress);
}

/** The item in view; undefined at the end. */
export function currentItem({ items, position }: ReviewSession): SessionItem | undefined {
  return items[position];
}

/** The item in view has its answer or grade. */
export function isSettled({ outcomes, position }: ReviewSession): boolean {
  return outcomes.length > position;
}

/** The piece in view, while it is asked or its verdict is read. */
export function askedPiece(session: ReviewSession): PieceRef | undefined {
  const item = currentItem(session);
  return item?.kind === 'piece' ? item.ask : undefined;
}

/** Shows the answer of the card in view. */
export function reveal(session: ReviewSession): ReviewSession {
  return currentItem(session)?.kind === 'card' ? { ...session, revealed: true } : session;
}

/** From the verdict of a piece to the next item. An item that is still open stays. */
export function goOn(session: ReviewSession, progress: Progress): ReviewSession {
  return isSettled(session) ? enter(session, session.position + 1, progress) : session;
}

/** The reader steps out, or comes back. */
export function leave(session: ReviewSession): ReviewSession {
  return { ...session, left: true };
}

export function comeBack(session: ReviewSession): ReviewSession {
  return { ...session, left: false };
}

/**
 * Brings the session in line with what is remembered. A new answer or grade of the item in view settles it, whichever
 * door it came by; a card has nothing more to read, so the next item comes up. Where an answer or a grade is gone
 * (undone, here or in another window), its item is in view again and open. Undefined where everything was forgotten
 * since the session began.
 */
export function settle(session: ReviewSession, progress: Progress): ReviewSession | undefined {
  if (progress.reset && progress.reset.at >= session.startedAt) return undefined;
  const gone = session.outcomes.findIndex(({ entry }) => !isRemembered(progress, entry));
  if (gone >= 0) return settle(backTo(session, gone, progress), progress);
  const item = currentItem(session);
  const latest = item && !isSettled(session) ? latestOf(item, progress) : undefined;
  if (!latest || latest.entry === session.before) return session;
  const settled = { ...session, outcomes: [...session.outcomes, latest] };
  return item?.kind === 'card' ? settle(enter(settled, session.position + 1, progress), progress) : settled;
}

/** Without the items not yet left behind that no longer exist: lessons change, also while a session waits. */
export function pruned(session: ReviewSession, exists: (item: SessionItem) => boolean, progress: Progress): ReviewSession {
  const { items, outcomes, position } = session;
  const kept = items.filter((item, index) => index < position || exists(item));
  if (kept.length === items.length) return session;
  const isGone = kept[position] !== items[position];
  const remaining = { ...session, items: kept };
  return isGone ? enter({ ...remaining, outcomes: outcomes.slice(0, position) }, position, progress) : remaining;
}

/** A placement asks one more piece. */
export function asking(session: ReviewSession, ask: PieceRef, progress: Progress): ReviewSession {
  return enter({ ...session, items: [...session.items, { kind: 'piece', ask }] }, session.items.length, progress);
}

/** A placement has found its tier; it is at its end. */
export function placed(session: ReviewSession, tier: Tier, progress: Progress): ReviewSession {
  return { ...enter(session, session.items.length, progress), placed: tier };
}

function enter(session: ReviewSession, position: number, progress: Progress): ReviewSession {
  const item = session.items[position];
  return { ...session, position, revealed: false, before: item && latestOf(item, progress)?.entry };
}

/** In a placement the later questions followed from the answer that is gone. */
function backTo(session: ReviewSession, position: number, progress: Progress): ReviewSession {
  const items = session.quiz === 'placement' ? session.items.slice(0, position + 1) : session.items;
  return enter({ ...session, items, outcomes: session.outcomes.slice(0, position), placed: undefined }, position, progress);
}

function latestOf(item: SessionItem, { answers, grades }: Progress): Outcome | undefined {
  if (item.kind === 'piece') {
    const answer = answers.findLast((each) => sameRef(each, item.ask));
    return answer && { entry: answer.id, right: answer.correct };
  }
  const grade = grades.findLast(({ card }) => card === item.card);
  return grade && { entry: grade.id, right: grade.rating !== 'again' };
}

function isRemembered({ answers, grades }: Progress, id: string): boolean {
  return answers.some((answer) => answer.id === id) || grades.some((grade) => grade.id === id);
}
