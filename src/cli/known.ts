import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../engine/finding';
import { systemFile } from '../engine/scan/files';
import { isUnder } from '../engine/scan/paths';
import { groupBy } from '../shared/groupBy';
import { fingerprinter } from './fingerprint';
import { movesBetween, type FileFindings } from './moves';

/** Findings alike, of one file and rule. */
export interface GoneFindings {
  /** Absolute. */
  readonly file: string;
  readonly rule: string;
  readonly count: number;
}

/** What a baseline says of findings of one file, rule and fingerprint. */
export interface Entry extends GoneFindings {
  readonly print: string;
}

/** What a scan looked at: it can say nothing of other files and other rules. */
export interface Looked {
  /** Absolute, forward slashes. */
  readonly roots: readonly string[];
  /** The ids that were asked for; none where every rule was. */
  readonly rules: readonly string[];
}

/** Of which rules a scan can tell that a finding is gone: every one that was asked for, unless one could not be read. */
export const rulesLookedAt = (asked: readonly string[], ran: readonly string[] | undefined, isRuleBroken: boolean): Looked['rules'] => (isRuleBroken ? (ran ?? asked) : asked);

const isAskedFor = ({ rules }: Looked, rule: string) => rules.length === 0 || rules.includes(rule);

export const isLookedAt = (looked: Looked, file: string, rule: string): boolean => isAskedFor(looked, rule) && looked.roots.some((root) => file === root || isUnder(root, file));

type Place = Pick<Entry, 'file' | 'rule' | 'print'>;

interface Printed extends Place {
  readonly finding: Finding;
}

/** A file's name may hold anything but a NUL. */
export const keyOf = ({ file, rule, print }: Place): string => `${file}\0${kindOf({ rule, print })}`;

const kindOf = ({ rule, print }: Pick<Place, 'rule' | 'print'>) => `${rule}\0${print}`;

export function withPrints(findings: readonly Finding[]): Printed[] {
  const print = fingerprinter();
  return findings.map((finding) => ({ finding, file: finding.file, rule: finding.rule, print: print(finding) }));
}

/** How many of each finding are still to be matched. */
class Ledger {
  private readonly entries: Map<string, Entry>;

  constructor(entries: readonly Entry[]) {
    this.entries = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /** @returns whether there was one */
  take(place: Place): boolean {
    const key = keyOf(place);
    const entry = this.entries.get(key);
    if (entry === undefined || entry.count === 0) return false;
    this.entries.set(key, { ...entry, count: entry.count - 1 });
    return true;
  }

  left(): Entry[] {
    return [...this.entries.values()].filter(({ count }) => count > 0);
  }
}

interface Matched {
  readonly ledger: Ledger;
  readonly fresh: readonly Printed[];
  readonly moved: number;
}

/** Matches what was found with what was known: in its own file, else in one that was renamed or moved since. */
export function match(entries: readonly Entry[], found: readonly Printed[], looked: Looked): Matched {
  const ledger = new Ledger(entries);
  const unknown = found.filter((each) => !ledger.take(each));
  const names = new Set(entries.map(({ file }) => file));
  const isGone = absence();
  const inNewFiles = unknown.filter(({ file }) => !names.has(file));
  const goneFrom = inNewFiles.length === 0 ? [] : ledger.left().filter(({ file, rule }) => isAskedFor(looked, rule) && isGone(file));
  const moves = new Map<string, string[]>();
  for (const { from, to, kind } of movesBetween(countedByFile(goneFrom), countedByFile(inNewFiles.map((each) => ({ ...each, count: 1 }))))) {
    const key = `${to}\0${kind}`;
    moves.set(key, [...(moves.get(key) ?? []), from]);
  }
  const fresh = unknown.filter((each) => {
    const file = moves.get(keyOf(each))?.shift();
    return file === undefined || !ledger.take({ ...each, file });
  });
  return { ledger, fresh, moved: unknown.length - fresh.length };
}

function countedByFile(entries: readonly Entry[]): FileFindings[] {
  return [...groupBy(entries, ({ file }) => file)].map(([file, own]) => {
    const kinds = new Map<string, number>();
    for (const { count, ...entry } of own) kinds.set(kindOf(entry), (kinds.get(kindOf(entry)) ?? 0) + count);
    return { file, kinds };
  });
}

/**
 * Tells which files are no longer there, by what their folders list: where case does not count, the system finds a file
 * under its former name too.
 */
function absence(): (file: string) => boolean {
  const folders = new Map<string, ReadonlySet<string> | undefined>();
  return (file) => {
    const { dir, base } = path.posix.parse(file);
    if (!folders.has(dir)) folders.set(dir, namesIn(dir));
    return folders.get(dir)?.has(base) === false;
  };
}

/** @returns undefined for a folder that is there and cannot be read */
function namesIn(dir: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(systemFile(dir)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? new Set() : undefined;
  }
}
