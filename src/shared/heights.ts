import { tiers, type Tier } from '../lessons/model';

/** The tier reached at a height: its number is the whole part, above it is the share held of what the next one takes. */
export function tierAt(height: number): Tier {
  return tiers[Math.floor(height)] ?? tiers[0];
}
