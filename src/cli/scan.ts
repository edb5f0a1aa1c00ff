import type { Engine, ScanRequest } from '../engine/engine';
import type { Finding } from '../engine/finding';
import type { RuleInfo } from '../engine/rules/list';
import { engineFile } from '../engine/scan/files';
import { isUnder } from '../engine/scan/paths';
import { listWithin } from '../engine/scan/walk';
import { BaselineFile } from './baseline';
import { changedSince } from './changedFiles';
import { numberedFingerprints } from './fingerprint';
import { safeFixes, unifiedDiff, writeFixed, type Fixes, type Unfixed } from './fixFiles';
import { rulesLookedAt, type Looked } from './known';
import { exit, UsageError, type Output, type ScanDocument } from './output';
import { relativeTo, withRelativePaths } from './paths';
import { plural } from './plural';
import { byFile, findingsOf, prepareScan, withoutDoubtful, type Named, type StartEngine } from './prepare';
import { prettyFindings } from './pretty';
import { sarifLog } from './sarif';
import { takesShard, type Shard } from './shard';
import { tellProblems } from './team';

export interface ScanArguments extends Named {
  readonly format: 'pretty' | 'json' | 'sarif';
  readonly fix: boolean;
  readonly fixDryRun: boolean;
  readonly includeTests: boolean;
  /** Print, and fix, doubtful findings too. */
  readonly doubtful: boolean;
  /** Of the paths, leave out what a scan of the working directory would: a hook names files one by one. */
  readonly forceExclude: boolean;
  /** Findings this file holds are known and left out. */
  readonly baseline: string | undefined;
  /** Write the baseline instead of comparing with it. */
  readonly updateBaseline: boolean;
  /** Only files that changed since the branch left this commit. */
  readonly changedSince: string | undefined;
  readonly shard: Shard | undefined;
}

interface Scanned {
  /** With absolute paths. */
  readonly findings: readonly Finding[];
  /** The fingerprints of these and of those that a baseline leaves out. */
  readonly prints: () => ReadonlyMap<Finding, string>;
  /** How many doubtful findings are not among them. */
  readonly leftOut: number;
  /** What else the scan tells. */
  readonly summary: Omit<ScanDocument, 'findings'>;
  /** Some path that was named could not be read, or some rule of a team did not run. */
  readonly isIncomplete: boolean;
  /** What is told of the rules that ran. */
  readonly rules: readonly RuleInfo[];
}

/** @returns the exit code. @throws UsageError for an unknown rule or a path that does not exist. */
export async function scanCommand(args: ScanArguments, startEngine: StartEngine, output: Output, version: string): Promise<number> {
  if (args.paths.length === 0) throw new UsageError('scan needs a path: altitude scan PATH…');
  const { start: named, known, isRuleBroken } = await prepareScan(args, output);
  const roots = args.forceExclude ? withoutExcluded(named.roots, engineFile(output.cwd), args) : named.roots;
  const start = { ...named, roots };
  let isRuleMissing = isRuleBroken;
  const isFix = args.fix || args.fixDryRun;
  const engine = startEngine({ ...start, doubtful: args.doubtful || !isFix }, (trouble) => {
    isRuleMissing = true;
    tellProblems([trouble], output);
  });
  const takes = choice(args, roots);
  try {
    const scan = async (): Promise<Scanned> => {
      const scanned = await scanRoots(engine, { roots, includeTests: args.includeTests, ...(takes === undefined ? {} : { takes }) }, output);
      return { ...scanned, leftOut: 0, isIncomplete: scanned.isIncomplete || isRuleMissing, rules: known.all };
    };
    const scanned = await scan();
    if (args.baseline !== undefined) return withBaseline(scanned, args, args.baseline, { roots, rules: rulesLookedAt(args.rules, start.rules, isRuleBroken) }, output, version, takes === undefined);
    if (!isFix) return report(asked(scanned, args), args.format, output, version);
    const fixes = await safeFixes(engine, scanned.findings);
    if (args.fixDryRun) return dryRun(scanned, fixes, output);
    const refused = (await Promise.all(fixes.fixed.map(writeFixed))).filter((each) => each !== undefined);
    const failed = tellUnfixed([...fixes.unfixed, ...refused], output);
    const code = report(refused.length < fixes.fixed.length ? await scan() : scanned, args.format, output, version);
    return failed ? exit.error : code;
  } finally {
    await engine.dispose();
  }
}

/** What lies below the working directory is judged by its path from there; what lies elsewhere stays. */
function withoutExcluded(roots: readonly string[], cwd: string, { includeTests }: ScanArguments): readonly string[] {
  const [below, others] = [roots.filter((root) => isUnder(cwd, root)), roots.filter((root) => !isUnder(cwd, root))];
  return [...others, ...listWithin([cwd], below, { includeTests }).files];
}

/** Which files are looked at; undefined for all. */
function choice({ changedSince: ref, shard }: ScanArguments, roots: readonly string[]): ((file: string) => boolean) | undefined {
  if (ref === undefined && shard === undefined) return undefined;
  const changed = ref === undefined ? undefined : changedSince(ref, roots);
  const inShard = shard === undefined ? () => true : takesShard(shard, roots);
  return (file) => changed?.has(file) !== false && inShard(file);
}

/** Only new findings are reported, and only they fail. */
function withBaseline(scanned: Scanned, args: ScanArguments, name: string, looked: Looked, output: Output, version: string, isComplete: boolean): number {
  const file = new BaselineFile(engineFile(name, output.cwd));
  if (args.updateBaseline) {
    if (!isComplete) throw new UsageError('--update-baseline needs every file: leave out --changed-since and --shard');
    if (scanned.isIncomplete) throw new UsageError('not every path could be read, or not every rule run: the baseline was not written');
    const others = file.write(scanned.findings, looked);
    output.stderr(`${plural(scanned.findings.length, 'finding')} written to ${name}${others > 0 ? `; ${others} of other files or rules kept` : ''}\n`);
    return exit.clean;
  }
  const { fresh, known, moved, gone } = file.compare(scanned.findings, looked, output.cwd);
  const mended = isComplete ? gone.reduce((sum, { count }) => sum + count, 0) : 0;
  output.stderr(`${plural(known, 'finding')} known from ${name}${moved > 0 ? `, ${moved} of them in renamed files` : ''}${mended > 0 ? `; gone since: ${mended} (--update-baseline drops them)` : ''}\n`);
  return report(asked({ ...scanned, findings: fresh }, args), args.format, output, version);
}

/** What is printed, and decides the exit code. */
function asked(scanned: Scanned, { doubtful }: ScanArguments): Scanned {
  if (doubtful) return scanned;
  const findings = withoutDoubtful(scanned.findings);
  return { ...scanned, findings, leftOut: scanned.findings.length - findings.length };
}

function dryRun({ findings, isIncomplete }: Scanned, { fixed, unfixed }: Fixes, output: Output): number {
  for (const file of fixed) output.stdout(unifiedDiff(output.cwd, file));
  const failed = tellUnfixed(unfixed, output);
  output.stderr(`${plural(fixed.length, 'file')} would change; ${plural(findings.length, 'finding')} in all\n`);
  if (failed || isIncomplete) return exit.error;
  return findings.length > 0 ? exit.findings : exit.clean;
}

function tellUnfixed(unfixed: readonly Unfixed[], output: Output): boolean {
  for (const { file, why } of unfixed) output.stderr(`not fixed: ${relativeTo(output.cwd, file)}: ${why}\n`);
  return unfixed.length > 0;
}

async function scanRoots(engine: Engine, request: ScanRequest, { cwd }: Output): Promise<Omit<Scanned, 'rules' | 'leftOut'>> {
  const { findings, summary } = await findingsOf(engine, request);
  const { files, skipped, ms } = summary;
  return {
    findings,
    prints: () => numberedFingerprints(findings),
    summary: { files, skipped: skipped.map(({ file, reason }) => ({ file: relativeTo(cwd, file), reason })).sort(byFile), ms },
    isIncomplete: skipped.some(({ file, reason }) => reason === 'unreadable' && request.roots.includes(file)),
  };
}

function report({ findings, leftOut, prints, summary, isIncomplete, rules }: Scanned, format: ScanArguments['format'], output: Output, version: string): number {
  const relative = (finding: Finding) => withRelativePaths(output.cwd, finding);
  const document = (): ScanDocument => ({ findings: findings.map(relative), ...summary });
  if (format === 'json') {
    writeJson(findings, relative, summary, output);
  } else if (format === 'sarif') {
    const own = prints();
    const log = sarifLog(document(), findings.map((finding) => own.get(finding) ?? ''), rules, version);
    output.stdout(`${JSON.stringify(log, undefined, 2)}\n`);
  } else {
    output.stdout(prettyFindings(document(), leftOut, output.color));
  }
  if (isIncomplete) return exit.error;
  return findings.length > 0 ? exit.findings : exit.clean;
}

/** Findings written at a time. */
const portion = 100;

/** The document as JSON, in portions: tens of thousands of findings are not held a second time, and as text a third. */
function writeJson(findings: readonly Finding[], relative: (finding: Finding) => Finding, summary: Scanned['summary'], { stdout }: Output): void {
  stdout('{"findings":[');
  for (let at = 0; at < findings.length; at += portion) {
    const texts = findings.slice(at, at + portion).map((finding) => JSON.stringify(relative(finding)));
    stdout((at === 0 ? '' : ',') + texts.join(','));
  }
  stdout(`],${JSON.stringify(summary).slice(1)}\n`);
}
