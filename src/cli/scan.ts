import { statSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../engine/engine';
import type { Finding } from '../engine/finding';
import { rules } from '../engine/rules/registry';
import { safeFixes, unifiedDiff, writeFixed } from './fixFiles';
import { exit, UsageError, type Output, type ScanDocument } from './output';
import { relativeTo, withRelativePaths } from './paths';
import { prettyFindings } from './pretty';
import { sarifLog } from './sarif';

export interface ScanArguments {
  readonly paths: readonly string[];
  readonly format: 'pretty' | 'json' | 'sarif';
  /** Rule ids; empty for every rule that is on by default. */
  readonly rules: readonly string[];
  readonly fix: boolean;
  readonly fixDryRun: boolean;
  readonly includeTests: boolean;
}

interface Scanned {
  readonly findings: Finding[];
  readonly document: ScanDocument;
}

/** @returns the exit code. @throws UsageError for an unknown rule or a path that does not exist. */
export async function scanCommand(args: ScanArguments, engine: Engine, output: Output, version: string): Promise<number> {
  const roots = checkedRoots(args.paths, output.cwd);
  const ids = checkedRules(args.rules);
  let scanned = await scan(engine, roots, ids, args, output);
  if (args.fix || args.fixDryRun) {
    const fixed = await safeFixes(engine, scanned.findings, ids);
    if (args.fixDryRun) {
      for (const file of fixed) output.stdout(unifiedDiff(output.cwd, file));
      const remaining = scanned.findings.length;
      output.stderr(`${fixed.length} of the files would change; ${remaining} findings in all\n`);
      return remaining > 0 ? exit.findings : exit.clean;
    }
    let written = 0;
    for (const file of fixed) {
      if (await writeFixed(file)) written += 1;
      else output.stderr(`not fixed: ${relativeTo(output.cwd, file.file)} changed while it was scanned, or is not UTF-8\n`);
    }
    if (written > 0) scanned = await scan(engine, roots, ids, args, output);
  }
  print(args.format, scanned.document, output, version);
  return scanned.findings.length > 0 ? exit.findings : exit.clean;
}

async function scan(
  engine: Engine,
  roots: readonly string[],
  ids: readonly string[] | undefined,
  args: ScanArguments,
  output: Output,
): Promise<Scanned> {
  const byFile: Finding[] = [];
  const summary = await engine.scan(
    { roots, includeTests: args.includeTests, ...(ids === undefined ? {} : { rules: ids }) },
    { onFile: (_file, found) => void byFile.push(...found) },
  );
  const findings = byFile.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const document: ScanDocument = {
    findings: findings.map((finding) => withRelativePaths(output.cwd, finding)),
    files: summary.files,
    skipped: summary.skipped.map(({ file, reason }) => ({ file: relativeTo(output.cwd, file), reason })).sort((a, b) => (a.file < b.file ? -1 : 1)),
    ms: summary.ms,
  };
  return { findings, document };
}

function print(format: ScanArguments['format'], document: ScanDocument, output: Output, version: string): void {
  if (format === 'json') output.stdout(`${JSON.stringify(document)}\n`);
  else if (format === 'sarif') output.stdout(`${JSON.stringify(sarifLog(document.findings, rules, version), undefined, 2)}\n`);
  else output.stdout(prettyFindings(document, output.color));
}

function checkedRoots(paths: readonly string[], cwd: string): string[] {
  if (paths.length === 0) throw new UsageError('scan needs a path: altitude scan PATH…');
  return paths.map((each) => {
    const absolute = path.resolve(cwd, each);
    if (statSync(absolute, { throwIfNoEntry: false }) === undefined) throw new UsageError(`no such file or folder: ${each}`);
    return absolute;
  });
}

function checkedRules(ids: readonly string[]): readonly string[] | undefined {
  const known = new Set(rules.map((rule) => rule.id));
  for (const id of ids) if (!known.has(id)) throw new UsageError(`unknown rule: ${id}; \`altitude rules\` lists them`);
  return ids.length === 0 ? undefined : ids;
}
