import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { corpusTable, markdownTable, type CorpusRun } from '../../src/docs/tables';
import type { RepositoryReport } from './repository';

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);

/** One row for each repository. */
export function reportTable(reports: readonly RepositoryReport[]): string {
  return corpusTable(reports.map(runOf));
}

/** A report as it is kept. */
export function runOf({ folder, name, files, lines, findings, fixedFiles, types, problems, ms, peakMemoryMb }: RepositoryReport): CorpusRun {
  const commitFile = path.join(folder, '.commit');
  const commit = existsSync(commitFile) ? readFileSync(commitFile, 'utf8').trim() : '';
  return { repository: name.replace('+', '/'), commit, files, lines, findings: sum(findings.values()), fixedFiles, types: types ?? null, regressions: problems.length, ms, peakMemoryMb };
}

/** Findings of each rule over all repositories, and how many repositories have one. */
export function rulesTable(reports: readonly RepositoryReport[]): string {
  const lines = sum(reports.map((each) => each.lines));
  const rules = [...new Set(reports.flatMap(({ findings }) => [...findings.keys()]))].sort();
  return markdownTable(
    ['rule', 'findings', 'per 10,000 lines', 'repositories'],
    ['left', 'right', 'right', 'right'],
    rules.map((rule) => {
      const found = sum(reports.map(({ findings }) => findings.get(rule) ?? 0));
      return [rule, `${found}`, perTenThousand(found, lines), `${reports.filter(({ findings }) => findings.has(rule)).length}`];
    }),
  );
}

const perTenThousand = (count: number, lines: number) => (lines === 0 ? '0' : ((count / lines) * 10_000).toFixed(2));
