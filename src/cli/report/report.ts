import { writeFileSync } from 'node:fs';
import type { Engine } from '../../engine/engine';
import { parentDir } from '../../engine/facts/project/project';
import { engineFile, kindOf } from '../../engine/scan/files';
import { repositoryOf } from '../../engine/scan/repository';
import { BaselineFile } from '../baseline';
import { rulesLookedAt } from '../known';
import { knownLessons } from '../knownLessons';
import { exit, UsageError, type Output } from '../output';
import { relativeTo } from '../paths';
import { plain } from '../pretty';
import { findingsOf, prepareScan, withoutDoubtful, type Named, type Prepared, type StartEngine } from '../prepare';
import { tellProblems } from '../team';
import { CodeOwners } from './codeowners';
import { Counting, talliesOf } from './count';
import type { ReportDocument } from './document';
import { lessonsLeft } from './lessonsLeft';
import { markdownReport } from './markdown';
import { trendPicture } from './svg';
import { trendOf } from './trend';

export interface ReportArguments extends Named {
  readonly format: 'markdown' | 'json' | 'svg';
  readonly includeTests: boolean;
  /** Count doubtful findings too. */
  readonly doubtful: boolean;
  /** Findings to compare with. */
  readonly baseline: string | undefined;
  /** A branch, tag, commit or date the trend begins at; none without it. */
  readonly since: string | undefined;
  /** How many commits of the trend are scanned at most. */
  readonly samples: number;
  /** Where to write instead of the standard output. */
  readonly outputFile: string | undefined;
}

export interface ReportSurroundings {
  /** `publisher.name` */
  readonly extension: string;
  /** The folder of tracks that ships with the command. */
  readonly lessonsRoot: string;
  readonly startEngine: StartEngine;
  readonly output: Output;
}

/**
 * Tells the lead of a team what is left, where, and what teaches it.
 * @returns exit code 0, however much was found; 2 when not every path could be read or not every rule run
 * @throws UsageError for a wrong path, rule, configuration or baseline, or a file that cannot be written
 */
export async function reportCommand(args: ReportArguments, surroundings: ReportSurroundings): Promise<number> {
  const { output, startEngine } = surroundings;
  const prepared = await prepareScan({ ...args, paths: args.paths.length === 0 ? ['.'] : args.paths }, output);
  let isIncomplete = prepared.isRuleBroken;
  const engine = startEngine(prepared.start, (trouble) => {
    isIncomplete = true;
    tellProblems([trouble], output);
  });
  try {
    const { report, isUnread } = await makeReport(args, prepared, engine, surroundings);
    write(shown(report, args.format), args.outputFile, output);
    return isIncomplete || isUnread ? exit.error : exit.clean;
  } finally {
    await engine.dispose();
  }
}

function shown(report: ReportDocument, format: ReportArguments['format']): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'markdown') return markdownReport(report);
  if (report.trend === null) throw new UsageError('--format svg draws a trend: say where it begins with --since');
  if (report.trend.length === 0) throw new UsageError('--since: no commit since then, nothing to draw');
  return trendPicture(report.trend);
}

async function makeReport(args: ReportArguments, { start, known, isRuleBroken }: Prepared, engine: Engine, { output, lessonsRoot, extension, startEngine }: ReportSurroundings): Promise<{ readonly report: ReportDocument; readonly isUnread: boolean }> {
  const { roots } = start;
  const tops = topsOf(roots);
  const [top] = tops.size === 1 && roots.every((root) => topOf(root) !== undefined) ? tops : [];
  if (args.since !== undefined && top === undefined) throw new UsageError('--since needs paths that lie in one Git repository');
  const { findings: all, summary } = await findingsOf(engine, { roots, includeTests: args.includeTests });
  for (const { file, reason } of summary.skipped) if (reason === 'unreadable') output.stderr(`cannot be read: ${plain(relativeTo(output.cwd, file))}\n`);
  const baseline = args.baseline === undefined ? undefined : engineFile(args.baseline, output.cwd);
  const compared = baseline === undefined ? undefined : new BaselineFile(baseline).compare(all, { roots, rules: rulesLookedAt(args.rules, start.rules, isRuleBroken) }, output.cwd);
  const findings = args.doubtful ? all : withoutDoubtful(all);
  const owners = [...tops].flatMap((each) => CodeOwners.read(each) ?? []);
  const trend = args.since === undefined || top === undefined ? null : await trendOf({ since: args.since, samples: args.samples, includeTests: args.includeTests, top }, { ...start, doubtful: args.doubtful }, startEngine, output);
  const counting = new Counting(talliesOf(findings, compared), compared !== undefined);
  const catalogue = await knownLessons(roots, lessonsRoot, output.cwd);
  const report: ReportDocument = {
    version: 1,
    generated: new Date().toISOString(),
    root: top === undefined ? null : top.slice(top.lastIndexOf('/') + 1),
    baseline: baseline === undefined ? null : relativeTo(output.cwd, baseline),
    files: summary.files,
    skipped: summary.skipped.length,
    total: counting.total(),
    rules: counting.byRule(known.all),
    folders: counting.byFolder((file) => relativeTo(top ?? output.cwd, file)),
    owners: owners.length === 0 ? null : counting.byOwner((file) => owners.find((each) => each.holds(file))?.ownersOf(file) ?? []),
    lessons: lessonsLeft(findings, catalogue, extension),
    trend,
  };
  return { report, isUnread: summary.skipped.some(({ file, reason }) => reason === 'unreadable' && roots.includes(file)) };
}

const topOf = (root: string) => repositoryOf(kindOf(root) === 'folder' ? root : (parentDir(root) ?? root));

const topsOf = (roots: readonly string[]) => new Set(roots.flatMap((root) => topOf(root) ?? []));

function write(text: string, name: string | undefined, { stdout, cwd }: Output): void {
  if (name === undefined) {
    stdout(text);
    return;
  }
  try {
    writeFileSync(engineFile(name, cwd), text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(code === 'ENOENT' ? `--output: no such folder: ${relativeTo(cwd, parentDir(engineFile(name, cwd)) ?? name)}` : `--output: cannot write ${name}: ${code}`);
  }
}
