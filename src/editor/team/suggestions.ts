import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import type { Track } from '../../lessons/model';
import { firstFixes, testBeside, type FirstFix } from '../../team/firstFix';
import type { TeamFiles } from '../../team/model';

/** So many of the smallest fixes are asked whether a test lies beside them. */
const looked = 30;

/** Findings change in bursts while a scan runs; milliseconds. */
const gather = 150;

export interface SuggestionOptions {
  readonly files: Pick<TeamFiles, 'list'>;
  readonly ofRule: (rule: string) => readonly Finding[];
  /** The tracks a suggestion is wanted for. */
  readonly tracks: () => readonly Track[];
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
    const found = await Promise.all(this.options.tracks().map(async (track) => [track.id, await this.best(track)] as const));
    if (looking !== this.lookings) return;
    this.known = new Map(found.flatMap(([track, fix]) => (fix ? [[track, fix] as const] : [])));
    this.changed.fire();
  }

  /** The smallest in a file that has a test beside it, else the smallest. */
  private async best({ role }: Track): Promise<FirstFix | undefined> {
    const rules = role?.steps.flatMap(({ kind, id }) => (kind === 'rule' ? [id] : [])) ?? [];
    const fixes = firstFixes(rules.flatMap((rule) => this.options.ofRule(rule)));
    for (const fix of fixes.slice(0, looked)) {
      const test = await this.testOf(fix.finding.file);
      if (test !== undefined) return { ...fix, test };
    }
    return fixes[0];
  }

  private async testOf(file: string): Promise<string | undefined> {
    const slash = file.lastIndexOf('/');
    const name = file.slice(slash + 1);
    for (const dir of [file.slice(0, slash), `${file.slice(0, slash)}/__tests__`]) {
      const entries = await this.options.files.list(dir).catch(() => []);
      const test = testBeside(name, entries.flatMap((entry) => (entry.kind === 'file' ? [entry.name] : [])));
      if (test !== undefined) return test;
    }
    return undefined;
  }
}
