import * as vscode from 'vscode';
import { isUnder } from '../../engine/scan/paths';
import { isVendored } from '../../engine/scan/quiet';
import { languageOf } from '../../engine/syntax/languages';
import type { Catalogue, LessonProblem } from '../../lessons/model';
import type { ResolveAnchor } from '../../team/anchors/resolve';
import { discoverTeams } from '../../team/discover';
import { teamFolderName, type Team, type TeamFiles, type TeamFolder } from '../../team/model';
import { fileOf } from '../identity';
import type { Contribution } from '../lessons/lessons';
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

export interface TeamContentOptions {
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
  private loaded: { readonly teams: readonly Team[]; readonly problems: readonly LessonProblem[] } = { teams: [], problems: [] };
  private sources: ReadonlySet<string> = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with each reading: a slow one must not overwrite a later one. */
  private readings = 0;
  private held: Withheld | undefined;
  readonly onDidChange = this.changed.event;
  readonly settled: Promise<void>;

  constructor(private readonly options: TeamContentOptions) {
    // Of a folder that appears or goes with all it holds, the editor may report the folder alone.
    const content = vscode.workspace.createFileSystemWatcher(`**/{${teamFolderName},${teamFolderName}/**}`);
    const all = vscode.workspace.createFileSystemWatcher('**/*');
    const later = () => this.readLater();
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      content,
      content.onDidChange(later),
      content.onDidCreate(later),
      content.onDidDelete(later),
      all,
      all.onDidChange((uri) => {
        if (this.sources.has(fileOf(uri))) this.readLater();
      }),
      all.onDidCreate((uri) => void this.appeared(fileOf(uri))),
      all.onDidDelete((uri) => this.vanished(fileOf(uri))),
      vscode.workspace.onDidChangeWorkspaceFolders(later),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.read()),
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
    this.readings++;
    this.subscriptions.dispose();
  }

  private async appeared(path: string): Promise<void> {
    if (this.sources.has(path)) this.readLater();
    // What has an ending is a file: only a folder can bring a team with it.
    if (languageOf(path) !== undefined || isVendored(path) || !vscode.workspace.isTrusted) return;
    const { folders, problems } = await discoverTeams(this.options.files, [path]).catch(() => ({ folders: [], problems: [] }));
    if (folders.length > 0 || problems.length > 0) this.readLater();
  }

  private vanished(path: string): void {
    const known = [...this.sources, ...this.teams.map(({ root }) => root)];
    if (known.some((each) => each === path || isUnder(path, each))) this.readLater();
  }

  private readLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), gather);
  }

  private async read(): Promise<void> {
    const reading = ++this.readings;
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (!vscode.workspace.isTrusted) {
      const held = await withheldIn(folders.map(({ uri }) => uri));
      if (reading === this.readings) this.set({ teams: [], problems: [] }, held);
      return;
    }
    try {
      const { folders: found, problems } = await discoverTeams(this.options.files, folders.map(({ uri }) => fileOf(uri)));
      const teams = found.length === 0 ? [] : await this.load(found, reading);
      if (reading === this.readings) this.set({ teams, problems });
    } catch (error) {
      this.options.log.error(`the lessons of this workspace could not be read: ${String(error)}`);
    }
  }

  /** Gives up where a later reading has begun. */
  private async load(found: readonly TeamFolder[], reading: number): Promise<Team[]> {
    const { builtIn, files, resolve, rules } = this.options;
    const { loadTeam } = await import('../../team/load');
    const teams: Team[] = [];
    for (const folder of found) if (reading === this.readings) teams.push(await loadTeam(files, folder, { builtIn, rules, resolve }));
    return teams;
  }

  private set(loaded: TeamContent['loaded'], held?: Withheld): void {
    const before = [this.loaded, this.held];
    this.loaded = loaded;
    this.held = held;
    this.sources = new Set(loaded.teams.flatMap(({ lessons }) => lessons.flatMap(({ pieces, variants }) => [...pieces, ...variants].flatMap(({ live }) => live?.file ?? []))));
    if (JSON.stringify(before) === JSON.stringify([loaded, held])) return;
    for (const { file, line, message } of [...loaded.problems, ...loaded.teams.flatMap((team) => [...team.problems, ...team.lost])]) {
      this.options.log.warn(`${file}:${line}: ${message}`);
    }
    this.changed.fire();
  }
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
