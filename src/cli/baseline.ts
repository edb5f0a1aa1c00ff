import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Finding } from '../engine/finding';
import { engineFile, readText } from '../engine/scan/files';
import { groupBy } from '../shared/groupBy';
import { fingerprint } from './fingerprint';
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
  /** Findings of the baseline that were not found; their files need not have been looked at. */
  readonly gone: readonly GoneFindings[];
}

/** Findings with absolute paths, known by where they stand relative to the baseline's own folder. */
export class BaselineFile {
  private readonly dir: string;

  /** @param file absolute */
  constructor(private readonly file: string) {
    this.dir = path.dirname(file);
  }

  /** Overwrites the file with these findings. */
  write(findings: readonly Finding[]): void {
    const counted: Record<string, Record<string, Record<string, number>>> = {};
    for (const [name, own] of sorted(groupBy(findings, (each) => this.nameOf(each)))) {
      counted[name] = Object.fromEntries(
        sorted(groupBy(own, ({ rule }) => rule)).map(([rule, same]) => [rule, Object.fromEntries(sorted(groupBy(same, fingerprinter())).map(([print, all]) => [print, all.length]))]),
      );
    }
    writeFileSync(this.file, `${JSON.stringify({ version: 1, findings: counted } satisfies Baseline, undefined, 2)}\n`);
  }

  /**
   * Tells new findings from known ones. Of several alike, the first ones count as known.
   * @throws UsageError when the file is missing or is no baseline
   */
  compare(findings: readonly Finding[], cwd: string): Compared {
    const { findings: baseline } = this.read(cwd);
    const print = fingerprinter();
    const left = new Map<string, GoneFindings>();
    for (const [name, byRule] of Object.entries(baseline)) {
      const file = engineFile(name, this.dir);
      for (const [rule, prints] of Object.entries(byRule)) for (const [each, count] of Object.entries(prints)) left.set(`${name}\n${rule}\n${each}`, { file, rule, count });
    }
    const fresh = findings.filter((finding) => {
      const key = `${this.nameOf(finding)}\n${finding.rule}\n${print(finding)}`;
      const same = left.get(key);
      if (same === undefined || same.count === 0) return true;
      left.set(key, { ...same, count: same.count - 1 });
      return false;
    });
    return { fresh, known: findings.length - fresh.length, gone: [...left.values()].filter(({ count }) => count > 0) };
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

const sorted = <T>(groups: ReadonlyMap<string, T>) => [...groups].sort(([a], [b]) => (a < b ? -1 : 1));

/** Reads each file once. */
export function fingerprinter(): (finding: Finding) => string {
  const lines = new Map<string, readonly string[]>();
  return (finding) => {
    let own = lines.get(finding.file);
    if (own === undefined) {
      own = (readText(finding.file) ?? '').split(/\r\n|\n|\r/);
      lines.set(finding.file, own);
    }
    return fingerprint(finding, own);
  };
}
