import { styleText } from 'node:util';
import type { Engine } from '../engine/engine';
import type { Finding } from '../engine/finding';
import { preferredFix } from '../engine/fix/fixText';
import { engineFile, kindOf } from '../engine/scan/files';
import { within } from '../engine/scan/paths';
import type { TreeLanguage } from '../engine/syntax/grammars';
import type { RuleProblem, RuleTrouble, TeamRule } from '../engine/team/model';
import { exit, UsageError, type Output } from './output';
import { relativeTo } from './paths';
import { plural } from './plural';
import { plain } from './pretty';
import type { StartEngine } from './prepare';
import { knownRules } from './team';

/** What became of one rule's fixtures. */
export interface TestedRule {
  readonly rule: string;
  readonly file: string;
  /** Fixtures that did as they should. */
  readonly passed: number;
  readonly failures: readonly RuleProblem[];
  readonly warnings: readonly RuleProblem[];
}

/** As `altitude test-rules --format json` prints it, paths relative to the working directory. */
export interface TestRulesDocument {
  readonly rules: readonly TestedRule[];
  /** Rule files that cannot be used. */
  readonly problems: readonly RuleProblem[];
}

const endings: Readonly<Record<TreeLanguage, string>> = { javascript: 'js', typescript: 'ts', tsx: 'tsx', go: 'go' };

/**
 * Runs the fixtures that rules of teams hold. A rule without any is a warning.
 * @param paths folders; the working directory when there is none
 * @returns 1 when a fixture fails or a rule file is broken. @throws UsageError for a path that does not exist
 */
export async function testRulesCommand(paths: readonly string[], format: 'pretty' | 'json', startEngine: StartEngine, output: Output): Promise<number> {
  const roots = (paths.length === 0 ? ['.'] : paths).map((each) => {
    const root = engineFile(each, output.cwd);
    if (kindOf(root) !== 'folder') throw new UsageError(`no such folder: ${each}`);
    return root;
  });
  const { team, problems } = await knownRules(roots);
  if (team.length === 0 && problems.length === 0) throw new UsageError('no rules found: they are .altitude/rules/*.yml in, below or above the folder');
  const troubles: RuleTrouble[] = [];
  const engine = startEngine({ roots, team, rules: team.map(({ id }) => id) }, (trouble) => troubles.push(trouble));
  try {
    const tested: TestedRule[] = [];
    for (const rule of team) tested.push(await testRule(rule, engine, troubles));
    const document = relative({ rules: tested, problems }, output.cwd);
    output.stdout(format === 'json' ? `${JSON.stringify(document)}\n` : pretty(document, output.color));
    return problems.length > 0 || tested.some(({ failures }) => failures.length > 0) ? exit.findings : exit.clean;
  } finally {
    await engine.dispose();
  }
}

async function testRule(rule: TeamRule, engine: Engine, troubles: readonly RuleTrouble[]): Promise<TestedRule> {
  const { id, file } = rule;
  const failures: RuleProblem[] = [];
  let passed = 0;
  const note = (line: number, message: string | undefined) => {
    if (message === undefined) passed++;
    else failures.push({ file, line, message });
  };
  for (const { code, line } of rule.valid) {
    const found = await matches(rule, engine, code);
    note(line, found.length === 0 ? undefined : `this valid code is matched at ${placeOf(found[0])}`);
  }
  for (const { code, fixed, line } of rule.invalid) note(line, await faultOf(rule, engine, code, fixed));
  // A rule that does not run at all fails for that reason alone.
  const trouble = troubles.filter((each) => each.rule === id);
  if (trouble.length === 0 && rule.valid.length + rule.invalid.length === 0) await matches(rule, engine, rule.literals?.[0] ?? '');
  const stopped = troubles.filter((each) => each.rule === id).map(({ line, message }) => ({ file, line, message }));
  const warnings = rule.invalid.length > 0 && rule.valid.length > 0 ? [] : [{ file, line: 1, message: warningOf(rule) }];
  return { rule: id, file, passed: stopped.length > 0 ? 0 : passed, failures: stopped.length > 0 ? stopped : failures, warnings };
}

function warningOf({ valid, invalid }: TeamRule): string {
  if (valid.length + invalid.length === 0) return 'has no fixtures; add code it must match (invalid) and code it must not (valid)';
  return invalid.length === 0 ? 'has no invalid fixture: nothing shows that it matches anything' : 'has no valid fixture: nothing shows what it leaves alone';
}

/** Why a fixture that has to be found does not do as it should; undefined when it does. */
async function faultOf(rule: TeamRule, engine: Engine, code: string, fixed: string | undefined): Promise<string | undefined> {
  const found = await matches(rule, engine, code);
  if (found.length === 0) return 'this invalid code is not matched';
  if (fixed === undefined) return undefined;
  if (rule.fixes.length === 0) return 'says what the fix makes of it, but the rule has no fix';
  const refused = found.find((finding) => preferredFix(finding, 'review') === undefined);
  if (refused !== undefined) return `no fix is offered at ${placeOf(refused)}: ${refused.message}`;
  const actual = await engine.fix(sourceOf(rule, code), { rules: [rule.id], safety: 'review' });
  if (actual !== fixed) return `the fix makes something else of it:\n${difference(fixed, actual)}`;
  const left = await matches(rule, engine, actual);
  return left.length === 0 ? undefined : `the fixed code is matched again at ${placeOf(left[0])}`;
}

const matches = async (rule: TeamRule, engine: Engine, code: string): Promise<readonly Finding[]> => (await engine.analyze(sourceOf(rule, code))).filter((finding) => finding.rule === rule.id);

/** A fixture has no path of its own, so that `files` and `ignores` say nothing of it. */
const sourceOf = ({ folder, language }: TeamRule, text: string) => ({ file: within(folder, `fixture.${endings[language]}`), text, language, fragment: true });

const placeOf = (finding: Finding | undefined): string => (finding === undefined ? 'its start' : `${finding.range.start.line + 1}:${finding.range.start.character + 1}`);

/** Both texts in full: fixtures are short. */
const difference = (expected: string, actual: string): string => [...marked('- ', expected), ...marked('+ ', actual)].join('\n');

const marked = (mark: string, text: string): string[] => text.split('\n').map((line) => `    ${mark}${line}`);

function relative({ rules, problems }: TestRulesDocument, cwd: string): TestRulesDocument {
  const shown = <P extends { readonly file: string }>(each: P): P => ({ ...each, file: relativeTo(cwd, each.file) });
  return { rules: rules.map((rule) => ({ ...shown(rule), failures: rule.failures.map(shown), warnings: rule.warnings.map(shown) })), problems: problems.map(shown) };
}

function pretty({ rules, problems }: TestRulesDocument, color: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const place = ({ file, line, message }: RuleProblem) => `  ${plain(file)}:${line}: ${message.split('\n').map(plain).join('\n')}`;
  const lines = rules.flatMap(({ rule, passed, failures, warnings }) => [
    `${failures.length > 0 ? paint('red', 'failed') : warnings.length > 0 ? paint('yellow', 'passed') : paint('green', 'passed')}  ${plain(rule)}, ${plural(passed, 'fixture')}`,
    ...failures.map(place),
    ...warnings.map((warning) => paint('yellow', place(warning))),
  ]);
  const failed = rules.filter(({ failures }) => failures.length > 0).length + new Set(problems.map(({ file }) => file)).size;
  const broken = problems.length > 0 ? [paint('red', 'broken'), ...problems.map(place)] : [];
  return `${[...lines, ...broken, '', `${plural(rules.length, 'rule')} tested, ${failed} failed`].join('\n')}\n`;
}
