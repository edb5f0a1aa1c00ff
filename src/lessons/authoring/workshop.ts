import { loadAll } from '../catalogue';
import { connect, knownIn, type Loaded } from '../connect';
import type { Loading } from '../document';
import type { LessonFiles } from '../files';
import { loadLesson } from '../lesson';
import { lessonProseProblems, proseProblems } from '../lint/prose';
import { translationProblems } from '../lint/translations';
import type { LessonProblem } from '../model';
import { inTurns } from '../../shared/pace';
import { inReadingOrder } from '../problems';
import { namesOf, type Names } from './names';

/** What is known of a folder of lessons after its files were read. */
export interface Checked {
  /** In all files of the folder. */
  readonly problems: readonly LessonProblem[];
  readonly names: Names;
}

/** The lessons that are being written in one folder. */
export interface Workshop {
  /**
   * Reads what has changed and checks the whole. The thread is given back every few milliseconds. One call at a time.
   * @param changed paths of files; everything is read again where it is absent
   */
  check(changed?: ReadonlySet<string>): Promise<Checked>;
}

interface Kept {
  readonly loaded: Loaded;
  /** Problems by the folder of the lesson that has them, beyond what keeps it from being loaded. */
  readonly linted: ReadonlyMap<string, readonly LessonProblem[]>;
  /** The same of everything that is not a lesson. */
  readonly others: readonly LessonProblem[];
}

/** A folder of tracks. Reading all of them takes a hundred times as long as one lesson, so what is unchanged is kept. */
export class TracksWorkshop implements Workshop {
  private kept: Kept | undefined;

  /** @param root the folder that holds the tracks */
  constructor(
    private readonly files: LessonFiles,
    private readonly root: string,
    private readonly rules: Names['rules'],
  ) {}

  async check(changed?: ReadonlySet<string>): Promise<Checked> {
    const loading: Loading = { files: this.files, rules: new Set(this.rules.map(({ id }) => id)), turn: inTurns() };
    const dirs = changed && this.kept && lessonDirs(this.kept.loaded, changed);
    const kept = this.kept && dirs ? await withLessons(this.kept, dirs, loading) : await this.readAll(loading);
    this.kept = kept;
    await loading.turn();
    const { problems } = connect(kept.loaded);
    return {
      problems: inReadingOrder([...problems, ...kept.others, ...[...kept.linted.values()].flat()]),
      names: namesOf(kept.loaded, this.rules),
    };
  }

  private async readAll(loading: Loading): Promise<Kept> {
    const loaded = await loadAll(this.root, loading);
    const { tracks, ...rest } = loaded;
    const empty: Kept = { loaded, linted: new Map(), others: proseProblems({ ...rest, tracks: tracks.map((track) => ({ ...track, lessons: [] })) }) };
    return { ...empty, linted: await lint(loaded, new Set(allDirs(loaded)), loading) };
  }
}

/** The folders of the lessons that these files belong to; undefined where one belongs to no lesson that is loaded. */
function lessonDirs(loaded: Loaded, changed: ReadonlySet<string>): ReadonlySet<string> | undefined {
  const known = new Set(allDirs(loaded));
  const dirs = new Set([...changed].map(dirOf));
  return [...dirs].every((dir) => known.has(dir)) ? dirs : undefined;
}

async function withLessons(kept: Kept, dirs: ReadonlySet<string>, loading: Loading): Promise<Kept> {
  const tracks = await Promise.all(
    kept.loaded.tracks.map(async (track) => ({
      ...track,
      lessons: await Promise.all(
        track.lessons.map(async (lesson) => {
          const dir = dirOf(lesson.file);
          return dirs.has(dir) ? { ...(await loadLesson(dir, loading)), track: lesson.track, order: lesson.order } : lesson;
        }),
      ),
    })),
  );
  const read = tracks.flatMap(({ lessons }) => lessons).filter(({ file }) => dirs.has(dirOf(file)));
  const problems = [...kept.loaded.problems.filter(({ file }) => !dirs.has(dirOf(file))), ...read.flatMap((lesson) => lesson.problems)];
  const loaded = { ...kept.loaded, tracks, problems };
  return { ...kept, loaded, linted: new Map([...kept.linted, ...(await lint(loaded, dirs, loading))]) };
}

async function lint(loaded: Loaded, dirs: ReadonlySet<string>, loading: Loading): Promise<Map<string, readonly LessonProblem[]>> {
  const known = knownIn(loaded);
  const found = new Map<string, readonly LessonProblem[]>();
  for (const lesson of loaded.tracks.flatMap(({ lessons }) => lessons)) {
    const dir = dirOf(lesson.file);
    if (!dirs.has(dir)) continue;
    await loading.turn();
    found.set(dir, [...lessonProseProblems(lesson), ...(await translationProblems([lesson], known, loading))]);
  }
  return found;
}

const allDirs = ({ tracks }: Loaded) => tracks.flatMap(({ lessons }) => lessons.map(({ file }) => dirOf(file)));

const dirOf = (file: string) => file.slice(0, file.lastIndexOf('/'));
