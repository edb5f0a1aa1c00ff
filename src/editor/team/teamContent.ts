import * as vscode from 'vscode';
import { isUnder } from '../../engine/scan/paths';
import type { Catalogue, LessonProblem } from '../../lessons/model';
import { loadYamlReader } from '../../lessons/yamlReader';
import { inTurns, othersTurn } from '../../shared/pace';
import type { ResolveAnchor } from '../../team/anchors/resolve';
import { discoverTeams } from '../../team/discover';
import { teamFolderName, type Team, type TeamFiles, type TeamFolder } from '../../team/model';
import { oneAtATime } from '../../shared/oneAtATime';
import { fileOf } from '../identity';
import type { Contribution } from '../lessons/lessons';
import type { AltitudeChanges } from './altitudeChanges';
import { exists, findAltitudeFiles } from './altitudeFiles';

/** Changes on disk are looked at together, this many milliseconds after the last of them. */
const gather = 300;

/** What is not read because the workspace is not trusted. */
export interface Withheld {
  /** Lessons, rules or a welcome. */
  readonly teaches: boolean;
  /** Levels of rules, and what fixes insert. */
  readonly configures: boolean;
}

interface Loaded {
  readonly teams: readonly Team[];
  readonly problems: readonly LessonProblem[];
}

export interface TeamContentOptions {
  readonly changes: Pick<AltitudeChanges, 'know' | 'onDidChange'>;
  readonly files: TeamFiles;
  readonly builtIn: Catalogue;
  /** The ids of the built-in rules. */
  readonly rules: ReadonlySet<string>;
  readonly resolve: ResolveAnchor;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
}

/** What the `.altitude` folders of the workspace teach, kept in step with the disk; nothing while it is not trusted. */
export class TeamContent implements Contribution, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private loaded: Loaded = { teams: [], problems: [] };
  /** What was told of last. */
  private print: readonly string[] = [headOf([])];
  private sources: ReadonlySet<string> = new Set();
  /** Paths that changed since a read began, which may have seen them before; undefined while none runs. */
  private meanwhile: Set<string> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDisposed = false;
  private readonly read = oneAtATime(async () => this.readNow());
  private held: Withheld | undefined;
  readonly onDidChange = this.changed.event;
  readonly settled: Promise<void>;

  constructor(private readonly options: TeamContentOptions) {
    const all = vscode.workspace.createFileSystemWatcher('**/*');
    const touched = (uri: vscode.Uri) => this.touched(fileOf(uri));
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      options.changes.onDidChange(() => void this.read()),
      all,
      all.onDidChange(touched),
      all.onDidCreate(touched),
      all.onDidDelete(touched),
    );
    this.settled = this.read();
  }

  get teams(): readonly Team[] {
    return this.loaded.teams;
  }

  get problems(): readonly LessonProblem[] {
    return this.loaded.problems;
  }

  /** Undefined where the workspace is trusted, or holds nothing of the kind. */
  get withheld(): Withheld | undefined {
    return this.held;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isDisposed = true;
    this.subscriptions.dispose();
  }

  /** Code that lessons are about, or a folder that holds some. */
  private touched(path: string): void {
    this.meanwhile?.add(path);
    if (this.holdsSource(path)) this.readSoon();
  }

  private holdsSource(path: string): boolean {
    return [...this.sources].some((each) => each === path || isUnder(path, each));
  }

  private readSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), gather);
  }

  private async readNow(): Promise<void> {
    this.meanwhile = new Set();
    try {
      await this.readAll();
    } finally {
      this.meanwhile = undefined;
    }
  }

  private async readAll(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (!vscode.workspace.isTrusted) {
      await this.set({ teams: [], problems: [] }, await withheldIn(folders.map(({ uri }) => uri)));
      return;
    }
    try {
      const { folders: found, problems } = await discoverTeams(this.options.files, folders.map(({ uri }) => fileOf(uri)));
      this.options.changes.know(found.map(({ root }) => root));
      await this.set({ teams: found.length === 0 ? [] : await this.load(found), problems });
    } catch (error) {
      this.options.log.error(`the lessons of this workspace could not be read: ${String(error)}`);
    }
  }

  private async load(found: readonly TeamFolder[]): Promise<Team[]> {
    const { builtIn, files, resolve, rules } = this.options;
    for (const loadPart of partsOfReading) {
      await loadPart();
      await othersTurn();
    }
    const { loadTeam } = await import('../../team/load');
    await othersTurn();
    const teams: Team[] = [];
    for (const folder of found) teams.push(await loadTeam(files, folder, { builtIn, rules, resolve }));
    return teams;
  }

  private async set(loaded: Loaded, held?: Withheld): Promise<void> {
    const print = await printOf(loaded, held);
    if (this.isDisposed) return;
    const { print: before, sources } = this;
    this.print = print;
    this.loaded = loaded;
    this.held = held;
    this.sources = new Set(loaded.teams.flatMap(({ lessons }) => lessons.flatMap(({ pieces, variants }) => [...pieces, ...variants].flatMap(({ live }) => live?.file ?? []))));
    // Nobody knew yet that lessons are about these.
    if ([...(this.meanwhile ?? [])].some((path) => this.holdsSource(path) && !sources.has(path))) this.readSoon();
    if (print.length === before.length && print.every((part, index) => part === before[index])) return;
    for (const { file, line, message } of [...loaded.problems, ...loaded.teams.flatMap((team) => [...team.problems, ...team.lost])]) {
      this.options.log.warn(`${file}:${line}: ${message}`);
    }
    this.changed.fire();
  }
}

/** What reads a team's lessons, beyond what lists them: a turn for each, since compiled in one go it would hold the thread for as long as all of it takes. */
const partsOfReading: readonly (() => Promise<unknown>)[] = [loadYamlReader, () => import('../../lessons/diagram'), () => import('../../lessons/lesson')];

const headOf = (problems: readonly LessonProblem[], held?: Withheld): string => JSON.stringify([problems, held]);

/** All that is told of, to be compared with what was told before. It is long: others have their turn before each few parts, and after the last. */
async function printOf({ teams, problems }: Loaded, held?: Withheld): Promise<string[]> {
  const turn = inTurns();
  const print = [headOf(problems, held)];
  for (const { lessons, tracks, ...team } of teams) {
    print.push(JSON.stringify([team, tracks.map((track) => ({ ...track, lessons: track.lessons.map(({ id }) => id) }))]));
    for (const lesson of lessons) {
      await turn();
      print.push(JSON.stringify(lesson));
    }
  }
  if (teams.length > 0) await othersTurn();
  return print;
}

/** Looks for names alone: nothing of what lies there is read. */
async function withheldIn(folders: readonly vscode.Uri[]): Promise<Withheld | undefined> {
  if (folders.length === 0) return undefined;
  const atTop = async (...names: readonly string[]) =>
    (await Promise.all(folders.flatMap((folder) => names.map(async (name) => exists(vscode.Uri.joinPath(folder, teamFolderName, name)))))).includes(true);
  const configures = await atTop('config.json');
  const teaches = (await atTop('onboarding.yml', 'lessons', 'rules')) || (await findAltitudeFiles('{onboarding.yml,lessons/*/lesson.md,rules/*.yml}')).length > 0;
  return teaches || configures ? { teaches, configures } : undefined;
}
