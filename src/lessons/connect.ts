import type { LoadedLesson } from './lesson';
import type { Lesson, LessonProblem, Table, Term } from './model';
import { withUniqueIds, type LoadedParts, type Part } from './parts';
import { unknownReferences, type Known } from './references';
import type { TrackData } from './schema';

export interface PlacedLesson extends LoadedLesson {
  readonly track: TrackData;
  readonly order: number;
}

/** What was read, before anything in it is known to fit together. */
export interface Loaded {
  readonly lessons: readonly PlacedLesson[];
  readonly tables: LoadedParts<Table>;
  readonly terms: LoadedParts<Term>;
  /** Names of the tracks' folders. */
  readonly tracks: ReadonlySet<string>;
}

export interface Connected {
  readonly lessons: readonly Lesson[];
  readonly tables: readonly Table[];
  readonly terms: readonly Term[];
  readonly problems: readonly LessonProblem[];
}

/**
 * Checks what the parts say of each other, and leaves out what names something that is written nowhere. A field that
 * names a lesson that exists but is broken is dropped, not reported a second time. A link in a text to such a lesson
 * or term stays: whoever follows it finds nothing.
 */
export function connect(loaded: Loaded): Connected {
  const known: Known = {
    lessons: new Map(loaded.lessons.map((lesson) => [lesson.data?.id ?? folderName(lesson), piecesOf(lesson)])),
    tracks: loaded.tracks,
    terms: loaded.terms.ids,
  };
  const lessons = soundLessons(loaded.lessons, known);
  const tables = soundParts(loaded.tables.parts, 'table', known);
  const terms = soundParts(loaded.terms.parts, 'term', known);
  const present = new Set(lessons.sound.flatMap(({ content, track }) => [content?.id, track.id]));
  const kept = (lesson: string | undefined) => (lesson !== undefined && present.has(lesson) ? { lesson } : {});
  return {
    lessons: lessons.sound.flatMap((lesson) => placed(lesson, present)),
    tables: tables.sound.map((table) => ({
      ...table,
      rows: table.rows.map(({ cells, lesson }) => ({ cells, ...kept(lesson) })),
    })),
    terms: terms.sound.map(({ lesson, ...term }) => ({ ...term, ...kept(lesson) })),
    problems: [lessons, tables, terms].flatMap(({ problems }) => problems),
  };
}

interface Sound<T> {
  readonly sound: readonly T[];
  readonly problems: readonly LessonProblem[];
}

function soundParts<T extends { readonly id: string }>(all: readonly Part<T>[], what: string, known: Known): Sound<T> {
  const { parts, problems } = withUniqueIds(all, what);
  const checked = parts.map(({ value, references }) => ({ value, unknown: unknownReferences(references, known) }));
  return {
    sound: checked.flatMap(({ value, unknown }) => (unknown.length === 0 ? [value] : [])),
    problems: [...problems, ...checked.flatMap(({ unknown }) => unknown)],
  };
}

function soundLessons(all: readonly PlacedLesson[], known: Known): Sound<PlacedLesson> {
  const problems: LessonProblem[] = [];
  const firsts = new Map<string, PlacedLesson>();
  for (const lesson of all) {
    const id = lesson.data?.id;
    if (id === undefined) continue;
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, lesson);
    else {
      const message = `another lesson is called ${id}, in ${first.file}; ids are unique over all tracks`;
      problems.push({ file: lesson.file, line: lesson.idLine, message });
    }
  }
  const sound = [...firsts.values()].filter((lesson) => {
    const unknown = unknownReferences(lesson.references, known);
    problems.push(...unknown);
    return lesson.content !== undefined && unknown.length === 0;
  });
  return { sound, problems };
}

function placed({ content, track, order }: PlacedLesson, present: ReadonlySet<string | undefined>): Lesson[] {
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
}

/** Known even where the lesson is broken; undefined where its front matter cannot be read. */
const piecesOf = ({ data }: LoadedLesson) => data && new Map(data.pieces.map(({ id, variantOf }) => [id, variantOf]));

/** A lesson too broken to be read is still known by its folder. */
const folderName = ({ file }: LoadedLesson) => file.split('/').at(-2) ?? '';
