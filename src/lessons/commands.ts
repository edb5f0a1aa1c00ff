import type { Catalogue, LessonProblem, Practice, Tier, Track } from './model';

/** What `altitude lessons --format json` prints. */
export interface LessonsDocument {
  readonly tracks: readonly {
    readonly id: string;
    readonly title: string;
    readonly lessons: readonly {
      readonly id: string;
      readonly title: string;
      readonly tier: Tier;
      readonly minutes: number;
      readonly pieces: readonly {
        readonly id: string;
        /** The rule the piece teaches; null where none applies. */
        readonly rule: string | null;
        readonly language: string;
        /** How many. */
        readonly options: number;
      }[];
    }[];
  }[];
  /** How many. */
  readonly cards: number;
  readonly prompts: number;
  readonly drills: number;
}

/** The catalogue as data for other programs. */
export function lessonsDocument(catalogue: Catalogue): LessonsDocument {
  return {
    tracks: catalogue.tracks.map((track) => ({
      id: track.id,
      title: track.title,
      lessons: track.lessons.map(({ id, title, tier, minutes, pieces }) => ({
        id,
        title,
        tier,
        minutes,
        pieces: pieces.map((piece) => ({
          id: piece.id,
          rule: piece.rule ?? null,
          language: piece.language,
          options: piece.options.length,
        })),
      })),
    })),
    ...practiceCounts(catalogue.tracks),
  };
}

function practiceCounts(tracks: readonly Track[]): Pick<LessonsDocument, 'cards' | 'prompts' | 'drills'> {
  const total = (kind: 'cards' | 'prompts' | 'drills') => tracks.reduce((sum, { practice }) => sum + (practice?.[kind].length ?? 0), 0);
  return { cards: total('cards'), prompts: total('prompts'), drills: total('drills') };
}

/** The catalogue for people: one line a track, a lesson, a piece, a track's practice. A role that has no lesson of its own is left out. */
export function formatLessons(catalogue: Catalogue): string {
  return catalogue.tracks
    .filter(({ lessons, practice }) => lessons.length > 0 || practice !== undefined)
    .flatMap((track) => [
      track.title,
      ...track.lessons.flatMap((lesson) => [
        `  ${lesson.title} (${lesson.tier}, ${lesson.minutes} min)`,
        ...lesson.pieces.map(
          ({ id, language, options, rule }) =>
            `    ${id}: ${language}, ${options.length} options${rule === undefined ? '' : `, teaches ${rule}`}`,
        ),
      ]),
      ...(track.practice ? [`  ${practiceLine(track.practice)}`] : []),
    ])
    .join('\n');
}

function practiceLine({ template, cards, prompts, drills }: Practice): string {
  const counted = [[cards, 'card'], [prompts, 'prompt'], [drills, 'drill']] as const;
  const counts = counted.flatMap(([{ length }, noun]) => (length === 0 ? [] : [`${length} ${noun}${length === 1 ? '' : 's'}`]));
  return [...(template ? ['an answer template'] : []), ...counts].join(', ');
}

/** One line a problem, in the form editors and terminals make clickable. */
export function formatProblems(problems: readonly LessonProblem[]): string {
  return problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n');
}
