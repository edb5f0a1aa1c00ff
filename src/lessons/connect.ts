import type { LoadedLesson } from './lesson';
import type { Catalogue, Lesson, LessonProblem, Table, Term, Track } from './model';
import type { LoadedParts } from './parts';
import type { LoadedPractice } from './practice';
import { inReadingOrder } from './problems';
import { unknownReferences, type Known } from './references';
import { practiceOf, sound, soundPractice } from './sound';
import type { TrackData } from './schema';

interface PlacedLesson extends LoadedLesson {
  readonly track: TrackData;
  readonly order: number;
}

interface LoadedTrack {
  readonly data: TrackData;
  readonly lessons: readonly PlacedLesson[];
  readonly practice: LoadedPractice;
}

/** What was read, before anything in it is known to fit together. */
export interface Loaded {
  /** What is wrong with single files. */
  readonly problems: readonly LessonProblem[];
  /** In reading order. */
  readonly tracks: readonly LoadedTrack[];
  readonly tables: LoadedParts<Table>;
  readonly terms: LoadedParts<Term>;
  /** Every track there is, also of those that cannot be read. */
  readonly names: ReadonlySet<string>;
}

/**
 * Checks what the parts say of each other, and leaves out what names something that is written nowhere. A field that
 * names a lesson that exists but is broken is dropped, not reported a second time. A link in a text to such a lesson
 * or term stays: whoever follows it finds nothing.
 */
export function connect(loaded: Loaded): Catalogue {
  const all = loaded.tracks.flatMap(({ lessons }) => lessons);
  const known = knownIn(loaded);
  const lessons = soundLessons(all, known);
  const tables = sound(loaded.tables.parts, 'table', known);
  const terms = sound(loaded.terms.parts, 'term', known);
  const practice = soundPractice(loaded.tracks, known);
  const lessonIds = new Set(lessons.sound.flatMap(({ content }) => content?.id ?? []));
  const kept = (lesson: string | undefined) => (lesson !== undefined && lessonIds.has(lesson) ? { lesson } : {});

  const tracks = loaded.tracks.map(({ data, practice: own }) => ({
    data,
    lessons: lessons.sound.filter(({ track }) => track.id === data.id),
    practice: practiceOf(own, practice.sound, kept),
  }));
  const whole = tracks.filter((track) => track.lessons.length > 0 || track.practice !== undefined);
  const present = new Set([...lessonIds, ...whole.map(({ data }) => data.id)]);
  return {
    tracks: whole.map((track): Track => {
      const { id, title, summary } = track.data;
      const own = track.lessons.flatMap((lesson) => placed(lesson, present));
      return { id, title, summary, lessons: own, ...(track.practice && { practice: track.practice }) };
    }),
    tables: [...tables.sound].map(({ value }) => ({
      ...value,
      rows: value.rows.map(({ cells, lesson }) => ({ cells, ...kept(lesson) })),
    })),
    terms: [...terms.sound].map(({ value: { lesson, ...term } }) => ({ ...term, ...kept(lesson) })),
    problems: inReadingOrder([loaded, lessons, tables, terms, practice].flatMap(({ problems }) => problems)),
  };
}

/** What there is to refer to. */
export function knownIn({ tracks, names, terms }: Loaded): Known {
  const all = tracks.flatMap(({ lessons }) => lessons);
  return {
    lessons: new Map(all.map((lesson) => [idOf(lesson) ?? folderName(lesson), piecesOf(lesson)])),
    tracks: names,
    terms: terms.ids,
  };
}

function soundLessons(
  all: readonly PlacedLesson[],
  known: Known,
): { readonly sound: readonly PlacedLesson[]; readonly problems: readonly LessonProblem[] } {
  const problems: LessonProblem[] = [];
  const firsts = new Map<string, PlacedLesson>();
  for (const lesson of all) {
    const id = idOf(lesson);
    if (id === undefined) continue;
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, lesson);
    else {
      const message = `another lesson is called ${id}, in ${first.file}; ids are unique over all tracks`;
      problems.push({ file: lesson.file, line: lesson.document?.yaml.lineOf(['id']) ?? 1, message });
    }
  }
  const whole = [...firsts.values()].filter((lesson) => {
    const unknown = unknownReferences(lesson.references, known);
    problems.push(...unknown);
    return lesson.content !== undefined && unknown.length === 0;
  });
  return { sound: whole, problems };
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

const idOf = ({ document }: LoadedLesson) => document?.yaml.value.id;

/** Known even where the lesson is broken; undefined where its front matter cannot be read. */
const piecesOf = ({ document }: LoadedLesson) =>
  document && new Map(document.yaml.value.pieces.map(({ id, variantOf }) => [id, variantOf]));

/** A lesson too broken to be read is still known by its folder. */
const folderName = ({ file }: LoadedLesson) => file.split('/').at(-2) ?? '';
