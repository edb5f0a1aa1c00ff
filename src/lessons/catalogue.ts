import { connect } from './connect';
import type { LessonFiles } from './files';
import { loadLesson, type Loading } from './lesson';
import { loadTables, loadTerms } from './lookups';
import type { Catalogue, Track } from './model';
import { inTurns } from './pace';
import { inReadingOrder } from './problems';
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
  const loading: Loading = { files, rules, turn: inTurns() };
  const home = await readRoot(files, root);
  const [tables, terms, tracks] = await Promise.all([
    loadTables(files, root, home.files),
    loadTerms(files, root, home.files),
    Promise.all(home.dirs.map((dir) => loadTrack(files, dir))),
  ]);
  const usable = tracks.flatMap(({ data, lessonDirs }) => (data === undefined ? [] : [{ data, lessonDirs }]));
  usable.sort((a, b) => a.data.order - b.data.order);
  const lessons = await Promise.all(
    usable.flatMap(({ data, lessonDirs }) =>
      lessonDirs.map(async (dir, order) => ({ ...(await loadLesson(dir, loading)), track: data, order })),
    ),
  );
  const names = new Set(home.dirs.map((dir) => dir.slice(dir.lastIndexOf('/') + 1)));
  const connected = connect({ lessons, tables, terms, tracks: names });
  const problems = [home, tables, terms, ...tracks, ...lessons, connected].flatMap((part) => part.problems);
  return {
    tracks: usable.flatMap(({ data: { id, title, summary } }): Track[] => {
      const own = connected.lessons.filter((lesson) => lesson.track === id);
      return own.length === 0 ? [] : [{ id, title, summary, lessons: own }];
    }),
    tables: connected.tables,
    terms: connected.terms,
    problems: inReadingOrder(problems),
  };
}
