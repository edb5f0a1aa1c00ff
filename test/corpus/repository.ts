import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import type { Finding } from '../../src/engine/finding';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { languageOf } from '../../src/engine/syntax/languages';
import { grammarAssets } from '../support/assets';
import { temporaryFolder } from '../support/temporary.mts';

import { run, scan } from './command';
import { typeErrors, type TypeErrors } from './typeErrors';

export interface RepositoryReport {
  readonly folder: string;
  readonly name: string;
  readonly files: number;
  readonly lines: number;
  readonly ms: number;
  readonly peakMemoryMb: number;
  /** Findings by rule. */
  readonly findings: ReadonlyMap<string, number>;
  /** Files the safe fixes changed. */
  readonly fixedFiles: number;
  /** Undefined where the repository could not be type-checked. */
  readonly types: { readonly before: number; readonly after: number } | undefined;
  /** What a fix broke, one sentence each. */
  readonly problems: readonly string[];
}

/** Scans a repository, applies every safe fix to a copy, and compares what parses, compiles and is found. The repository itself is not touched. */
export async function checkRepository(folder: string, withTypes: boolean): Promise<RepositoryReport> {
  const { folder: scratch, remove } = temporaryFolder('corpus');
  const copy = path.join(scratch, path.basename(folder));
  try {
    // Links keep their targets: node_modules of a workspace is full of them.
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, filter: (file) => path.basename(file) !== '.git' });
    const { document, peakMemoryMb } = await scan(copy);
    const before = withTypes ? await typeErrors(copy) : undefined;
    const fixable = new Set(document.findings.filter(hasSafeFix).map(({ file }) => file));
    const parsedBefore = await unparsable(copy, fixable);
    const problems: string[] = [];
    if (fixable.size > 0) {
      const { code, stderr } = await run(process.execPath, [path.resolve('dist/cli.js'), 'scan', '.', '--fix', '--format', 'json'], copy);
      if (code === 2) problems.push(`--fix failed: ${stderr.trim().split('\n')[0] ?? ''}`);
      for (const file of await unparsable(copy, fixable)) if (!parsedBefore.has(file)) problems.push(`${file} no longer parses`);
      const again = (await scan(copy)).document.findings.filter(hasSafeFix);
      for (const { file, rule, range } of again) problems.push(`${file}:${range.start.line + 1}: ${rule} is found again after its safe fix`);
    }
    const after = before === undefined || fixable.size === 0 ? before : await typeErrors(copy);
    if (before !== undefined && after !== undefined) problems.push(...worse(before, after));
    const counts = new Map<string, number>();
    for (const { rule } of document.findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return {
      folder,
      name: path.basename(folder),
      files: document.files,
      lines: await lineCount(copy),
      ms: document.ms,
      peakMemoryMb,
      findings: counts,
      fixedFiles: fixable.size,
      types: before === undefined || after === undefined ? undefined : { before: before.size, after: after.size },
      problems,
    };
  } finally {
    remove();
  }
}

const hasSafeFix = ({ fixes }: Finding): boolean => fixes[0]?.safety === 'safe';

const worse = (before: TypeErrors, after: TypeErrors): string[] => [...after].filter((error) => !before.has(error)).map((error) => `new type error: ${error}`);

/** Which of the files do not parse. */
async function unparsable(folder: string, files: ReadonlySet<string>): Promise<Set<string>> {
  const analyzer = new Analyzer({ rules: [], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const broken = new Set<string>();
  for (const file of files) {
    const language = languageOf(file);
    const text = readFileSync(path.join(folder, file), 'utf8');
    if (language !== undefined && !(await analyzer.parses({ file, text, language }))) broken.add(file);
  }
  return broken;
}

/** Lines of the files a scan looks at; the command does not count them. */
async function lineCount(folder: string): Promise<number> {
  const { listFiles } = await import('../../src/engine/scan/walk');
  return listFiles([folder], { includeTests: false }).files.reduce((sum, file) => sum + readFileSync(file).reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 0), 0);
}
