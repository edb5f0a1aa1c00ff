import { join, readText, type LessonEntry, type LessonFiles } from '../../lessons/files';
import { notFollowed } from '../../team/links';
import type { ContentPlaces, TeamFiles } from '../../team/model';
import { placesOf } from '../../team/places';
import { isId } from '../../lessons/fields';
import { identityOf } from '../../lessons/identity';
import { inlineTokens, parseMarkdown } from '../../lessons/markdown';
import { FileReport } from '../../lessons/problems';
import { readYaml } from '../../lessons/yamlData';
import type { Severity } from '../finding';
import { saysKind } from './kinds';
import { literalsOf } from './literals';
import { maxRuleFile, maxRules, type Expansion, type FixTemplate, type PathPattern, type ReadRules, type RuleMatcher, type RuleProblem, type TeamRule } from './model';
import { languageNames, ruleSchema, type RuleFile } from './schema';

/** A folder with rules, and what comes before their ids. */
export interface RuleFolder {
  /** The folder that holds `.altitude`: an absolute path with forward slashes, or a URI. */
  readonly root: string;
  readonly namespace: string;
  /** Where rules lie that belong to no repository: they speak of every file. */
  readonly elsewhere?: ContentPlaces;
}

/** Reads every rule of a folder; none where there is no such folder. A file that is wrong is left out, with what is wrong. */
export async function readRules(files: TeamFiles, folder: RuleFolder): Promise<ReadRules> {
  const dir = placesOf(folder).rules;
  if (dir === undefined) return { rules: [], broken: [], problems: [] };
  if (!(await liesWithin(files, folder.root, dir))) return { rules: [], broken: [], problems: [{ file: dir, line: 1, message: 'lies outside the folder that holds .altitude; put the rules themselves here' }] };
  const { names, problems } = await namesIn(files, dir);
  const rules: TeamRule[] = [];
  const broken: string[] = [];
  const [extra] = names.splice(maxRules);
  if (extra !== undefined) problems.push({ file: join(dir, extra), line: 1, message: `is one of more than ${maxRules} rules, the most that are read; move some to another .altitude folder` });
  for (const name of names) {
    const report = new FileReport(join(dir, name));
    const rule = await readRule(files, folder, name, report);
    if (rule !== undefined && report.clean) rules.push(rule);
    else broken.push(identityOf(idOf(name), folder.namespace));
    problems.push(...report.problems);
  }
  return { rules, broken, problems };
}

/** A rule's file is named after it. */
const idOf = (name: string): string => name.slice(0, -'.yml'.length);

async function liesWithin(files: TeamFiles, root: string, dir: string): Promise<boolean> {
  try {
    const [home, place] = await Promise.all([files.real(root), files.real(dir)]);
    return place.startsWith(`${home}/`);
  } catch {
    // What is not there lies nowhere.
    return true;
  }
}

/** Links are not followed: they may lead out of the folder. */
async function namesIn(files: LessonFiles, dir: string): Promise<{ readonly names: string[]; readonly problems: RuleProblem[] }> {
  const entries = await files.list(dir).catch(() => []);
  const paths = (isMeant: (entry: LessonEntry) => boolean) => entries.filter(isMeant).map(({ name }) => join(dir, name)).sort();
  const links = paths(({ kind }) => kind === 'other');
  const [yaml, ...others] = paths(({ kind, name }) => kind === 'file' && name.endsWith('.yaml'));
  const misnamed = others.length === 0 ? 'is not read' : `is not read, nor are ${others.length} more`;
  const problems = [...notFollowed(links, 'file'), ...(yaml === undefined ? [] : [{ file: yaml, line: 1, message: `${misnamed}: the name of a rule's file ends with .yml` }])];
  return { names: entries.flatMap(({ name, kind }) => (kind === 'file' && name.endsWith('.yml') ? [name] : [])).sort(), problems };
}

async function readRule(files: LessonFiles, folder: RuleFolder, name: string, report: FileReport): Promise<TeamRule | undefined> {
  const expected = idOf(name);
  if (!isId(expected)) {
    report.add(1, `a rule's file is named after its id, in kebab-case, such as no-console.yml`);
    return undefined;
  }
  const source = await readText(files, report, maxRuleFile);
  if (source === undefined) return undefined;
  const yaml = await parsed(source, report);
  if (yaml === undefined) return undefined;
  const { value, lineOf } = yaml;
  if (value.id !== expected) report.add(lineOf(['id']), `id must be ${expected}, as the file is named`);
  if (!saysKind(value.rule, value.utils)) report.add(lineOf(['rule']), 'rule must say what it looks for: give it a pattern or a kind, beside what else must hold');
  checkNote(value.note, lineOf(['note']), report);
  return toRule(value, folder, report.file, (...path) => lineOf(path));
}

async function parsed(source: string, report: FileReport) {
  const tooDeep = `is nested deeper than ${deepest} levels; name parts of the rule in utils instead`;
  try {
    const yaml = await readYaml(source, ruleSchema, report, async () => Promise.resolve());
    if (yaml === undefined || depthOf(yaml.value) <= deepest) return yaml;
    report.add(1, tooDeep);
  } catch (error) {
    // What checks a value calls itself for each level of it.
    if (!(error instanceof RangeError)) throw error;
    report.add(1, tooDeep);
  }
  return undefined;
}

/** ast-grep's binary has a stack of its own, which is small. */
const deepest = 60;

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

/** Hovers show a note as Markdown. */
function checkNote(note: string | undefined, line: number, report: FileReport): void {
  if (note === undefined) return;
  if (/!\[/.test(note)) report.add(line, 'note must not hold images: they would be fetched');
  const targets = [...note.matchAll(/\]\(\s*<?([^)\s>]*)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]*)|<([a-z][a-z0-9+.-]*:[^\s>]*)>/gim)].map(([, inline, defined, automatic]) => inline ?? defined ?? automatic ?? '');
  // What one reader of Markdown takes for no link another may: both have to agree that there is none.
  const read = parseMarkdown(note, line).blocks.flatMap((block) => [...inlineTokens(block)]).flatMap(({ children }) => children ?? []);
  targets.push(...read.flatMap((token) => (token.type === 'link_open' ? [String(token.attrGet('href'))] : [])));
  const wrong = targets.find((target) => !/^https:\/\//i.test(target));
  if (wrong !== undefined) report.add(line, `note links to ${wrong === '' ? 'nothing' : wrong}; a link must be an https address`);
}

const severityOf: Readonly<Record<NonNullable<RuleFile['severity']>, Severity>> = { hint: 'hint', info: 'information', warning: 'warning', error: 'error', off: 'hint' };

function toRule(value: RuleFile, { root, namespace, elsewhere }: RuleFolder, file: string, lineOf: (...path: (string | number)[]) => number): TeamRule {
  const { rule, constraints, utils, transform } = value;
  const matcher: RuleMatcher = { rule, ...(constraints && { constraints }), ...(utils && { utils }), ...(transform && { transform }) };
  const literals = literalsOf(matcher);
  return {
    id: identityOf(value.id, namespace),
    namespace,
    folder: elsewhere === undefined ? root : '',
    file,
    lines: Object.fromEntries(Object.keys(value).map((field) => [field, lineOf(field)])),
    language: languageNames[value.language.toLowerCase()] ?? 'javascript',
    message: value.message,
    ...(value.note !== undefined && { note: value.note }),
    ...(value.url !== undefined && { url: value.url }),
    severity: severityOf[value.severity ?? 'hint'],
    defaultOn: value.severity !== 'off',
    lesson: value.lesson === undefined ? '' : identityOf(value.lesson, namespace),
    grade: value.grade ?? 'review',
    matcher,
    fixes: fixesOf(value.fix),
    ...(value.files && { files: value.files.map(toPattern) }),
    ...(value.ignores && { ignores: value.ignores.map(toPattern) }),
    ...(literals && { literals }),
    valid: (value.valid ?? []).map((code, index) => ({ code, line: lineOf('valid', index) })),
    invalid: (value.invalid ?? []).map(({ code, fixed }, index) => ({ code, ...(fixed !== undefined && { fixed }), line: lineOf('invalid', index) })),
  };
}

function toPattern(written: NonNullable<RuleFile['files']>[number]): PathPattern {
  return typeof written === 'string' ? { glob: trimmed(written), ignoreCase: false } : { glob: trimmed(written.glob), ignoreCase: written.caseInsensitive ?? false };
}

const trimmed = (glob: string): string => glob.replace(/^\.\//, '');

function fixesOf(fix: RuleFile['fix']): readonly FixTemplate[] {
  if (fix === undefined) return [];
  if (typeof fix === 'string') return [{ template: fix }];
  return (Array.isArray(fix) ? fix : [fix]).map(({ template, title, expandStart, expandEnd }) => ({
    template,
    ...(title !== undefined && { title }),
    ...(expandStart && { expandStart: toExpansion(expandStart) }),
    ...(expandEnd && { expandEnd: toExpansion(expandEnd) }),
  }));
}

function toExpansion({ stopBy, ...rule }: Readonly<Record<string, unknown>>): Expansion {
  return { rule, stopBy: stopBy === undefined ? 'neighbor' : (stopBy as Expansion['stopBy']) };
}
