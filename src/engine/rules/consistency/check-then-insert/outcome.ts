/** What the check can have found when a line is reached, as a set of bits. */
export type States = number;

export const found = 1;
export const missing = 2;
/** The check itself failed (Go). */
export const failed = 4;
export const any: States = found | missing | failed;

/** In which states a condition can be true, and in which it can be false. */
export interface Outcome {
  readonly whenTrue: States;
  readonly whenFalse: States;
}

export const unknown: Outcome = { whenTrue: any, whenFalse: any };

/** A condition that is true in exactly these states. */
export const exactly = (states: States): Outcome => ({ whenTrue: states, whenFalse: any & ~states });

export const not = ({ whenTrue, whenFalse }: Outcome): Outcome => ({ whenTrue: whenFalse, whenFalse: whenTrue });

export const and = (a: Outcome, b: Outcome): Outcome => ({ whenTrue: a.whenTrue & b.whenTrue, whenFalse: a.whenFalse | (a.whenTrue & b.whenFalse) });

export const or = (a: Outcome, b: Outcome): Outcome => not(and(not(a), not(b)));

/** True when a line that is reached in these states is only reached if nothing was found. */
export const provesMissing = (states: States): boolean => (states & found) === 0 && (states & missing) !== 0;

/** True when the condition holds if and only if the check found something: nothing else decides with it. */
export const isFoundTest = ({ whenTrue, whenFalse }: Outcome): boolean => (whenTrue & ~failed) === found && (whenFalse & found) === 0;

/** True when the condition holds if and only if the check found nothing. */
export const isMissingTest = (outcome: Outcome): boolean => isFoundTest(not(outcome));
