import { isId } from '../../lessons/fields';
import { join, readText, type LessonFiles } from '../../lessons/files';
import { FileReport } from '../../lessons/problems';
import { teamFolderName, teamLimits } from '../model';
import { namespaceOf, onboardingFile } from '../naming';
import { goExample } from './goExample';
import type { ChangedFile, Example, ExampleLanguage, LeftPath, NewFile, Scaffold } from './model';
import { onboardingText } from './onboardingText';
import { Present } from './present';
import { extensionsFile, newRecommendation, withRecommendation } from './recommendation';
import { scriptExample } from './scriptExample';
import { workflow, workflowFile } from './workflow';

export interface ScaffoldOptions {
  /** The extension to recommend, `publisher.name`. */
  readonly extension: string;
  /** Whether a configuration is wanted too. */
  readonly config: boolean;
}

/** A lesson that comes with Altitude and fits every backend. */
const firstBuiltIn = 'altitude:request-lifecycle';

/** Pipelines of other services: a workflow for GitHub would lie unused beside them. */
const otherPipelines = ['.gitlab-ci.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'Jenkinsfile', '.circleci'];

const recommendationPurpose = 'recommends Altitude to whoever opens the folder';

/**
 * What sets up a folder for onboarding. It only reads; what is there already is named and left.
 * @param root absolute, forward slashes
 * @throws what the file system throws when the folder itself cannot be listed
 */
export async function planScaffold(files: LessonFiles, root: string, options: ScaffoldOptions): Promise<Scaffold> {
  await files.list(root);
  const present = new Present(files, root);
  const parts = [await teamFiles(present, root, options.config), await recommendation(files, present, root, options.extension), await pipeline(files, present, root)];
  return { create: parts.flatMap(({ create }) => create), change: parts.flatMap(({ change }) => change), left: parts.flatMap(({ left }) => left) };
}

const nothing: Scaffold = { create: [], change: [], left: [] };

async function teamFiles(present: Present, root: string, config: boolean): Promise<Scaffold> {
  const at = (path: string) => `${teamFolderName}/${path}`;
  const lessons = await idsIn(present, at('lessons'), 'directory', '');
  const rules = await idsIn(present, at('rules'), 'file', '.yml');
  const isNew = lessons.length === 0 && rules.length === 0 && (await present.at(at(onboardingFile))) === 'none';
  const example = isNew ? exampleFor(await languageIn(present)) : undefined;
  const steps = { lessons: [...(example ? [example.lesson] : lessons), firstBuiltIn], rules: example ? [example.rule] : rules };
  const wanted: NewFile[] = [
    { path: at(onboardingFile), text: onboardingText(namespaceOf(root), steps), purpose: 'roles, their steps and the welcome' },
    ...(example?.files ?? []).map((file) => ({ ...file, path: at(file.path) })),
    ...(config ? [{ path: at('config.json'), text: `${JSON.stringify({ rules: {} }, undefined, 2)}\n`, purpose: 'levels of rules and settings of fixes for everyone' }] : []),
  ];
  const { create, left } = await onlyNew(present, wanted);
  const have = (names: readonly string[], path: string, what: string): LeftPath[] => (names.length === 0 ? [] : [{ path: at(path), reason: `holds ${what} already` }]);
  return { create, change: [], left: [...left, ...have(lessons, 'lessons', 'lessons'), ...have(rules, 'rules', 'rules')] };
}

const exampleFor = (language: ExampleLanguage): Example => (language === 'go' ? goExample : scriptExample(language));

/** What the folder is mostly written in, as far as its top tells. */
async function languageIn(present: Present): Promise<ExampleLanguage> {
  const names = new Set((await present.names('')).map(({ name }) => name));
  if (names.has('go.mod') && !names.has('package.json')) return 'go';
  const isTyped = [...names].some((name) => /^tsconfig(\..+)?\.json$|^deno\.jsonc?$|\.[mc]?ts$/.test(name));
  return isTyped || !names.has('package.json') ? 'typescript' : 'javascript';
}

/** Lessons are folders, rules files; what has no proper name is none. */
async function idsIn(present: Present, path: string, kind: 'file' | 'directory', ending: string): Promise<string[]> {
  const named = (await present.names(path)).filter((entry) => entry.kind === kind && entry.name.endsWith(ending));
  return named.map(({ name }) => name.slice(0, name.length - ending.length)).filter(isId).sort();
}

async function recommendation(files: LessonFiles, present: Present, root: string, extension: string): Promise<Scaffold> {
  const path = extensionsFile;
  const standing = await present.at(path);
  if (standing === 'none') return { ...nothing, create: [{ path, text: newRecommendation(extension), purpose: recommendationPurpose }] };
  if (standing === 'directory') return { ...nothing, left: [{ path, reason: 'is a folder' }] };
  if (standing !== 'file') return { ...nothing, left: [{ path, reason: standing.blocked }] };
  const report = new FileReport(join(root, path));
  await readText(files, report, teamLimits.fileBytes);
  const [problem] = report.problems;
  if (problem !== undefined) return { ...nothing, left: [{ path, reason: problem.message }] };
  const bytes = await files.read(report.file, teamLimits.fileBytes);
  const before = new TextDecoder().decode(bytes);
  const edited = withRecommendation(before, extension);
  if ('left' in edited) return { ...nothing, left: [{ path, reason: edited.left }] };
  const change: ChangedFile = { path, bytes, before, after: edited.text, purpose: recommendationPurpose };
  return { ...nothing, change: [change] };
}

async function pipeline(files: LessonFiles, present: Present, root: string): Promise<Scaffold> {
  const names = new Set((await present.names('')).map(({ name }) => name));
  const other = names.has('.github') ? undefined : otherPipelines.find((name) => names.has(name));
  if (other !== undefined) return { ...nothing, left: [{ path: workflowFile, reason: `is for GitHub, and this folder has ${other}: run lint-lessons, test-rules and scan there` }] };
  const top = names.has('.git') ? undefined : await repositoryAbove(files, root);
  if (top !== undefined) return { ...nothing, left: [{ path: workflowFile, reason: `belongs at the top of the repository, ${top}` }] };
  const { create, left } = await onlyNew(present, workflow);
  // A baseline is of use only beside a workflow that reads it.
  const isThere = left.some(({ path }) => path === workflowFile);
  return { create: isThere ? [] : create, change: [], left };
}

async function repositoryAbove(files: LessonFiles, root: string): Promise<string | undefined> {
  for (let at = parentOf(root); at !== undefined; at = parentOf(at)) {
    const entries = await files.list(at).catch(() => []);
    if (entries.some(({ name }) => name === '.git')) return at;
  }
  return undefined;
}

function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, slash);
  // What is left of `/`, `C:` and `scheme://` is no folder.
  return slash <= 0 || parent.endsWith('/') || parent.endsWith(':') ? undefined : parent;
}

async function onlyNew(present: Present, wanted: readonly NewFile[]): Promise<{ readonly create: readonly NewFile[]; readonly left: readonly LeftPath[] }> {
  const standing = await Promise.all(wanted.map(async (file) => ({ file, at: await present.at(file.path) })));
  return {
    create: standing.flatMap(({ file, at }) => (at === 'none' ? [file] : [])),
    left: standing.flatMap(({ file: { path }, at }) => (at === 'none' ? [] : [{ path, reason: typeof at === 'string' ? 'is there already' : at.blocked }])),
  };
}
