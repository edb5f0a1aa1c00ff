import { l10n } from 'vscode';
import { tierLabel } from '../../../editor/learning/labels';
import { calibrationFrom, calibrationOf } from '../../../learning/calibration';
import { climbInSteps, type Climb } from '../../../learning/climb';
import { allPieces, findLesson, findPiece } from '../../../learning/lookup';
import { altitudeOf, strengthsOf, type Altitude, type TopicStanding } from '../../../learning/mastery';
import { markOf, type Progress } from '../../../learning/progress';
import type { Recollection } from '../../../learning/recollection';
import type { PieceRef } from '../../../learning/session';
import { startPoint } from '../../../learning/standing';
import type { Catalogue } from '../../../lessons/model';
import type { Steps } from '../../../shared/pace';
import { tierAt } from '../../../shared/heights';
import type { CalibrationView, ProfileEmptyView, ProfileView, TopicView } from '../../../shared/pages/profile';
import type { EmptyView } from '../../../shared/protocol';
import { whenText } from '../../when';
import { dueView } from './due';
import { explanation, percentage } from './explanation';
import { momentNames } from './moments';

export interface ProfileStateOptions {
  readonly catalogue: () => Catalogue;
  readonly learning: { readonly progress: Progress; readonly recollection: Recollection };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Steps of the pictures over time, and of the table behind them. */
const steps = 60;
const tableSteps = 4;
/** Pieces named as the nearest to the next tier. */
const nearestShown = 3;

/** The profile as it is when it is begun; what changes until it is made shows in the next. */
export function* profileState({ catalogue: source, learning: { progress, recollection }, now: clock }: ProfileStateOptions): Steps<ProfileView | ProfileEmptyView | EmptyView> {
  const [catalogue, now] = [source(), clock()];
  const learning = { progress, recollection };
  if (allPieces(catalogue).length === 0) return { kind: 'empty', message: l10n.t('No lessons could be loaded.') };
  const climb = yield* climbInSteps(progress, catalogue, now, steps, recollection);
  if (!climb) return emptyState(progress, catalogue);
  yield;
  const altitude = altitudeOf(progress, catalogue, now, recollection);
  yield;
  const next = { next: nextText(altitude), nearest: nearest(altitude, learning, catalogue, now) };
  yield;
  const due = dueView(learning, catalogue, now);
  yield;
  // The first dates and percentages of a window take the longest: their language is loaded.
  const picture = climbView(climb, catalogue);
  yield;
  const { strong, weak } = strengthsOf(altitude);
  const percent = percentage();
  const topic = (standing: TopicStanding) => topicView(standing, climb, catalogue, percent);
  const topics = { strong: strong.map(topic), weak: weak.map(topic) };
  yield;
  const calibration = calibrationView(progress);
  return {
    kind: 'profile',
    title: l10n.t('Your altitude: {0}', tierLabel(altitude.tier)),
    facts: facts(altitude, progress),
    ...next,
    climb: picture,
    due,
    ...topics,
    calibration,
    ...(calibration.some(({ share }) => share === undefined) && { calibrationNote: l10n.t('Nothing is claimed from fewer than {0} answers.', calibrationFrom) }),
    explanation: explanation(),
  };
}

function emptyState(progress: Progress, catalogue: Catalogue): ProfileEmptyView {
  const start = startPoint(progress, catalogue);
  const lesson = start && findLesson(catalogue, start.lesson)?.lesson;
  return { kind: 'profileEmpty', ...(lesson && { start: { lesson: lesson.id, title: lesson.title } }), explanation: explanation() };
}

function facts({ answered, tiers }: Altitude, progress: Progress): string[] {
  const sum = (of: 'pieces' | 'held') => tiers.reduce((total, tier) => total + tier[of], 0);
  const marked = progress.marks.filter(({ as }) => as !== 'none').length;
  const placed = progress.placements.at(-1)?.tier;
  return [
    l10n.t('{0} of {1} pieces answered', answered, sum('pieces')),
    l10n.t('{0} held', sum('held')),
    ...(placed ? [l10n.t('placed at {0}', tierLabel(placed))] : []),
    ...(marked > 0 ? [l10n.t('{0} marked, not counted', marked)] : []),
  ];
}

function nextText({ next }: Altitude): string {
  return next ? l10n.t('The next tier is {0}. Of the {1} pieces it takes, you hold {2}.', tierLabel(next.tier), next.needed, next.held) : l10n.t('This is the highest tier.');
}

function nearest({ next }: Altitude, { progress, recollection }: ProfileStateOptions['learning'], catalogue: Catalogue, now: number): ProfileView['nearest'] {
  const memories = recollection.of(progress, catalogue);
  const isMarked = ({ lesson, piece }: PieceRef) => markOf(progress, { lesson }) !== undefined || markOf(progress, { lesson, piece }) !== undefined;
  const wanted = (next?.pieces ?? []).filter((ref) => !isMarked(ref));
  return wanted.slice(0, nearestShown).flatMap((ref) => {
    const title = findPiece(catalogue, ref)?.piece.title;
    const due = memories.piece(ref)?.due;
    const note = due === undefined ? l10n.t('not answered') : due <= now ? l10n.t('due now') : l10n.t('comes back {0}', whenText(due, now));
    return title === undefined ? [] : { ...ref, title, note };
  });
}

function climbView({ times, overall, topics }: Climb, catalogue: Catalogue): ProfileView['climb'] {
  const atColumns = <T>(values: readonly T[]) => values.filter((_, step) => step % (steps / tableSteps) === 0);
  const columns = momentNames(atColumns(times));
  const row = (title: string, heights: readonly number[]) => ({ title, tiers: atColumns(heights).map(tierAt) });
  return {
    heights: rounded(overall),
    labels: [columns[0] ?? '', columns[tableSteps / 2] ?? '', columns[tableSteps] ?? ''],
    table: { columns, rows: [row(l10n.t('All topics'), overall), ...[...topics].map(([topic, heights]) => row(titleOf(topic, catalogue), heights))] },
  };
}

function topicView({ topic, tier, mastery }: TopicStanding, { topics }: Climb, catalogue: Catalogue, percent: (share: number) => string): TopicView {
  const share = percent(mastery);
  const standing = tier === 'zero' ? share : l10n.t('{0}, {1}', tierLabel(tier), share);
  return { lesson: topic, title: titleOf(topic, catalogue), heights: rounded(topics.get(topic) ?? []), standing };
}

function calibrationView(progress: Progress): CalibrationView[] {
  return calibrationOf(progress).map(({ confidence, n, right }) => {
    if (n < calibrationFrom) return { confidence, outcome: l10n.t('{0} answered, too few to tell', n) };
    return { confidence, outcome: l10n.t('{0} of {1} right', right, n), share: right / n };
  });
}

function titleOf(topic: string, catalogue: Catalogue): string {
  return findLesson(catalogue, topic)?.lesson.title ?? topic;
}

/** Down, so that no tier is drawn before it is reached. */
function rounded(heights: readonly number[]): number[] {
  return heights.map((height) => Math.floor(height * 1000) / 1000);
}
