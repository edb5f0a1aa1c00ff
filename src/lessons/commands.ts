import { loadCatalogue } from './catalogue';
import type { LessonFiles } from './files';
import type { Catalogue, LessonProblem, Tier } from './model';

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
    // The catalogue holds lessons only.
    cards: 0,
    prompts: 0,
    drills: 0,
  };
}

/** The catalogue for people: one line a track, a lesson, a piece. */
export function formatLessons(catalogue: Catalogue): string {
  return lessonsDocument(catalogue)
    .tracks.flatMap((track) => [
      track.title,
      ...track.lessons.flatMap((lesson) => [
        `  ${lesson.title} (${lesson.tier}, ${lesson.minutes} min)`,
        ...lesson.pieces.map(
          ({ id, language, options, rule }) =>
            `    ${id}: ${language}, ${options} options${rule === null ? '' : `, teaches ${rule}`}`,
        ),
      ]),
    ])
    .join('\n');
}

/** One line a problem, in the form editors and terminals make clickable. */
export function formatProblems(problems: readonly LessonProblem[]): string {
  return problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n');
}

/**
 * The problems of one path: a folder of tracks, a track, a lesson, or a lesson.md. The whole folder of tracks is read
 * either way, since lessons refer to each other. `path` is as `portablePath` gives it.
 */
export async function lintLessons(
  files: LessonFiles,
  path: string,
  rules?: ReadonlySet<string>,
): Promise<readonly LessonProblem[]> {
  const scope = path.replace(/\/lesson\.md$/, '').replace(/(?<=.)\/+$/, '');
  const { problems } = await loadCatalogue(files, { root: await rootOf(files, scope), ...(rules && { rules }) });
  return problems.filter(({ file }) => file === scope || file.startsWith(scope === '/' ? '/' : `${scope}/`));
}

async function rootOf(files: LessonFiles, scope: string): Promise<string> {
  const names = await files.list(scope).then(
    (entries) => new Set(entries.map(({ name }) => name)),
    () => new Set<string>(),
  );
  if (names.has('lesson.md')) return parentOf(parentOf(scope));
  return names.has('track.yml') ? parentOf(scope) : scope;
}

function parentOf(dir: string): string {
  const slash = dir.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : dir.slice(0, slash);
}
