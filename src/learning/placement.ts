import { tiers, type Catalogue, type Tier } from '../lessons/model';
import { isBuiltIn } from '../lessons/identity';
import type { Answer } from './answer';
import { allPieces, findPiece, refOf, type PlacedPiece } from './lookup';
import { hash } from './order';
import type { PieceRef } from './session';

/** The quiz asks no more than this. */
export const placementLength = 10;
/** Two misses may be bad luck: a tier is not given up before a third question. */
const fewestToFail = 3;

export type PlacementStep = { readonly ask: PieceRef } | { readonly done: Tier };

/**
 * The next question of the placement quiz, or the tier it has found: the highest below any failed one at which the reader
 * is right as often as wrong, zero where there is none. It begins at the middle of the tiers that have pieces, goes up on
 * right and sure, down on wrong, and stops when the tier is settled. It asks what is built in: code of the reader's own
 * repository measures who knows the repository. `answers` are those given in this quiz, in order;
 * `seed` varies the pieces between readers.
 */
export function placementStep(answers: readonly Answer[], catalogue: Catalogue, seed: string): PlacementStep {
  const ladder = tiers.filter((tier) => measuring(catalogue).some(({ piece }) => piece.tier === tier));
  const asked = answers.flatMap((answer) => {
    const placed = findPiece(catalogue, answer);
    return placed ? { ...placed, answer } : [];
  });
  const scores = ladder.map((tier) => scoreOf(asked.filter(({ piece }) => piece.tier === tier).map(({ answer }) => answer)));
  const level = levelAfter(asked, ladder);
  const next = answers.length < placementLength && !isSettled(scores) ? choose(asked, catalogue, ladder[level], seed) : undefined;
  if (next) return { ask: refOf(next.lesson, next.piece) };
  const failed = scores.findIndex(isFailed);
  const highest = scores.slice(0, failed < 0 ? undefined : failed).findLastIndex(isPassed);
  return { done: ladder[highest] ?? 'zero' };
}

interface Score {
  readonly right: number;
  readonly wrong: number;
}

/** A right guess shows nothing either way. */
function scoreOf(answers: readonly Answer[]): Score {
  return {
    right: answers.filter(({ correct, confidence }) => correct && confidence !== 'guess').length,
    wrong: answers.filter(({ correct }) => !correct).length,
  };
}

function levelAfter(asked: readonly (PlacedPiece & { readonly answer: Answer })[], ladder: readonly Tier[]): number {
  const top = Math.max(0, ladder.length - 1);
  const start = Math.floor(top / 2);
  return asked.reduce((level, { answer }) => {
    const by = !answer.correct ? -1 : answer.confidence === 'sure' ? 1 : 0;
    return Math.min(top, Math.max(0, level + by));
  }, start);
}

function isPassed({ right, wrong }: Score): boolean {
  return right > 0 && right >= wrong;
}

/** More misses than right answers by two: one slip on either side does not make it. */
function isFailed({ right, wrong }: Score): boolean {
  return wrong >= right + 2;
}

/** The top tier passed by two, or a tier failed in at least three questions with the one below it passed or none below. */
function isSettled(scores: readonly Score[]): boolean {
  const top = scores.at(-1);
  if (top && top.right >= top.wrong + 2) return true;
  const failed = scores.findIndex((score) => isFailed(score) && score.right + score.wrong >= fewestToFail);
  const below = scores[failed - 1];
  return failed >= 0 && (!below || isPassed(below));
}

const measuring = (catalogue: Catalogue) => allPieces(catalogue).filter(({ lesson }) => isBuiltIn(lesson.id));

/** A piece not asked yet: of the tier or the nearest to it, of a topic and a language asked least. */
function choose(asked: readonly PlacedPiece[], catalogue: Catalogue, tier: Tier | undefined, seed: string): PlacedPiece | undefined {
  if (tier === undefined) return undefined;
  const cost = ({ lesson, piece }: PlacedPiece): number[] => [
    Math.abs(tiers.indexOf(piece.tier) - tiers.indexOf(tier)),
    asked.filter((each) => each.lesson.id === lesson.id).length,
    asked.filter((each) => each.piece.language === piece.language).length,
    hash([seed, lesson.id, piece.id].join('\n')),
  ];
  return measuring(catalogue)
    .filter(({ piece, lesson }) => !asked.some((each) => each.lesson.id === lesson.id && each.piece.id === piece.id))
    .map((placed) => ({ placed, cost: cost(placed) }))
    .sort((a, b) => compare(a.cost, b.cost))[0]?.placed;
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
