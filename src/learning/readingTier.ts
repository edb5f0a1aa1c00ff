import { tiers, type Catalogue, type Reading, type Tier } from '../lessons/model';
import { altitudeOf } from './mastery';
import type { Progress } from './progress';
import type { Recollection } from './recollection';

/**
 * The tier a topic is read at first: the highest the reader has reached, in this topic, over all, or in the placement
 * quiz. A topic that is not told so high is read at its highest.
 * @param now milliseconds since the epoch
 */
export function readingTier(lesson: { readonly id: string; readonly readings: readonly Reading[] }, progress: Progress, catalogue: Catalogue, now: number, recollection?: Recollection): Tier | undefined {
  const altitude = altitudeOf(progress, catalogue, now, recollection);
  const inTopic = altitude.topics.find(({ topic }) => topic === lesson.id)?.tier;
  const reached = Math.max(...[altitude.tier, inTopic, progress.placements.at(-1)?.tier].map((tier) => (tier === undefined ? 0 : tiers.indexOf(tier))));
  const told = lesson.readings.filter(({ tier }) => tiers.indexOf(tier) <= reached).at(-1) ?? lesson.readings[0];
  return told?.tier;
}

/** The tier after this one among those a topic is told at; after the last comes the first. */
export function nextTier(readings: readonly Reading[], tier: Tier): Tier | undefined {
  const at = readings.findIndex((reading) => reading.tier === tier);
  return readings[(at + 1) % readings.length]?.tier;
}
