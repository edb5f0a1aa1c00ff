import * as v from 'valibot';
import { isId } from '../lessons/fields';
import { join, readText } from '../lessons/files';
import { builtInNamespace, identityOf } from '../lessons/identity';
import { readFieldLinks } from '../lessons/links';
import type { RoleStep } from '../lessons/model';
import { FileReport } from '../lessons/problems';
import { teamMarkdown } from '../lessons/teamMarkdown';
import { readYaml, type YamlData } from '../lessons/yamlData';
import { teamFolderName, teamLimits, type OnboardingRole, type TeamFiles, type TeamFolder } from './model';
import { namespaceOf, onboardingFile, otherLessons } from './naming';
import { onboardingSchema, type OnboardingData, type RoleData } from './onboardingSchema';

/**
 * Reads `.altitude/onboarding.yml` below `root`. A broken file still gives its namespace, if its id can be read, so
 * that nothing a reader has learned changes its name while the file is being edited.
 * @param present whether the file is there
 */
export async function readOnboarding(files: TeamFiles, root: string, present: boolean, turn: () => Promise<void>): Promise<TeamFolder> {
  const fallback = namespaceOf(root);
  const dir = join(root, teamFolderName);
  const report = new FileReport(join(dir, onboardingFile));
  const text = present ? await readText(files, report, teamLimits.fileBytes) : undefined;
  if (text === undefined) return { root, namespace: fallback, namedAt: { file: present ? report.file : dir, line: 1 }, problems: report.problems };
  const named = await readYaml(text, v.looseObject({ id: v.optional(v.unknown()) }), new FileReport(report.file), turn);
  const id = named?.value.id;
  if (id === builtInNamespace) report.add(named?.lineOf(['id']) ?? 1, `${builtInNamespace} stands for what is built in; choose another id`);
  const namespace = typeof id === 'string' && isId(id) && id !== builtInNamespace ? id : fallback;
  const namedAt = { file: report.file, line: named?.lineOf(['id']) ?? 1 };
  const yaml = await readYaml(text, onboardingSchema, report, turn);
  const { problems } = report;
  if (yaml === undefined) return { root, namespace, namedAt, problems };
  await turn();
  checkRoles(yaml, report);
  const { title, owners, welcome, roles } = yaml.value;
  const shown = teamMarkdown(welcome, namespace, yaml.lineOf(['welcome']), report);
  const links = readFieldLinks(shown, yaml.lineOf(['welcome']), report);
  return {
    root,
    namespace,
    namedAt,
    problems: report.problems,
    onboarding: { title, owners, welcome: shown, links, roles: soundRoles(roles, namespace, yaml), file: report.file },
  };
}

function checkRoles({ value, lineOf }: YamlData<OnboardingData>, report: FileReport): void {
  const seen = new Map<string, number>();
  for (const [index, { id, steps }] of value.roles.entries()) {
    const line = lineOf(['roles', index, 'id']);
    const earlier = seen.get(id);
    if (earlier !== undefined) report.add(line, `a second role is called ${id}; the first is at line ${earlier}`);
    else seen.set(id, line);
    if (id === otherLessons) report.add(line, `${otherLessons} is the track of the lessons that no role names; call the role something else`);
    const named = steps.map((step) => JSON.stringify(step));
    for (const [place, each] of named.entries()) {
      if (named.indexOf(each) < place) report.add(lineOf(['roles', index, 'steps', place]), `the role ${id} has this step already`);
    }
  }
}

/** The first of each name, and what in it is not said twice: the reader's way stays usable while a mistake is mended. */
function soundRoles(roles: readonly RoleData[], namespace: string, yaml: YamlData<OnboardingData>): OnboardingRole[] {
  return roles.flatMap(({ id, title, summary, days, steps }, index) => {
    if (id === otherLessons || roles.findIndex((other) => other.id === id) < index) return [];
    const placed = steps.map((step, place) => ({ ...stepOf(step, namespace), line: yaml.lineOf(['roles', index, 'steps', place]) }));
    const once = placed.filter((step, place) => placed.findIndex(({ kind, id: named }) => kind === step.kind && named === step.id) === place);
    return [{ id, title, days, steps: once, ...(summary !== undefined && { summary }) }];
  });
}

function stepOf({ lesson, rule }: RoleData['steps'][number], namespace: string): RoleStep {
  return lesson === undefined ? { kind: 'rule', id: identityOf(rule ?? '', namespace) } : { kind: 'lesson', id: identityOf(lesson, namespace) };
}
