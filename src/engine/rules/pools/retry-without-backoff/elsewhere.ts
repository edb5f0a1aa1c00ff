/**
 * Whether each round of a loop asks somebody else, or for something else: `yes` where the code shows it, `maybe` where
 * only a function's name says so.
 */
export type Elsewhere = 'yes' | 'maybe' | 'no';

/** `pickPeer()`, `r.next()`: what comes back may be another one each time. */
export const picks = /(?:^|\.)(?:[pP]ick|[cC]hoose|[sS]elect|[nN]ext|[rR]andom|[rR]otate)(?=[A-Z_]|$)\w*$/;

/** Added to the message of a retry that may go elsewhere. */
export const doubt = ' If each attempt goes to another address, that is right.';

/** Added to the message of a retry of which it is not seen that requests wait for it. */
export const unseen = " The project's own calls do not show that a request waits; where few run at once, it adds little.";

/** The surer of two answers. */
export function surer(a: Elsewhere, b: Elsewhere): Elsewhere {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'maybe' || b === 'maybe' ? 'maybe' : 'no';
}
