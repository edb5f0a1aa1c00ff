import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable } from '../../src/docs/tables';
import type { Finding } from '../../src/engine/finding';
import { scan } from './command';

/** How one finding on a public repository was judged by reading the code around it. */
export interface Verdict {
  /** "owner/name" */
  readonly repository: string;
  readonly commit: string;
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** True: its owner would mend it. Noise: right, and not worth showing. False: wrong. */
  readonly verdict: 'true' | 'false' | 'noise';
  readonly reason: string;
  /** Whether the rule, as it is now, still reports the place; a false finding that was mended is not. */
  readonly reported?: boolean;
  /** It is reported as a hint: a dot under the code, nowhere else. */
  readonly hint?: true;
}

export const verdictsFolder = 'test/corpus/verdicts';

/** Every verdict, by rule. */
export function readVerdicts(): ReadonlyMap<string, readonly Verdict[]> {
  return new Map(
    readdirSync(verdictsFolder)
      .sort()
      .map((name) => [path.basename(name, '.json'), JSON.parse(readFileSync(path.join(verdictsFolder, name), 'utf8')) as readonly Verdict[]]),
  );
}

/**
 * Scans the repositories that were judged and says which of the judged places are still reported.
 * @param folders each named `owner+name`, checked out at the commit of its verdicts
 * @returns 1 when something true is lost or something false is reported
 */
export async function compareVerdicts(folders: readonly string[], update: boolean): Promise<number> {
  const scanned = new Map<string, readonly Finding[]>();
  for (const folder of folders) {
    const repository = path.basename(folder).replace('+', '/');
    // A rule that is off by default was judged all the same.
    const rules = [...readVerdicts()].filter(([, verdicts]) => verdicts.some((each) => each.repository === repository)).flatMap(([rule]) => ['--rule', rule]);
    if (rules.length > 0 && existsSync(folder)) scanned.set(repository, (await scan(folder, rules)).document.findings);
  }
  const rows: string[][] = [];
  let wrong = 0;
  for (const [rule, verdicts] of readVerdicts()) {
    const judged = verdicts.map((verdict): Verdict => {
      const findings = scanned.get(verdict.repository);
      if (findings === undefined) return verdict;
      const found = findings.find((each) => each.rule === rule && each.file === verdict.file && each.range.start.line + 1 === verdict.line);
      const reported = found !== undefined;
      // Noise that a rule has learnt to leave alone is no loss.
      if (verdict.verdict !== 'noise' && reported === (verdict.verdict === 'false')) {
        wrong++;
        console.log(`${rule}: ${verdict.repository}/${verdict.file}:${verdict.line} is ${verdict.verdict} and ${reported ? 'reported' : 'not reported'}`);
      }
      const { repository, commit, file, line, verdict: kind, reason } = verdict;
      return { repository, commit, file, line, verdict: kind, reason, reported, ...(found?.doubtful === true ? { hint: true as const } : {}) };
    });
    const count = (kind: Verdict['verdict']) => `${judged.filter((each) => each.verdict === kind && each.reported !== false).length}`;
    rows.push([rule, count('true'), count('noise'), count('false'), `${judged.filter((each) => each.reported === false).length}`]);
    if (update) writeFileSync(path.join(verdictsFolder, `${rule}.json`), `${JSON.stringify(judged, undefined, 2)}\n`);
  }
  console.log(markdownTable(['rule', 'true', 'noise', 'false', 'no longer reported'], ['left', 'right', 'right', 'right', 'right'], rows));
  return wrong > 0 ? 1 : 0;
}
