import { loadCards } from './cards';
import type { Loading } from './document';
import { loadDrill, loadPrompt, type LoadedPart } from './exercises';
import { practiceFolders, templateFile } from './fileNames';
import { join, reason, type LessonFiles } from './files';
import type { AnswerTemplate, Card, Drill, LessonProblem, Prompt } from './model';
import type { Part } from './parts';
import { FileReport } from './problems';
import { loadTemplate } from './template';

/** Everything a track holds beside lessons, before it is known to fit together. */
export interface LoadedPractice {
  readonly template: LoadedPart<AnswerTemplate>;
  readonly cards: readonly Part<Card>[];
  readonly prompts: readonly Part<Prompt>[];
  readonly drills: readonly Part<Drill>[];
  readonly problems: readonly LessonProblem[];
}

/** Reads the practice of a track. @param names what lies in its folder */
export async function loadPractice(dir: string, names: ReadonlySet<string>, loading: Loading): Promise<LoadedPractice> {
  const inFolder = async <T extends { readonly problems: readonly LessonProblem[] }>(name: string, load: (file: string, loading: Loading) => Promise<T>) => {
    if (!names.has(name)) return { loaded: [], problems: [] };
    const { paths, problems } = await filesOf(loading.files, join(dir, name), practiceFolders[name] ?? '');
    const loaded = await Promise.all(paths.map((path) => load(path, loading)));
    return { loaded, problems: [...problems, ...loaded.flatMap((each) => each.problems)] };
  };
  const [template, cards, prompts, drills] = await Promise.all([
    names.has(templateFile) ? loadTemplate(join(dir, templateFile), loading) : { problems: [] },
    inFolder('cards', loadCards),
    inFolder('prompts', loadPrompt),
    inFolder('drills', loadDrill),
  ]);
  return {
    template,
    cards: cards.loaded.flatMap(({ parts }) => parts),
    prompts: prompts.loaded.flatMap(({ part }) => part ?? []),
    drills: drills.loaded.flatMap(({ part }) => part ?? []),
    problems: [template, cards, prompts, drills].flatMap(({ problems }) => problems),
  };
}

async function filesOf(
  files: LessonFiles,
  dir: string,
  ending: string,
): Promise<{ readonly paths: readonly string[]; readonly problems: readonly LessonProblem[] }> {
  const report = new FileReport(dir);
  const entries = await files.list(dir).catch((error: unknown) => {
    report.add(1, `cannot be read: ${reason(error)}`);
    return [];
  });
  const shown = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const isRead = ({ name, kind }: (typeof shown)[number]) => kind === 'file' && name.endsWith(ending);
  const strays = shown.filter((entry) => !isRead(entry));
  return {
    paths: shown.filter(isRead).map(({ name }) => join(dir, name)),
    problems: [
      ...report.problems,
      ...strays.map(({ name }) => ({ file: join(dir, name), line: 1, message: `is not read; this folder holds ${ending} files only` })),
    ],
  };
}
