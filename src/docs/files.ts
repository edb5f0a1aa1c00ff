import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { levels } from '../engine/config/model';
import { configSchema } from '../engine/config/schema';
import { rules } from '../engine/rules/registry';
import { ruleSchema } from '../engine/team/schema';
import { contributionSchema } from '../team/packs/schema';
import { loadCatalogue } from '../lessons/catalogue';
import { nodeLessonFiles } from '../lessons/nodeFiles';
import { teamLessonSchema } from '../lessons/schema';
import { onboardingSchema } from '../team/onboardingSchema';
import { ruleSettings, teamRulePattern, withRuleDescriptions } from './manifest';
import { corpusTable, evidenceTable, lessonsTable, optionsTable, rulesTable, tracksTable, verdictsTable, withSection, type CorpusRun, type Judged, type Measured } from './tables';

interface Manifest {
  contributes: { configuration: { properties: Record<string, { properties?: unknown; patternProperties?: unknown }> }[] };
}

const parse = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const print = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/** The files that are made from rules, lessons, evidence and verdicts, by path from the root, as they should be. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const catalogue = await loadCatalogue(nodeLessonFiles, { root: 'lessons', rules: new Set(rules.map(({ id }) => id)) });
  const manifest = parse('package.json') as Manifest;
  const setting = manifest.contributes.configuration.map(({ properties }) => properties['altitude.rules']).find((found) => found !== undefined);
  if (setting === undefined) throw new Error('package.json has no setting altitude.rules.');
  setting.properties = ruleSettings(rules);
  setting.patternProperties = { [teamRulePattern]: { enum: levels } };
  const sections: readonly (readonly [string, string])[] = [
    ['rules', rulesTable(rules)],
    ['tracks', tracksTable(catalogue)],
    ['lessons', lessonsTable(catalogue)],
    ['options', optionsTable(catalogue)],
    ['evidence', evidenceTable(measured())],
    ['verdicts', verdictsTable(judged())],
    ['corpus', corpusTable(runs())],
  ];
  const readme = sections.reduce((text, [name, content]) => withSection(text, name, content), readFileSync('README.md', 'utf8'));
  return new Map([
    ['package.json', print(manifest)],
    ['package.nls.json', print(withRuleDescriptions(parse('package.nls.json') as Record<string, string>, rules))],
    ['README.md', readme],
    ['media/config.schema.json', print({ title: 'Configuration of Altitude for a repository', ...withTeamRules(toJsonSchema(configSchema(rules), { errorMode: 'ignore', typeMode: 'output' })) })],
    ['media/onboarding.schema.json', print({ title: 'What a repository teaches and to whom, .altitude/onboarding.yml', ...toJsonSchema(onboardingSchema, { errorMode: 'ignore' }) })],
    ['media/team-lesson.schema.json', print({ title: "Front matter of a team's lesson for Altitude, .altitude/lessons/*/lesson.md", ...toJsonSchema(teamLessonSchema, { errorMode: 'ignore' }) })],
    ['media/pack.schema.json', print({ title: 'Lessons and rules for Altitude in an extension', properties: { contributes: { properties: { altitude: toJsonSchema(contributionSchema, { errorMode: 'ignore' }) } } } })],
    ['media/rule.schema.json', print({ title: "A rule of a team for Altitude, .altitude/rules/*.yml: ast-grep's format with lesson, grade and fixtures", ...toJsonSchema(ruleSchema, { errorMode: 'ignore' }) })],
  ]);
}

/** A schema of what ships cannot know a team's rules: any identity with a namespace may be named. */
function withTeamRules(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === 'rules' && typeof value === 'object' && value !== null ? { ...value, patternProperties: { [teamRulePattern]: { enum: levels } } } : value)) as object;
}

function measured(): Measured[] {
  return rules.flatMap(({ id, area }) => {
    const file = path.join('src/engine/rules', area, `${id}.evidence.json`);
    return existsSync(file) ? [{ rule: id, ...(parse(file) as Pick<Measured, 'figures'>) }] : [];
  });
}

function runs(): readonly CorpusRun[] {
  const file = 'test/corpus/runs.json';
  return existsSync(file) ? (parse(file) as readonly CorpusRun[]) : [];
}

function judged(): Judged[] {
  return rules.flatMap(({ id }) => {
    const file = path.join('test/corpus/verdicts', `${id}.json`);
    if (!existsSync(file)) return [];
    const all = parse(file) as readonly { readonly verdict: 'true' | 'false' | 'noise'; readonly reported?: boolean; readonly hint?: true }[];
    const verdicts = all.filter(({ reported, hint }) => reported !== false && hint !== true);
    const count = (kind: 'true' | 'false' | 'noise') => verdicts.filter(({ verdict }) => verdict === kind).length;
    return verdicts.length === 0 ? [] : [{ rule: id, true: count('true'), noise: count('noise'), false: count('false') }];
  });
}
