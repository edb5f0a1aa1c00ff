import type { LessonFiles } from './files';
import { loadLesson, type LoadedLesson } from './lesson';
import type { Catalogue, Lesson, LessonProblem, Track } from './model';
import { inReadingOrder } from './problems';
import type { TrackData } from './schema';
import { loadTrack, trackFolders } from './track';

export interface CatalogueOptions {
  /** The folder that holds the tracks; every path in the catalogue begins with it. */
  readonly root: string;
  /** The engine's rule ids. A lesson that teaches any other is broken; unchecked when absent. */
  readonly rules?: ReadonlySet<string>;
}

interface PlacedLesson extends LoadedLesson {
  readonly track: TrackData;
  readonly order: number;
}

/** Reads every track and lesson under the root. What is broken is left out and named; the rest is whole. */
export async function loadCatalogue(files: LessonFiles, { root, rules }: CatalogueOptions): Promise<Catalogue> {
  const folders = await trackFolders(files, root);
  const tracks = await Promise.all(folders.dirs.map((dir) => loadTrack(files, dir)));
  const usable = tracks.flatMap(({ data, lessonDirs }) => (data === undefined ? [] : [{ data, lessonDirs }]));
  usable.sort((a, b) => a.data.order - b.data.order);
  const placed = await Promise.all(
    usable.flatMap(({ data, lessonDirs }) =>
      lessonDirs.map(async (dir, order) => ({ ...(await loadLesson(files, dir, rules)), track: data, order })),
    ),
  );
  const { lessons, problems } = connect(placed);
  return {
    tracks: usable.flatMap(({ data: { id, title, summary } }): Track[] => {
      const own = lessons.filter((lesson) => lesson.track === id);
      return own.length === 0 ? [] : [{ id, title, summary, lessons: own }];
    }),
    tables: [],
    terms: [],
    problems: inReadingOrder(
      [folders, ...tracks, ...placed].flatMap((part) => part.problems).concat(problems),
    ),
  };
}

/**
 * Checks what lessons say of each other. A reference to a lesson that exists but is itself broken is dropped, not
 * reported a second time: nothing in the catalogue points at what is not there.
 */
function connect(placed: readonly PlacedLesson[]): { lessons: Lesson[]; problems: LessonProblem[] } {
  const problems: LessonProblem[] = [];
  const firsts = new Map<string, PlacedLesson>();
  for (const lesson of placed) {
    const id = lesson.data?.id;
    if (id === undefined) continue;
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, lesson);
    else {
      const message = `another lesson is called ${id}, in ${first.file}; ids are unique over all tracks`;
      problems.push({ file: lesson.file, line: lesson.lineOf(['id']), message });
    }
  }
  const written = new Set([...placed.map(folderName), ...placed.map(({ track }) => track.id)]);
  const sound = [...firsts.values()].filter((lesson) => {
    const unknown = unknownReferences(lesson, written);
    problems.push(...unknown);
    return lesson.content !== undefined && unknown.length === 0;
  });
  const present = new Set(sound.flatMap(({ content, track }) => [content?.id, track.id]));
  const lessons = sound.flatMap(({ content, track, order }): Lesson[] => {
    if (content === undefined) return [];
    const { next, prerequisites, ...own } = content;
    return [
      {
        ...own,
        track: track.id,
        order,
        prerequisites: prerequisites.filter((id) => present.has(id)),
        ...(next !== undefined && present.has(next) && { next }),
      },
    ];
  });
  return { lessons, problems };
}

function unknownReferences({ file, data, lineOf }: PlacedLesson, known: ReadonlySet<string>): LessonProblem[] {
  const references = [
    ...(data?.prerequisites ?? []).map((id, index) => ({ id, path: ['prerequisites', index] })),
    ...(data?.next === undefined ? [] : [{ id: data.next, path: ['next'] }]),
  ];
  return references
    .filter(({ id }) => !known.has(id) || id === data?.id)
    .map(({ id, path }) => ({
      file,
      line: lineOf(path),
      message: id === data?.id ? `${String(path[0])} names this lesson itself` : `there is no lesson or track called ${id}`,
    }));
}

/** A lesson too broken to be read is still known by its folder. */
const folderName = ({ file }: PlacedLesson) => file.split('/').at(-2) ?? '';
