import { loadAll } from '../catalogue';
import { connect, knownIn } from '../connect';
import type { Loading } from '../document';
import type { LessonFiles } from '../files';
import type { LessonProblem } from '../model';
import { inTurns } from '../../shared/pace';
import { inReadingOrder } from '../problems';
import { optionSignalProblems } from './optionSignal';
import { proseProblems } from './prose';
import { translationProblems } from './translations';
import { unwrittenTexts } from './unwritten';

/**
 * The problems of one path: a folder of tracks, a track, a lesson, or any file of them. The whole folder of tracks is read
 * either way, since lessons refer to each other. Beside what keeps a lesson from being loaded these are figures that say
 * not what they were measured with, words that lead to what may not be shown, translations that differ in more than words,
 * texts of a skeleton that nobody has written, and options whose length tells which is right. `path` is as `portablePath` gives it.
 */
export async function lintLessons(
  files: LessonFiles,
  path: string,
  rules?: ReadonlySet<string>,
): Promise<readonly LessonProblem[]> {
  const scope = path.replace(/\/lesson\.md$/, '').replace(/(?<=.)\/+$/, '');
  const isInside = ({ file }: { readonly file: string }) => file === scope || file.startsWith(scope === '/' ? '/' : `${scope}/`);
  const loading: Loading = { files, rules, turn: inTurns() };
  const loaded = await loadAll(await rootOf(files, scope), loading);
  const { tracks, problems } = connect(loaded);
  const lessons = loaded.tracks.flatMap((track) => track.lessons);
  const quizzes = tracks.flatMap((track) => track.lessons).filter(isInside).flatMap(({ pieces, variants }) => [...pieces, ...variants]);
  return inReadingOrder([
    ...[...problems, ...proseProblems(loaded), ...(await translationProblems(lessons, knownIn(loaded), loading)), ...(await unwrittenTexts(lessons, loading))].filter(isInside),
    ...optionSignalProblems(quizzes, scope),
  ]);
}

/** The folder of tracks that a path lies in: a file or folder up to two levels below a track, or beside the tracks. */
async function rootOf(files: LessonFiles, scope: string): Promise<string> {
  const holds = async (dir: string, name: string) => (await files.list(dir).catch(() => [])).some((entry) => entry.name === name);
  for (let dir = scope, level = 0; level <= 2; dir = parentOf(dir), level++) {
    if (await holds(dir, 'track.yml')) return parentOf(dir);
  }
  return scope.endsWith('.yml') ? parentOf(scope) : scope;
}

function parentOf(dir: string): string {
  const slash = dir.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : dir.slice(0, slash);
}
