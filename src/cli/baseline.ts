import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Finding } from '../engine/finding';
import { engineFile } from '../engine/scan/files';
import { isUnder } from '../engine/scan/paths';
import { groupBy } from '../shared/groupBy';
import { fingerprinter } from './fingerprint';
import { UsageError } from './output';
import { relativeTo } from './paths';

/** How often each fingerprint was found, by file and rule. Sorted, so that a change reads well in a review. */
const schema = v.strictObject({
  version: v.literal(1),
  findings: v.record(v.string(), v.record(v.string(), v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1))))),
});

type Baseline = v.InferOutput<typeof schema>;

/** Findings alike, of one file and rule. */
export interface GoneFindings {
  /** Absolute. */
  readonly file: string;
  readonly rule: string;
  readonly count: number;
}

export interface Compared {
  /** Findings the baseline does not hold. */
  readonly fresh: readonly Finding[];
  readonly known: number;
  /** Findings of the baseline that the scan would have found, and did not. */
  readonly gone: readonly GoneFindings[];
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

const isLookedAt = ({ roots, rules }: Looked, file: string, rule: string) =>
  (rules.length === 0 || rules.includes(rule)) && roots.some((root) => file === root || isUnder(root, file));

/** Findings with absolute paths, known by where they stand relative to the baseline's own folder. */
export class BaselineFile {
  private readonly dir: string;

  /** @param file absolute */
  constructor(private readonly file: string) {
    this.dir = path.dirname(file);
  }

  /**
   * Writes what a scan found. What an earlier one found where this one did not look stays; a file that is no baseline
   * is overwritten.
   * @returns how many findings stay
   */
  write(findings: readonly Finding[], looked: Looked): number {
    const print = fingerprinter();
    const kept = this.former().filter(({ file, rule }) => !isLookedAt(looked, file, rule));
    const found = [...groupBy(findings, (each) => `${this.nameOf(each)}\n${each.rule}\n${print(each)}`)].map(([key, same]) => ({ key, count: same.length }));
    const counted: Record<string, Record<string, Record<string, number>>> = {};
    for (const { key, count } of [...kept, ...found].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      const [name = '', rule = '', each = ''] = key.split('\n');
      ((counted[name] ??= {})[rule] ??= {})[each] = count;
    }
    writeFileSync(this.file, `${JSON.stringify({ version: 1, findings: counted } satisfies Baseline, undefined, 2)}\n`);
    return kept.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Tells new findings from known ones. Of several alike, the first ones count as known.
   * @throws UsageError when the file is missing or is no baseline
   */
  compare(findings: readonly Finding[], looked: Looked, cwd: string): Compared {
    const print = fingerprinter();
    const left = new Map(this.entries(cwd).map(({ key, ...entry }) => [key, entry]));
    const fresh = findings.filter((finding) => {
      const key = `${this.nameOf(finding)}\n${finding.rule}\n${print(finding)}`;
      const same = left.get(key);
      if (same === undefined || same.count === 0) return true;
      left.set(key, { ...same, count: same.count - 1 });
      return false;
    });
    const gone = [...left.values()].filter(({ file, rule, count }) => count > 0 && isLookedAt(looked, file, rule));
    return { fresh, known: findings.length - fresh.length, gone };
  }

  private former(): ReturnType<BaselineFile['entries']> {
    try {
      return this.entries(this.dir);
    } catch (error) {
      if (error instanceof UsageError) return [];
      throw error;
    }
  }

  /** What the file holds; the key is made of its own name for the file, the rule and the fingerprint. */
  private entries(cwd: string): (GoneFindings & { readonly key: string })[] {
    return Object.entries(this.read(cwd).findings).flatMap(([name, byRule]) => {
      const file = engineFile(name, this.dir);
      return Object.entries(byRule).flatMap(([rule, prints]) => Object.entries(prints).map(([print, count]) => ({ key: `${name}\n${rule}\n${print}`, file, rule, count })));
    });
  }

  private nameOf({ file }: Finding): string {
    return relativeTo(this.dir, file);
  }

  private read(cwd: string): Baseline {
    const shown = relativeTo(cwd, this.file);
    let data: unknown;
    try {
      data = JSON.parse(readFileSync(this.file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UsageError(`no such baseline: ${shown}; write it with --update-baseline`);
      throw new UsageError(`${shown}: not a baseline (${error instanceof Error ? error.message : String(error)}); write it anew with --update-baseline`);
    }
    const result = v.safeParse(schema, data);
    if (!result.success) throw new UsageError(`${shown}: not a baseline of this version; write it anew with --update-baseline`);
    return result.output;
  }
}
