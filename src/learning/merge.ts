import { atOnce, type Steps } from '../shared/pace';
import type { Entry, ListName, Lists, Retraction, Stamp } from './entries';
import { groupBy } from './groups';
import { entered, everyList, everyListInSteps, kinds, listNames, type EntryLists, type Kind } from './kinds';
import type { Progress } from './progress';

/**
 * Joins copies of one reader's progress: each entry once, by time; without those a reset forgot or the reader took back;
 * of each subject the entries kept are those that entered last, as a reset forgets those that entered first. Any order
 * and grouping of the copies gives the same result.
 */
export function mergeProgress(...copies: readonly Partial<Progress>[]): Progress {
  return atOnce(mergeInSteps(...copies));
}

/** The same, for copies that hold years. */
export function* mergeInSteps(...copies: readonly Partial<Progress>[]): Steps<Progress> {
  const reader = copies.flatMap((copy) => copy.reader ?? []).sort(compareStamps)[0];
  const reset = copies
    .flatMap((copy) => copy.reset ?? [])
    .sort(compareStamps)
    .at(-1);
  const since = reset?.at ?? -1;
  const retractions: Retraction[] = [];
  const lists = yield* everyListInSteps(function* (list) {
    yield;
    const gone = union(copies.map((copy) => (copy.retractions ?? []).filter((each) => each.list === list)), compareRetractions);
    const all = union(copies.map((copy: Partial<EntryLists>) => copy[list] ?? []), compareEntries);
    yield;
    const kept = yield* thin(list, all.filter((entry) => entered(entry) > since), gone.filter(({ at }) => at > since));
    retractions.push(...kept.gone);
    return kept.live;
  });
  return { ...(reader && { reader }), ...(reset && { reset }), ...lists, retractions };
}

/** What `whole` remembers and `part` does not; undefined when that is nothing. */
export function missingFrom(part: Progress, whole: Progress): Partial<Progress> | undefined {
  const [known, all]: readonly [EntryLists, EntryLists] = [part, whole];
  const lists = everyList((list) => lacking(known[list], all[list]));
  const retracted = new Set(part.retractions.map(({ list, id }) => `${list} ${id}`));
  const retractions = whole.retractions.filter(({ list, id }) => !retracted.has(`${list} ${id}`));
  const reader = whole.reader?.id === part.reader?.id ? undefined : whole.reader;
  const reset = whole.reset?.id === part.reset?.id ? undefined : whole.reset;
  if (retractions.length === 0 && !reader && !reset && listNames.every((list) => lists[list].length === 0)) return undefined;
  return { ...(reader && { reader }), ...(reset && { reset }), ...lists, retractions };
}

/** Both by time. */
interface Thinned<E> {
  readonly live: readonly E[];
  readonly gone: readonly Retraction[];
}

/** Leaves the newest of each subject. What was taken back counts too, so that its going makes nothing older return. */
function* thin<K extends ListName>(list: K, entries: readonly Lists[K][], gone: readonly Retraction[]): Steps<Thinned<Lists[K]>> {
  const kind: Kind<Lists[K]> = kinds[list];
  const goneIds = new Set(gone.map(({ id }) => id));
  const live = entries.filter(({ id }) => !goneIds.has(id));
  const stamps = [
    ...live.map((entry) => ({ subject: kind.subject(entry), id: entry.id, at: entered(entry) })),
    ...gone,
  ];
  yield;
  const dropped = new Set<string>();
  for (const [, group] of groupBy(stamps, ({ subject }) => subject)) {
    if (group.length <= kind.kept) continue;
    for (const { id } of group.sort(compareStamps).slice(0, -kind.kept)) dropped.add(id);
    yield;
  }
  return {
    live: live.filter(({ id }) => !dropped.has(id)).sort(compareStamps),
    gone: gone.filter(({ id }) => !dropped.has(id)).sort(compareStamps),
  };
}

/** Each id once; of two with one id, the later in `compare`. */
function union<T extends { readonly id: string }>(lists: readonly (readonly T[])[], compare: (a: T, b: T) => number): T[] {
  const byId = new Map<string, T>();
  for (const item of lists.flat()) {
    const known = byId.get(item.id);
    if (!known || (known !== item && compare(known, item) < 0)) byId.set(item.id, item);
  }
  return [...byId.values()];
}

function lacking<T extends { readonly id: string }>(part: readonly T[], whole: readonly T[]): T[] {
  const known = new Set(part.map(({ id }) => id));
  return whole.filter(({ id }) => !known.has(id));
}

/**
 * One entry brought back on two machines has two times of entry: the later one holds, so that a reset forgets it only
 * after both. Otherwise entries with one id differ only in a file edited by hand, and any fixed order will do.
 */
function compareEntries(a: Entry, b: Entry): number {
  return entered(a) - entered(b) || compareFields(a, b);
}

function compareRetractions(a: Retraction, b: Retraction): number {
  return a.at - b.at || compareFields(a, b);
}

function compareStamps(a: Stamp, b: Stamp): number {
  return a.at - b.at || compareText(a.id, b.id);
}

function compareFields(a: object, b: object): number {
  return compareText(JSON.stringify(Object.entries(a).sort()), JSON.stringify(Object.entries(b).sort()));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
