import { join, type LessonEntry } from '../lessons/files';
import { inTurns } from '../shared/pace';
import type { LessonProblem } from '../lessons/model';
import { teamFolderName, type TeamFiles, type TeamFolder } from './model';
import { onboardingFile, readOnboarding } from './onboarding';
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
 * @param above folders that are looked at without what lies below them
 */
export async function discoverTeams(files: TeamFiles, roots: readonly string[], turn = inTurns(), above: readonly string[] = []): Promise<Discovered> {
  const byPlace = new Map<string, TeamFolder>();
  const problems: LessonProblem[] = [];
  const look = async (dir: string, entries: readonly LessonEntry[]) => {
    const entry = entries.find(({ name }) => name === teamFolderName);
    const path = join(dir, teamFolderName);
    if (entry?.kind === 'other') problems.push({ file: path, line: 1, message: 'is a symbolic link; it is not followed, so put the folder itself here' });
    if (entry?.kind !== 'directory') return;
    const place = await files.real(path).catch(() => path);
    if (byPlace.has(place)) return;
    const inside = await files.list(path).catch(() => []);
    const holds = (name: string, kind: 'file' | 'directory') => inside.some((each) => each.name === name && each.kind === kind);
    const teaches = holds(onboardingFile, 'file') || holds('lessons', 'directory') || holds('rules', 'directory');
    if (teaches) byPlace.set(place, await readOnboarding(files, dir, holds(onboardingFile, 'file'), turn));
  };
  for (const dir of new Set(above)) await look(dir, await files.list(dir).catch(() => []));
  for (const root of new Set(roots)) {
    for await (const { dir, entries, isIgnored } of walkFolders(files, root, turn)) if (!isIgnored(teamFolderName, true)) await look(dir, entries);
  }
  return named([...byPlace.values()].sort((a, b) => (a.root < b.root ? -1 : 1)), problems);
}

function named(found: readonly TeamFolder[], problems: LessonProblem[]): Discovered {
  const folders = new Map<string, TeamFolder>();
  for (const folder of found) {
    const file = join(folder.root, teamFolderName);
    const first = folders.get(folder.namespace);
    if (first !== undefined) {
      const message = `is called ${folder.namespace}, as ${join(first.root, teamFolderName)} is; give one of them another id in its ${onboardingFile}`;
      problems.push({ file, line: 1, message });
    } else if (folders.size === mostFolders) {
      problems.push({ file, line: 1, message: `is one folder too many; ${mostFolders} in one workspace are the most` });
    } else folders.set(folder.namespace, folder);
  }
  return { folders: [...folders.values()], problems };
}
