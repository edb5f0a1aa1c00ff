import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { isUnder, relativeWithin, within } from '../../engine/scan/paths';
import type { Track } from '../../lessons/model';
import { firstFixes, type FirstFix } from '../../team/firstFix';
import type { TeamFiles } from '../../team/model';
import { testOf, type FileNames } from '../../team/testOf';

/** For so many of the smallest fixes a test is looked for. */
const looked = 30;

/** Findings change in bursts while a scan runs; milliseconds. */
const gather = 150;

/** A track, and the folder that holds the `.altitude` it stands in. */
export interface RootedTrack {
  readonly track: Track;
  readonly root: string;
}

export interface SuggestionOptions {
  readonly files: Pick<TeamFiles, 'list'>;
  readonly ofRule: (rule: string) => readonly Finding[];
  /** The tracks a suggestion is wanted for. */
  readonly tracks: () => readonly RootedTrack[];
}

/** The fix to begin with, for each role that was started; looked for again when findings change. */
export class Suggestions implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private known: ReadonlyMap<string, FirstFix> = new Map();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lookings = 0;
  readonly onDidChange = this.changed.event;

  constructor(private readonly options: SuggestionOptions) {}

  of(track: string): FirstFix | undefined {
    return this.known.get(track);
  }

  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), gather);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.lookings++;
    this.changed.dispose();
  }

  private async look(): Promise<void> {
    const looking = ++this.lookings;
    const found = await Promise.all(this.options.tracks().map(async ({ track, root }) => [track.id, await this.best(track, root)] as const));
    if (looking !== this.lookings) return;
    this.known = new Map(found.flatMap(([track, fix]) => (fix ? [[track, fix] as const] : [])));
    this.changed.fire();
  }

  /** The smallest in a file that has a test, else the smallest. */
  private async best({ role }: Track, root: string): Promise<FirstFix | undefined> {
    const rules = role?.steps.flatMap(({ kind, id }) => (kind === 'rule' ? [id] : [])) ?? [];
    const fixes = firstFixes(rules.flatMap((rule) => this.options.ofRule(rule)));
    const names = this.namesIn(root);
    for (const fix of fixes.slice(0, looked)) {
      const { file } = fix.finding;
      const test = isUnder(root, file) ? await testOf(relativeWithin(root, file), names) : undefined;
      if (test !== undefined) return { ...fix, test };
    }
    return fixes[0];
  }

  /** Each folder is listed once. */
  private namesIn(root: string): FileNames {
    const listed = new Map<string, Promise<readonly string[]>>();
    return (dir) => {
      const names = listed.get(dir) ?? this.list(dir === '' ? root : within(root, dir));
      listed.set(dir, names);
      return names;
    };
  }

  private async list(dir: string): Promise<readonly string[]> {
    const entries = await this.options.files.list(dir).catch(() => []);
    return entries.flatMap(({ kind, name }) => (kind === 'file' ? [name] : []));
  }
}
