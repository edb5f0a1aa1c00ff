import * as vscode from 'vscode';
import { configFile, type FolderConfig } from '../engine/config/model';
import { parseConfig } from '../engine/config/parse';
import { configSchema } from '../engine/config/schema';
import { oneAtATime } from '../shared/oneAtATime';
import { fileOf, toRange } from './identity';
import type { RuleSources } from './ruleSources';
import type { AltitudeChanges } from './team/altitudeChanges';

/** The configuration files of the workspace's folders, kept up to date; what is wrong in one is shown in it. */
export class FolderConfigs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly problems = vscode.languages.createDiagnosticCollection('altitude configuration');
  private readonly subscriptions: { dispose(): unknown }[];
  private configs: readonly FolderConfig[] = [];
  private isDisposed = false;
  private readonly read = oneAtATime(async () => this.readNow());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly rules: RuleSources,
    changes: Pick<AltitudeChanges, 'onDidChange'>,
  ) {
    const read = () => void this.read();
    this.subscriptions = [this.changed, this.problems, changes.onDidChange(read), rules.onDidChange(read)];
    read();
  }

  /** Empty until the files have been read, and in a workspace that is not trusted. */
  get current(): readonly FolderConfig[] {
    return this.configs;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async readNow(): Promise<void> {
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const found = await Promise.all(folders.map(async ({ uri }) => ({ folder: uri, file: vscode.Uri.joinPath(uri, configFile), text: await textOf(vscode.Uri.joinPath(uri, configFile)) })));
    if (this.isDisposed) return;
    const before = JSON.stringify(this.configs);
    this.problems.clear();
    this.configs = found.flatMap(({ folder, file, text }) => {
      if (text === undefined) return [];
      const { config, problems } = parseConfig(text, configSchema(this.rules.named));
      this.problems.set(
        file,
        // A rule that is not known yet may be about to be read.
        (this.rules.isSettled ? problems : []).map(({ range, message }) => new vscode.Diagnostic(toRange(range), message)),
      );
      return [{ folder: fileOf(folder), config }];
    });
    if (JSON.stringify(this.configs) !== before) this.changed.fire();
  }
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
