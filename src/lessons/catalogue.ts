import { connect, type Loaded } from './connect';
import type { Loading } from './document';
import type { LessonFiles } from './files';
import { loadLesson } from './lesson';
import { loadTables, loadTerms } from './lookups';
import type { Catalogue } from './model';
import { inTurns } from '../shared/pace';
import { loadPractice } from './practice';
import { loadTrack, readRoot } from './track';

export interface CatalogueOptions {
  /** The folder that holds the tracks; every path in the catalogue begins with it. */
  readonly root: string;
  /** The engine's rule ids. A lesson that teaches any other is broken; unchecked when absent. */
  readonly rules?: ReadonlySet<string>;
}

/**
 * Reads every track and lesson under the root, and the tables and the glossary beside them. What is broken is left out
 * and named; the rest is whole. The thread is given back every few milliseconds.
 */
export async function loadCatalogue(files: LessonFiles, { root, rules }: CatalogueOptions): Promise<Catalogue> {
  return connect(await loadAll(root, { files, rules, turn: inTurns() }));
}

/** Reads every file under the root, each by itself. */
export async function loadAll(root: string, loading: Loading): Promise<Loaded> {
  const home = await readRoot(loading.files, root);
  const folders = await Promise.all(home.dirs.map(async (dir) => ({ dir, ...(await loadTrack(dir, loading)) })));
  const usable = folders.flatMap(({ data, ...folder }) => (data === undefined ? [] : [{ data, ...folder }]));
  usable.sort((a, b) => a.data.order - b.data.order);
  const tracks = await Promise.all(
    usable.map(async ({ dir, data, lessonDirs, practice }) => {
      const lessons = lessonDirs.map(async (each, order) => ({ ...(await loadLesson(each, loading)), track: data, order }));
      return { data, lessons: await Promise.all(lessons), practice: await loadPractice(dir, practice, loading) };
    }),
  );
  // The largest files come last, when the parsers have been compiled.
  const [tables, terms] = [await loadTables(loading, root, home.files), await loadTerms(loading, root, home.files)];
  const parts = tracks.flatMap(({ lessons, practice }) => [...lessons, practice]);
  return {
    tracks,
    tables,
    terms,
    names: new Set(home.dirs.map((dir) => dir.slice(dir.lastIndexOf('/') + 1))),
    problems: [home, ...folders, ...parts, tables, terms].flatMap(({ problems }) => problems),
  };
}
