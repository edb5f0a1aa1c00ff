import * as v from 'valibot';
import * as vscode from 'vscode';
import { partsOf } from '../../lessons/identity';
import type { StartedRole } from '../../views/panel/team/desk';

const key = 'altitude.roles';

const stored = v.record(v.string(), v.object({ track: v.string(), at: v.number() }));

/** The roles that this reader has started, one a team; remembered over windows. */
export class Roles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {}

  started(team: string): StartedRole | undefined {
    return this.all[team];
  }

  /** Starts the role of a track. One that was started before keeps its day. @param at milliseconds since the epoch */
  async start(track: string, at: number): Promise<void> {
    const team = partsOf(track).namespace;
    if (team === undefined || this.all[team]?.track === track) return;
    await this.memory.update(key, { ...this.all, [team]: { track, at } });
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get all(): Readonly<Record<string, StartedRole>> {
    const result = v.safeParse(stored, this.memory.get(key));
    return result.success ? result.output : {};
  }
}
