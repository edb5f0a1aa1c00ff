import * as vscode from 'vscode';
import type { ReadRules, RuleTrouble } from '../../engine/team/model';
import type { Catalogue, LessonProblem } from '../../lessons/model';
import type { Team, TeamFiles } from '../../team/model';
import { contributedPack } from '../../team/packs/contributed';
import type { LoadedPack, Pack } from '../../team/packs/model';
import { registeredPack } from '../../team/packs/registered';
import { fileOf } from '../identity';
import type { Contribution } from '../lessons/lessons';
import type { RuleSource } from '../ruleSources';
import { disabledPacks, disabledSetting } from './packSettings';

/** A pack as the reader's list of packs shows it. */
export interface ListedPack {
  readonly pack: Pack;
  readonly isOn: boolean;
  /** Counts; 0 while the pack is off. */
  readonly lessons: number;
  readonly rules: number;
  readonly problems: readonly LessonProblem[];
}

export interface PacksOptions {
  /** The file system that extensions lie on. */
  readonly files: TeamFiles;
  readonly builtIn: Catalogue;
  /** The ids of the built-in rules. */
  readonly rules: ReadonlySet<string>;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
}

interface Read {
  readonly listed: readonly ListedPack[];
  readonly teams: readonly Team[];
  readonly rules: ReadRules;
}

const nothing: Read = { listed: [], teams: [], rules: { rules: [], broken: [], problems: [] } };

/** Lessons and rules that other extensions bring, in step with what is installed, registered and switched off. */
export class Packs implements Contribution, RuleSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private readonly registered = new Map<number, Pack>();
  /** What was read stays read while its pack is the same: switching it back on costs nothing. */
  private readonly loaded = new Map<string, Promise<LoadedPack>>();
  private readonly told = new Set<string>();
  private troubles: readonly RuleTrouble[] = [];
  private read = nothing;
  private isRead = false;
  /** What was read, in short. */
  private state = '';
  private registrations = 0;
  /** Grows with each reading: a slow one must not overwrite a later one. */
  private readings = 0;
  readonly onDidChange = this.changed.event;
  readonly settled: Promise<void>;

  constructor(private readonly options: PacksOptions) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.extensions.onDidChange(() => void this.readAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(disabledSetting)) void this.readAll();
      }),
    );
    this.settled = this.readAll();
  }

  get teams(): readonly Team[] {
    return this.read.teams;
  }

  /** Those of each pack are told in its team, and all of them in the list. */
  get problems(): readonly LessonProblem[] {
    return [];
  }

  get current(): ReadRules {
    return this.read.rules;
  }

  get isSettled(): boolean {
    return this.isRead;
  }

  /** Every pack there is, also those that are off or broken. */
  get listed(): readonly ListedPack[] {
    return this.read.listed.map((each) => {
      const troubles = this.troubles.filter(({ rule }) => rule.startsWith(`${each.pack.namespace}/`));
      return { ...each, problems: [...each.problems, ...troubles] };
    });
  }

  /** @param given what an extension handed over, unchecked */
  register(given: unknown): vscode.Disposable {
    const count = ++this.registrations;
    this.registered.set(count, registeredPack(given, count));
    void this.readAll();
    return new vscode.Disposable(() => {
      if (this.registered.delete(count)) void this.readAll();
    });
  }

  /** A rule of a pack did not do its work. */
  addTrouble(trouble: RuleTrouble): void {
    this.troubles = [...this.troubles, trouble];
    this.tell(trouble);
  }

  /** The text of a file that an extension handed over. */
  async textOf(uri: vscode.Uri): Promise<string | undefined> {
    const path = uri.toString(true);
    const pack = this.read.listed.find(({ pack: { root } }) => path.startsWith(`${root}/`))?.pack;
    const bytes = await pack?.files?.read(path, Infinity).catch(() => undefined);
    return bytes && new TextDecoder().decode(bytes);
  }

  dispose(): void {
    this.readings++;
    this.subscriptions.dispose();
  }

  private async readAll(): Promise<void> {
    const reading = ++this.readings;
    try {
      const read = await this.readOnce();
      if (reading !== this.readings) return;
      const state = JSON.stringify(read.listed.map(({ pack, isOn }) => [keyOf(pack), isOn]));
      if (this.isRead && state === this.state) return;
      this.state = state;
      this.read = read;
      this.isRead = true;
      this.troubles = [];
      for (const problem of read.listed.flatMap(({ problems }) => problems)) this.tell(problem);
      this.changed.fire();
    } catch (error) {
      this.options.log.error(`the lesson packs could not be read: ${String(error)}`);
    }
  }

  private async readOnce(): Promise<Read> {
    const installed = vscode.extensions.all.flatMap(({ id, extensionUri, packageJSON: manifest }) => contributedPack({ id, root: fileOf(extensionUri), manifest }) ?? []);
    const packs = distinct([...installed.sort((a, b) => (a.id < b.id ? -1 : 1)), ...this.registered.values()]);
    const disabled = disabledPacks();
    const keys = new Set(packs.map(keyOf));
    for (const key of this.loaded.keys()) if (!keys.has(key)) this.loaded.delete(key);
    const on = packs.filter(({ id }) => !disabled.has(id));
    const contents = new Map<Pack, LoadedPack>();
    for (const pack of on) contents.set(pack, await this.load(pack));
    const all = [...contents.values()];
    return {
      listed: packs.map((pack) => listed(pack, contents.get(pack))),
      teams: all.map(({ team }) => team),
      rules: { rules: all.flatMap(({ rules }) => rules.rules), broken: all.flatMap(({ rules }) => rules.broken), problems: all.flatMap(({ rules }) => rules.problems) },
    };
  }

  private async load(pack: Pack): Promise<LoadedPack> {
    const key = keyOf(pack);
    let loading = this.loaded.get(key);
    if (loading === undefined) {
      loading = this.loadAnew(pack);
      this.loaded.set(key, loading);
      loading.catch(() => this.loaded.delete(key));
    }
    return loading;
  }

  private async loadAnew(pack: Pack): Promise<LoadedPack> {
    const { loadPack } = await import('../../team/packs/load');
    return loadPack(pack, this.options);
  }

  /** Each once: packs are read again whenever any of them changes. */
  private tell({ file, line, message }: LessonProblem): void {
    const text = `${file}:${line}: ${message}`;
    if (!this.told.has(text)) this.options.log.warn(text);
    this.told.add(text);
  }
}

function listed(pack: Pack, content: LoadedPack | undefined): ListedPack {
  if (content === undefined) return { pack, isOn: false, lessons: 0, rules: 0, problems: [] };
  const { team, rules, problems } = content;
  return { pack, isOn: true, lessons: team.lessons.length, rules: rules.rules.length, problems };
}

/** Two packs of one name would share progress, settings and suppressions: of the second, only why it is refused is kept. */
function distinct(packs: readonly Pack[]): Pack[] {
  const first = new Map<string, Pack>();
  return packs.map((pack) => {
    const earlier = first.get(pack.namespace);
    if (earlier === undefined) {
      first.set(pack.namespace, pack);
      return pack;
    }
    const message = `${pack.id} and ${earlier.id} are both called ${pack.namespace}; the first one is used, so give this one another id`;
    return { ...pack, places: {}, faults: [...pack.faults, { path: [], message }] };
  });
}

const keyOf = ({ id, root, version, places, faults }: Pack): string => JSON.stringify([id, root, version, places, faults]);
