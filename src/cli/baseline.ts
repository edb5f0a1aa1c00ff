import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Finding } from '../engine/finding';
import { engineFile } from '../engine/scan/files';
import { groupBy } from '../shared/groupBy';
import { isLookedAt, keyOf, match, withPrints, type Entry, type GoneFindings, type Looked } from './known';
import { UsageError } from './output';
import { relativeTo } from './paths';

/** How often each fingerprint was found, by file and rule. Sorted, so that a change reads well in a review. */
const schema = v.strictObject({
  version: v.literal(1),
  findings: v.record(v.string(), v.record(v.string(), v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1))))),
});

type Baseline = v.InferOutput<typeof schema>;

export interface Compared {
  /** Findings the baseline does not hold. */
  readonly fresh: readonly Finding[];
  readonly known: number;
  /** How many of those were known in a file that was renamed or moved since. */
  readonly moved: number;
  /** Findings of the baseline that the scan would have found, and did not. */
  readonly gone: readonly GoneFindings[];
}

/** Findings with absolute paths, known by where they stand relative to the baseline's own folder. */
export class BaselineFile {
  private readonly dir: string;

  /** @param file absolute */
  constructor(private readonly file: string) {
    this.dir = path.dirname(file);
  }

  /**
   * Writes what a scan found. What an earlier one found where this one did not look stays, unless its file has moved to
   * where it did; a file that is no baseline is overwritten.
   * @returns how many findings stay
   */
  write(findings: readonly Finding[], looked: Looked): number {
    const printed = withPrints(findings);
    const { ledger } = match(this.former(), printed, looked);
    const kept = ledger.left().filter(({ file, rule }) => !isLookedAt(looked, file, rule));
    const found = [...groupBy(printed, keyOf).values()].flatMap((same) => same.slice(0, 1).map((each) => ({ ...each, count: same.length })));
    const named = [...kept, ...found].map(({ file, ...entry }) => ({ ...entry, file: relativeTo(this.dir, file) }));
    const counted: Record<string, Record<string, Record<string, number>>> = {};
    for (const { file, rule, print, count } of named.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) ((counted[file] ??= {})[rule] ??= {})[print] = count;
    writeFileSync(this.file, `${JSON.stringify({ version: 1, findings: counted } satisfies Baseline, undefined, 2)}\n`);
    return kept.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Tells new findings from known ones. Of several alike, the first ones count as known.
   * @throws UsageError when the file is missing or is no baseline
   */
  compare(findings: readonly Finding[], looked: Looked, cwd: string): Compared {
    const { ledger, fresh, moved } = match(this.entries(cwd), withPrints(findings), looked);
    const gone = ledger.left().filter(({ file, rule }) => isLookedAt(looked, file, rule));
    return { fresh: fresh.map(({ finding }) => finding), known: findings.length - fresh.length, moved, gone };
  }

  private former(): Entry[] {
    try {
      return this.entries(this.dir);
    } catch (error) {
      if (error instanceof UsageError) return [];
      throw error;
    }
  }

  private entries(cwd: string): Entry[] {
    return Object.entries(this.read(cwd).findings).flatMap(([name, byRule]) => {
      const file = engineFile(name, this.dir);
      return Object.entries(byRule).flatMap(([rule, prints]) => Object.entries(prints).map(([print, count]) => ({ file, rule, print, count })));
    });
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
