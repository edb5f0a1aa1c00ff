import { statSync } from 'node:fs';
import type { Engine, ScanRequest, ScanSummary } from '../engine/engine';
import type { Finding } from '../engine/finding';
import type { RuleInfo } from '../engine/rules/list';
import { engineFile } from '../engine/scan/files';
import type { ScanHooks } from '../engine/scan/scanRun';
import { defaultConfig, type WorkerConfig } from '../engine/scan/workerApi';
import { languageOf } from '../engine/syntax/languages';
import type { RuleTrouble } from '../engine/team/model';
import { configsFor } from './config';
import { UsageError, type Output } from './output';
import { knownRules, tellProblems, type KnownRules } from './team';

/** Makes an engine that knows what is scanned, and for which rules: its fixes need both. */
export type StartEngine = (
  config: Pick<WorkerConfig, 'roots'> & Partial<Pick<WorkerConfig, 'rules' | 'configs' | 'decided' | 'team' | 'doubtful'>>,
  onTrouble?: (trouble: RuleTrouble) => void,
) => Engine;

/** What to scan, as the command line names it. */
export interface Named {
  readonly paths: readonly string[];
  /** Rule ids; empty for every rule that is on by default. */
  readonly rules: readonly string[];
  /** A configuration file other than the one that lies above the paths. */
  readonly config: string | undefined;
}

/** What to scan, checked. */
export interface Prepared {
  /** For `StartEngine`. */
  readonly start: Parameters<StartEngine>[0];
  /** What is told of the rules there are. */
  readonly known: KnownRules;
  /** Some rule of a team is broken and was told of. */
  readonly isRuleBroken: boolean;
}

/** @throws UsageError for an unknown rule, a path that does not exist or a wrong configuration */
export async function prepareScan({ paths, rules, config }: Named, output: Output): Promise<Prepared> {
  const roots = checkedRoots(paths, output);
  const known = await knownRules(roots);
  const ids = checkedRules(rules, known.all);
  const configs = configsFor(roots, known.named, config, output.cwd);
  const asksTeams = ids === undefined || ids.some((id) => known.team.some((rule) => rule.id === id));
  if (asksTeams) tellProblems(known.problems, output);
  return { start: { roots, configs, team: known.team, ...chosenRules(ids, known) }, known, isRuleBroken: asksTeams && known.problems.length > 0 };
}

/** A rule that is asked for by name runs wherever it is asked to, whatever a configuration says. */
function chosenRules(ids: readonly string[] | undefined, { team, all }: KnownRules): Pick<WorkerConfig, 'rules'> & Partial<Pick<WorkerConfig, 'decided'>> {
  if (ids !== undefined) return { rules: ids, decided: all.map(({ id }) => id) };
  return { rules: [...defaultConfig().rules, ...team.filter(({ defaultOn }) => defaultOn).map(({ id }) => id)] };
}

/** Scans once. @returns the findings in the order of their files, with absolute paths */
export async function findingsOf(engine: Engine, request: ScanRequest, hooks: Omit<ScanHooks, 'onFile'> = {}): Promise<{ readonly findings: readonly Finding[]; readonly summary: ScanSummary }> {
  const found: Finding[] = [];
  const summary = await engine.scan(request, { ...hooks, onFile: (_file, findings) => void found.push(...findings) });
  return { findings: found.sort(byFile), summary };
}

export const withoutDoubtful = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ doubtful }) => doubtful === undefined);

export const byFile = (a: { readonly file: string }, b: { readonly file: string }): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);

function checkedRoots(paths: readonly string[], { cwd, stderr }: Output): string[] {
  return paths.map((each) => {
    const file = engineFile(each, cwd);
    if (statNamed(file, each).isFile() && languageOf(file) === undefined) stderr(`not scanned: ${each}: no JavaScript, TypeScript, Go or SQL\n`);
    return file;
  });
}

function statNamed(file: string, name: string) {
  try {
    return statSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`no such file or folder: ${name}`);
    throw new UsageError(`cannot read ${name}: ${String(code)}`);
  }
}

function checkedRules(ids: readonly string[], rules: readonly RuleInfo[]): readonly string[] | undefined {
  const known = new Set(rules.map((rule) => rule.id));
  for (const id of ids) if (!known.has(id)) throw new UsageError(`unknown rule: ${id}; \`altitude rules\` lists them`);
  return ids.length === 0 ? undefined : ids;
}
