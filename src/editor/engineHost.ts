import * as vscode from 'vscode';
import type { RuleInfo } from '../engine/rules/list';
import { EnginePool, type PoolOptions } from '../engine/scan/pool';
import type { WorkerConfig } from '../engine/scan/workerApi';
import type { RuleTrouble } from '../engine/team/model';
import type { FolderConfigs } from './folderConfigs';
import { fileOf } from './identity';
import type { RuleSources } from './ruleSources';
import { readSettings, section, type Settings } from './settings';

/** How the engine's threads start here, and how many a scan may use. */
export type EngineThreads = Pick<PoolOptions, 'spawn' | 'threads'>;

/** The engine of this window, kept in step with settings and workspace folders. */
export class EngineHost implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Settings>();
  private readonly subscriptions: { dispose(): unknown }[];
  private current: Settings;
  readonly engine: EnginePool;
  /** After settings or folders changed and the engine knows it. */
  readonly onDidChange = this.changed.event;

  /** @param tell told of each rule of a team that does not do its work */
  constructor(
    threads: EngineThreads,
    private readonly configs: FolderConfigs,
    private readonly sources: RuleSources,
    private readonly log: vscode.LogOutputChannel,
    tell: (trouble: RuleTrouble) => void,
  ) {
    this.current = this.readSettings();
    for (const problem of this.current.problems) log.warn(problem);
    this.engine = new EnginePool({ ...threads, config: this.workerConfig(), onTrouble: tell });
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(section)) void this.refresh();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      configs.onDidChange(() => void this.refresh()),
      sources.onDidChange(() => void this.refresh()),
    ];
  }

  get settings(): Settings {
    return this.current;
  }

  /** What is told of each rule, those of teams after the built-in ones. */
  get rules(): readonly RuleInfo[] {
    return this.sources.all;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    void this.engine.dispose();
  }

  private async refresh(): Promise<void> {
    const known = new Set(this.current.problems);
    this.current = this.readSettings();
    for (const problem of this.current.problems) if (!known.has(problem)) this.log.warn(problem);
    // A thread that cannot be told is replaced by one that is.
    await this.engine.configure(this.workerConfig()).catch((error: unknown) => this.log.warn(String(error)));
    this.changed.fire(this.current);
  }

  private readSettings(): Settings {
    return readSettings(vscode.workspace.getConfiguration(section), this.sources.all, this.sources.isSettled);
  }

  private workerConfig(): WorkerConfig {
    const { rules: enabled, severities, decided, doubtful, fixes } = this.current;
    return { roots: workspaceRoots(), rules: enabled, severities, doubtful, settings: fixes, configs: this.configs.current, decided, team: this.sources.team };
  }
}

/** Workspace folders on disk, as the engine names them. */
export function workspaceRoots(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => fileOf(uri));
}
