import { join, type LessonEntry } from '../lessons/files';
import { inTurns } from '../shared/pace';
import { loadYamlReader } from '../lessons/yamlReader';
import type { LessonProblem } from '../lessons/model';
import { teamFolderName, type TeamFiles, type TeamFolder } from './model';
import { notFollowed } from './links';
import { onboardingFile } from './naming';
import { walkFolders } from './walk';

/** So many folders may teach in one workspace. */
const mostFolders = 100;

export interface Discovered {
  /** By path; no two with one namespace. */
  readonly folders: readonly TeamFolder[];
  /** Folders that were refused; what is wrong inside one that was not is its own. */
  readonly problems: readonly LessonProblem[];
}

/**
 * Finds the `.altitude` folders that teach, in and below some roots: those that hold onboarding.yml, lessons or rules.
 * One that holds a configuration alone does not.
 * @param roots absolute paths with forward slashes; one may lie in another
 * @param alone folders that are looked at without what lies below them
 */
export async function discoverTeams(files: TeamFiles, roots: readonly string[], turn = inTurns(), alone: readonly string[] = []): Promise<Discovered> {
  const byPlace = new Map<string, Found>();
  const links: string[] = [];
  const look = async (dir: string, entries: readonly LessonEntry[]) => {
    const entry = entries.find(({ name }) => name === teamFolderName);
    const path = join(dir, teamFolderName);
    if (entry?.kind === 'other') links.push(path);
    if (entry?.kind !== 'directory') return;
    const place = await files.real(path).catch(() => path);
    if (byPlace.has(place)) return;
    const inside = await files.list(path).catch(() => []);
    const holds = (name: string, kind: 'file' | 'directory') => inside.some((each) => each.name === name && each.kind === kind);
    const hasOnboarding = holds(onboardingFile, 'file');
    if (hasOnboarding || holds('lessons', 'directory') || holds('rules', 'directory')) byPlace.set(place, { root: dir, hasOnboarding });
  };
  for (const dir of new Set(alone)) await look(dir, await files.list(dir).catch(() => []));
  for (const root of new Set(roots)) {
    for await (const { dir, entries, isIgnored } of walkFolders(files, root, turn)) if (!isIgnored(teamFolderName, true)) await look(dir, entries);
  }
  const found = [...byPlace.values()].sort((a, b) => (a.root < b.root ? -1 : 1));
  const tooMany = found.slice(mostFolders).map(({ root }) => join(root, teamFolderName));
  const refused = [...notFollowed([...new Set(links)], 'folder'), ...leftOut(tooMany)];
  const folders: TeamFolder[] = [];
  if (found.length === 0) return named(folders, refused);
  // What reads YAML is loaded where there is some.
  await loadYamlReader();
  const { readOnboarding } = await import('./onboarding');
  for (const { root, hasOnboarding } of found.slice(0, mostFolders)) folders.push(await readOnboarding(files, root, hasOnboarding, turn));
  return named(folders, refused);
}

interface Found {
  readonly root: string;
  readonly hasOnboarding: boolean;
}

function leftOut([first, ...others]: readonly string[]): LessonProblem[] {
  if (first === undefined) return [];
  const message = `is one folder too many: ${mostFolders} in one workspace are the most, so this one${others.length > 0 ? ` and ${others.length} more are` : ' is'} left out`;
  return [{ file: first, line: 1, message }];
}

function named(found: readonly TeamFolder[], problems: LessonProblem[]): Discovered {
  const folders = new Map<string, TeamFolder>();
  for (const folder of found) {
    const { namedAt, namespace } = folder;
    const first = folders.get(namespace);
    if (first === undefined) folders.set(namespace, folder);
    else {
      const other = join(first.root, teamFolderName);
      problems.push({ ...namedAt, message: `the name ${namespace} is taken by ${other}, so nothing in this folder is read; give one of the two another id in its ${onboardingFile}` });
    }
  }
  return { folders: [...folders.values()], problems };
}
