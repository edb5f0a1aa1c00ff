import type { Finding, Severity } from '../../engine/finding';
import type { RuleInfo } from '../../engine/rules/list';
import { groupBy } from '../../shared/groupBy';
import type { Compared } from '../baseline';
import type { Counts, FolderCounts, OwnerCounts, RuleCounts } from './document';

/** What is told of one finding, or of several alike that are gone. */
export interface Tally {
  readonly rule: string;
  /** Absolute. */
  readonly file: string;
  /** Undefined for what is gone. */
  readonly severity: Severity | undefined;
  readonly state: 'new' | 'same' | 'gone';
  readonly count: number;
}

/** @param compared undefined without a baseline */
export function talliesOf(findings: readonly Finding[], compared: Compared | undefined): Tally[] {
  const fresh = new Set(compared?.fresh);
  return [
    ...findings.map((finding): Tally => ({ ...only(finding), severity: finding.severity, state: fresh.has(finding) ? 'new' : 'same', count: 1 })),
    ...(compared?.gone ?? []).map((gone): Tally => ({ ...only(gone), severity: undefined, state: 'gone', count: gone.count })),
  ];
}

const only = ({ rule, file }: Pick<Tally, 'rule' | 'file'>) => ({ rule, file });

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Adds tallies up in the ways a report shows them. */
export class Counting {
  constructor(
    private readonly tallies: readonly Tally[],
    private readonly isCompared: boolean,
  ) {}

  total(): Counts {
    return this.sum(this.tallies);
  }

  byRule(rules: readonly RuleInfo[]): RuleCounts[] {
    const infos = new Map(rules.map((rule) => [rule.id, rule]));
    const counted = [...groupBy(this.tallies, ({ rule }) => rule)].map(([id, own]): RuleCounts => {
      const found = severities.find((severity) => own.some((tally) => tally.severity === severity));
      return { id, title: infos.get(id)?.title ?? id, severity: found ?? infos.get(id)?.severity ?? 'hint', ...this.sum(own) };
    });
    return mostFirst(counted, ({ id }) => id);
  }

  /** @param nameOf a file's path relative to the top of what was looked at */
  byFolder(nameOf: (file: string) => string): FolderCounts[] {
    const groups = groupBy(this.tallies, ({ file }) => folderOf(nameOf(file)));
    return mostFirst([...groups].map(([folder, own]) => ({ folder, ...this.sum(own) })), ({ folder }) => folder);
  }

  /** @param ownersOf none for a file of nobody */
  byOwner(ownersOf: (file: string) => readonly string[]): OwnerCounts[] {
    const owned = this.tallies.flatMap((tally) => {
      const owners = new Set(ownersOf(tally.file));
      return (owners.size === 0 ? [null] : [...owners]).map((owner) => ({ owner, tally }));
    });
    const groups = groupBy(owned, ({ owner }) => owner);
    return mostFirst([...groups].map(([owner, own]) => ({ owner, ...this.sum(own.map(({ tally }) => tally)) })), ({ owner }) => owner ?? '');
  }

  private sum(tallies: readonly Tally[]): Counts {
    const of = (state: Tally['state']) => tallies.reduce((sum, tally) => (tally.state === state ? sum + tally.count : sum), 0);
    const [fresh, same, gone] = [of('new'), of('same'), of('gone')];
    return { now: fresh + same, ...(this.isCompared ? { new: fresh, gone, same } : { new: null, gone: null, same: null }) };
  }
}

/** Two levels tell the parts of most repositories: `packages/billing`, `src/api`. */
function folderOf(name: string): string {
  return name.split('/').slice(0, -1).slice(0, 2).join('/') || '.';
}

function mostFirst<T extends Counts>(counted: readonly T[], nameOf: (each: T) => string): T[] {
  return counted.toSorted((a, b) => b.now - a.now || (b.gone ?? 0) - (a.gone ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1));
}
