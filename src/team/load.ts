import type { Loading } from '../lessons/document';
import { join } from '../lessons/files';
import { identityOf, partsOf } from '../lessons/identity';
import { loadLesson, type LoadedLesson } from '../lessons/lesson';
import { unknownRule } from '../lessons/lessonNames';
import type { Catalogue, Lesson, LessonProblem, Track } from '../lessons/model';
import { inTurns } from '../shared/pace';
import { inReadingOrder } from '../lessons/problems';
import { unknownReferences, type Known, type Reference } from '../lessons/references';
import type { ResolveAnchor } from './anchors/resolve';
import { noRepository, RepositoryCode } from './code';
import { teamLimits, type Team, type TeamFiles, type TeamFolder } from './model';
import { otherLessons } from './naming';
import { notFollowed } from './links';
import { placesOf } from './places';
import { ruleIds } from './rules';
import { tracksOf } from './tracks';

export interface TeamOptions {
  /** What may be named as `altitude:id`, and which terms there are. */
  readonly builtIn: Catalogue;
  /** The ids of the built-in rules. */
  readonly rules: ReadonlySet<string>;
  readonly resolve: ResolveAnchor;
}

/** Everything a team wrote, before it is known to fit together. */
export interface LoadedTeam {
  readonly folder: TeamFolder;
  /** In the order of their folders. */
  readonly lessons: readonly LoadedLesson[];
  /** What they were read with. */
  readonly loading: Loading;
  readonly known: Known;
  /** Built-in and own ones, as identities. */
  readonly rules: ReadonlySet<string>;
  readonly problems: readonly LessonProblem[];
}

/** Reads what a folder teaches. What is broken is left out and named; the rest is whole. */
export async function loadTeam(files: TeamFiles, folder: TeamFolder, options: TeamOptions): Promise<Team> {
  return connectTeam(await readTeam(files, folder, options));
}

/** Reads every file of a folder, each by itself. */
export async function readTeam(files: TeamFiles, folder: TeamFolder, { builtIn, rules, resolve }: TeamOptions): Promise<LoadedTeam> {
  const places = placesOf(folder);
  const own = places.rules === undefined ? [] : await ruleIds(files, places.rules, folder.namespace);
  const knownRules = new Set([...rules, ...own]);
  const code = folder.elsewhere === undefined ? new RepositoryCode(files, folder.root, resolve) : noRepository;
  const turn = inTurns();
  let bytes = 0;
  const counted: TeamFiles = {
    list: async (dir) => files.list(dir),
    real: async (path) => files.real(path),
    read: async (path, limit) => {
      const content = await files.read(path, limit);
      bytes += content.length;
      return content;
    },
  };
  const loading: Loading = { files: counted, rules: knownRules, turn, team: { namespace: folder.namespace, maxBytes: teamLimits.fileBytes, code } };
  const { dirs, problems } = places.lessons === undefined ? { dirs: [], problems: [] } : await lessonFolders(files, places.lessons);
  const lessons: LoadedLesson[] = [];
  const left: LessonProblem[] = [];
  for (const [index, each] of dirs.entries()) {
    if (bytes > teamLimits.lessonBytes) {
      const others = dirs.length - index - 1;
      left.push({ file: each, line: 1, message: `is left out${others > 0 ? `, as ${others} more are` : ''}: the lessons before it hold ${teamLimits.lessonBytes / 1e6} MB, the most that is read` });
      break;
    }
    lessons.push(await loadLesson(each, loading));
  }
  return {
    folder,
    lessons,
    loading,
    known: knownTo(folder, lessons, builtIn),
    rules: knownRules,
    problems: [...folder.problems, ...problems, ...left, ...lessons.flatMap((lesson) => lesson.problems)],
  };
}

/** Checks what the parts say of each other and of what is built in, and leaves out what names something written nowhere. */
export function connectTeam({ folder, lessons, known, rules, problems }: LoadedTeam): Team {
  const { namespace, onboarding } = folder;
  const unknown = new Map(lessons.map((lesson) => [lesson, unknownReferences(lesson.references, known)]));
  const whole = lessons.flatMap((lesson) => (lesson.content !== undefined && unknown.get(lesson)?.length === 0 ? [lesson.content] : []));
  const steps = unknownSteps(folder, known, rules);
  const links = unknownReferences(onboarding?.links ?? [], known);
  const present = new Set([...whole.map(({ id }) => id), ...outside(known, namespace)]);
  const tracks = tracksOf(folder, whole, present, rules);
  const trackIds = new Set(tracks.map(({ id }) => id));
  const opens = (id: string) => present.has(id) || trackIds.has(id) || (known.tracks.has(id) && !isOwn(id, namespace));
  const connected = tracks.map((track): Track => ({ ...track, lessons: track.lessons.map((lesson) => withTargets(lesson, opens)) }));
  return {
    ...folder,
    tracks: connected,
    lessons: connected.flatMap((track) => track.lessons).sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: inReadingOrder([...problems, ...[...unknown.values()].flat(), ...steps, ...links]),
    lost: inReadingOrder(lessons.flatMap((lesson) => lesson.lost)),
  };
}

async function lessonFolders(files: TeamFiles, home: string): Promise<{ readonly dirs: readonly string[]; readonly problems: readonly LessonProblem[] }> {
  const slash = home.lastIndexOf('/');
  const entries = await files.list(home.slice(0, slash)).catch(() => []);
  const at = entries.find(({ name }) => name === home.slice(slash + 1));
  if (at === undefined) return { dirs: [], problems: [] };
  const problem = (file: string, message: string) => ({ file, line: 1, message });
  if (at.kind !== 'directory') return { dirs: [], problems: [problem(home, 'is no folder; make it one, with a folder and a lesson.md in it for each lesson')] };
  const inside = (await files.list(home).catch(() => [])).filter(({ name }) => !name.startsWith('.'));
  const names = inside.flatMap(({ name, kind }) => (kind === 'directory' ? [name] : [])).sort();
  const links = notFollowed(inside.flatMap(({ kind, name }) => (kind === 'other' ? [join(home, name)] : [])).sort(), 'folder');
  const { lessons: most } = teamLimits;
  const tooMany = names.length > most ? [problem(home, `holds ${names.length} lessons; ${most} are the most, and those after ${names[most - 1] ?? ''} are left out`)] : [];
  return { dirs: names.slice(0, most).map((name) => join(home, name)), problems: [...links, ...tooMany] };
}

/** What a team's files may refer to: their own, and what is built in. */
function knownTo({ namespace, onboarding }: TeamFolder, lessons: readonly LoadedLesson[], builtIn: Catalogue): Known {
  const ships = builtIn.tracks.flatMap((track) => track.lessons);
  const pieces = ({ pieces: all, variants }: Lesson) =>
    new Map([...all.map(({ id }) => [id, undefined] as const), ...variants.map(({ id, variantOf }) => [id, variantOf] as const)]);
  const own = lessons.map(({ file, document }) => {
    // A lesson too broken to be read is still known by its folder.
    const id = document?.yaml.value.id ?? file.split('/').at(-2) ?? '';
    const written = document && new Map(document.yaml.value.pieces.map((piece) => [piece.id, piece.variantOf]));
    return [identityOf(id, namespace), written] as const;
  });
  const roles = [...(onboarding?.roles.map(({ id }) => id) ?? []), otherLessons];
  return {
    lessons: new Map([...ships.map((lesson) => [lesson.id, pieces(lesson)] as const), ...own]),
    tracks: new Set([...builtIn.tracks.map(({ id }) => id), ...roles.map((id) => identityOf(id, namespace))]),
    terms: new Set(builtIn.terms.map(({ id }) => id)),
  };
}

const outside = (known: Known, namespace: string) => [...known.lessons.keys()].filter((id) => !isOwn(id, namespace));

const isOwn = (id: string, namespace: string) => partsOf(id).namespace === namespace;

function unknownSteps({ onboarding }: TeamFolder, known: Known, rules: ReadonlySet<string>): LessonProblem[] {
  if (onboarding === undefined) return [];
  const { file } = onboarding;
  const steps = onboarding.roles.flatMap((role) => role.steps);
  const lessons = steps.flatMap(({ kind, id, line }): Reference[] => (kind === 'lesson' ? [{ file, line, target: { kind, id } }] : []));
  const lost = steps.filter(({ kind, id }) => kind === 'rule' && !rules.has(id));
  return [
    ...unknownReferences(lessons, known),
    ...lost.map(({ id, line }) => ({ file, line, message: unknownRule(id, rules) })),
  ];
}

/** What it leads to, as far as that can be opened. */
function withTargets({ next, prerequisites, ...lesson }: Lesson, opens: (id: string) => boolean): Lesson {
  return { ...lesson, prerequisites: prerequisites.filter(opens), ...(next !== undefined && opens(next) && { next }) };
}
