import type * as v from 'valibot';
import { groupBy } from '../shared/groupBy';

/**
 * A required field that is misspelt is wrong twice: it is missing, and there is one that nobody knows. Told once, of the
 * field that was written.
 * @returns the issues in their order, without those that another one now tells of
 */
export function tellOnce(issues: readonly v.BaseIssue<unknown>[]): { readonly issue: v.BaseIssue<unknown>; readonly message: string }[] {
  const missing = groupBy(issues.filter(isMissing), parentOf);
  const meant = new Map<v.BaseIssue<unknown>, v.BaseIssue<unknown>>();
  for (const unknown of issues.filter(({ expected }) => expected === 'never')) {
    const [nearest] = (missing.get(parentOf(unknown)) ?? [])
      .map((issue) => ({ issue, distance: distanceBetween(nameOf(unknown), nameOf(issue)) }))
      .sort((a, b) => a.distance - b.distance);
    if (nearest !== undefined && nearest.distance <= mostEdits(nameOf(nearest.issue))) meant.set(unknown, nearest.issue);
  }
  const told = new Set(meant.values());
  return issues.flatMap((issue) => {
    const field = meant.get(issue);
    if (told.has(issue)) return [];
    return [{ issue, message: field === undefined ? issue.message : `is not a known field; did you mean ${nameOf(field)}?` }];
  });
}

/** The set of fields itself: the same object for every issue of its fields. */
const parentOf = ({ path }: v.BaseIssue<unknown>): unknown => path?.at(-1)?.input;

const nameOf = ({ path }: v.BaseIssue<unknown>): string => {
  const key = path?.at(-1)?.key;
  return typeof key === 'string' ? key : '';
};

const isMissing = (issue: v.BaseIssue<unknown>): boolean =>
  issue.type === 'strict_object' && issue.expected !== 'never' && issue.expected !== 'Object' && parentOf(issue) !== undefined;

/** A slip in a short name makes another name of it. */
const mostEdits = (name: string): number => (name.length < 4 ? 1 : 2);

/** Capitals aside. Infinite where the lengths alone say that it is too far. */
function distanceBetween(written: string, known: string): number {
  return Math.abs(written.length - known.length) > mostEdits(known) ? Infinity : editsBetween(written.toLowerCase(), known.toLowerCase());
}

/** How many letters have to be put in, taken out, replaced, or swapped with the next (optimal string alignment). */
function editsBetween(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1), isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
