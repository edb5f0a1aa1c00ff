import * as vscode from 'vscode';
import { isVendored } from '../engine/scan/quiet';
import { rulesFolder, type ReadRules, type RuleProblem, type RuleTrouble } from '../engine/team/model';
import { fileOf, uriOf } from './identity';
import type { RuleSource } from './ruleSources';

/** Changes on disk are looked at together, this many milliseconds after the last of them. */
const gather = 300;

/** Milliseconds a search for files may take: on some file systems it never ends. */
const searchLimit = 5000;

const nothing: ReadRules = { rules: [], broken: [], problems: [] };

/**
 * The rules in the `.altitude` folders of the workspace, kept up to date; what is wrong with one is shown in its file.
 * Nothing is read while the workspace is not trusted, nor is what reads it loaded before there is something to read.
 */
export class RuleFiles implements RuleSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly shown = vscode.languages.createDiagnosticCollection('altitude rules');
  private readonly subscriptions: vscode.Disposable;
  private troubles: RuleTrouble[] = [];
  private read: ReadRules = nothing;
  private isRead = false;
  /** Where the last search found rules. */
  private below: readonly string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with each reading: a slow one must not overwrite a later one. */
  private readings = 0;
  readonly onDidChange = this.changed.event;

  constructor(private readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>) {
    // Of a folder that appears or goes with all it holds, the editor may report the folder alone.
    const watcher = vscode.workspace.createFileSystemWatcher(`**/{.altitude,${rulesFolder},${rulesFolder}/*,.altitude/onboarding.yml}`);
    const later = () => this.readLater();
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      this.shown,
      watcher,
      watcher.onDidChange(later),
      watcher.onDidCreate(later),
      watcher.onDidDelete(later),
      // The editor's watcher may miss what happens in folders made one inside the other at once; a saved file never.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.includes('/.altitude/')) later();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(later),
      vscode.workspace.onDidGrantWorkspaceTrust(later),
    );
    this.timer = setTimeout(() => void this.readAll());
  }

  get current(): ReadRules {
    return this.read;
  }

  get isSettled(): boolean {
    return this.isRead;
  }

  /** A rule of these files did not do its work. */
  addTrouble(trouble: RuleTrouble): void {
    this.troubles.push(trouble);
    this.log.warn(`${trouble.file}:${trouble.line}: ${trouble.message}`);
    this.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.readings++;
    this.subscriptions.dispose();
  }

  private readLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.readAll(), gather);
  }

  /** First what lies at the top of a folder or was found before, which is known at once; then what a search finds below. */
  private async readAll(): Promise<void> {
    const reading = ++this.readings;
    const isTrusted = vscode.workspace.isTrusted;
    const known = isTrusted ? [...new Set([...(await rootsAtTop()), ...this.below])] : [];
    const first = await rulesIn(known, this.log);
    if (reading !== this.readings) return;
    if (known.length > 0) this.set(first, this.isRead);
    const below = isTrusted ? await rootsBelow() : [];
    const all = [...new Set([...known, ...below])];
    const read = all.length === known.length ? first : await rulesIn(all, this.log);
    if (reading !== this.readings) return;
    this.below = below;
    this.set(read, true);
  }

  private set(read: ReadRules, isRead: boolean): void {
    const isNews = isRead !== this.isRead || JSON.stringify(read) !== JSON.stringify(this.read);
    if (!isNews) return;
    this.isRead = isRead;
    this.read = read;
    this.troubles = [];
    for (const { file, line, message } of read.problems) this.log.warn(`${file}:${line}: ${message}`);
    this.show();
    this.changed.fire();
  }

  private show(): void {
    this.shown.clear();
    const all: readonly RuleProblem[] = [...this.read.problems, ...this.troubles];
    for (const file of new Set(all.map((problem) => problem.file))) this.shown.set(uriOf(file), all.filter((problem) => problem.file === file).map(toDiagnostic));
  }
}

function toDiagnostic({ line, message }: RuleProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER), message);
  diagnostic.source = 'Altitude';
  return diagnostic;
}

async function rulesIn(roots: readonly string[], log: Pick<vscode.LogOutputChannel, 'error'>): Promise<ReadRules> {
  if (roots.length === 0) return nothing;
  try {
    const { editorTeamFiles, loadRules } = await import('./learning/start');
    return await loadRules(editorTeamFiles, [], roots);
  } catch (error) {
    log.error(`the rules of this workspace could not be read: ${String(error)}`);
    return nothing;
  }
}

async function rootsAtTop(): Promise<string[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map(async ({ uri }) => ((await exists(vscode.Uri.joinPath(uri, rulesFolder))) ? [fileOf(uri)] : [])));
  return found.flat();
}

/** Found by the editor's own search; where it has none, nothing is. */
async function rootsBelow(): Promise<string[]> {
  const found = await searched();
  const own = found.filter((uri) => !isVendored(vscode.workspace.asRelativePath(uri, false).split(`${rulesFolder}/`)[0] ?? ''));
  return own.map((uri) => fileOf(vscode.Uri.joinPath(uri, '../../..')));
}

async function searched(): Promise<readonly vscode.Uri[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<readonly vscode.Uri[]>((resolve) => {
    timer = setTimeout(() => resolve([]), searchLimit);
  });
  try {
    return await Promise.race([vscode.workspace.findFiles(`**/${rulesFolder}/*.yml`, '**/node_modules/**'), limit]);
  } finally {
    clearTimeout(timer);
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
