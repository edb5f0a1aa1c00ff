import * as vscode from 'vscode';
import { isUnder } from '../../engine/scan/paths';
import { isVendored } from '../../engine/scan/quiet';
import { languageOf } from '../../engine/syntax/languages';
import { teamFolderName, type TeamFiles } from '../../team/model';
import { oneAtATime } from '../../shared/oneAtATime';
import { fileOf, uriOf } from '../identity';
import { holderOf } from './altitudeFiles';
import { isFolder, printOf } from './folderPrint';

/**
 * After the last event, it is looked after so many milliseconds. The first gathers what comes together. The others are
 * for what the editor never reports: on Linux its watcher begins to watch a new folder only after it was told of it, and
 * what was made in there until then, folders with all that follows in them, stays unwatched until the window reloads.
 */
const looks = [300, 1500, 5000] as const;

/**
 * Tells of whatever may have changed in the `.altitude` folders of the workspace. The editor's watcher is believed when
 * it speaks, and not when it is silent: after each of its events, when something is saved there, when the reader comes
 * back to the window, and when asked, the folders are compared with how they were.
 */
export class AltitudeChanges implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  /** Folders that hold an `.altitude`, and how that looked before it was last told of; undefined where it was not yet looked at. */
  private readonly holders = new Map<string, string | undefined>();
  /** New folders that may bring an `.altitude` with them. */
  private readonly fresh = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isNews = false;
  private isDisposed = false;
  /** Something in an `.altitude` folder may be other than it was, or which folders may be read. */
  readonly onDidChange = this.changed.event;

  /** Compares the folders with how they were, now. */
  readonly look = oneAtATime(async () => this.compare());

  constructor(private readonly files: TeamFiles) {
    // Of a folder that appears or goes with all it holds, the editor may report the folder alone.
    const content = vscode.workspace.createFileSystemWatcher(`**/{${teamFolderName},${teamFolderName}/**}`);
    const all = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const heard = (uri: vscode.Uri) => this.hear(uri);
    const heardAll = (uris: readonly vscode.Uri[]) => uris.filter(({ path }) => isAltitude(path)).forEach(heard);
    const others = () => {
      this.isNews = true;
      void this.look();
    };
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      content,
      content.onDidChange(heard),
      content.onDidCreate(heard),
      content.onDidDelete(heard),
      all,
      all.onDidCreate((uri) => this.appeared(fileOf(uri))),
      all.onDidDelete((uri) => this.vanished(fileOf(uri))),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => heardAll([uri])),
      vscode.workspace.onDidCreateFiles(({ files: created }) => heardAll(created)),
      vscode.workspace.onDidDeleteFiles(({ files: deleted }) => heardAll(deleted)),
      vscode.workspace.onDidRenameFiles(({ files: renamed }) => heardAll(renamed.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
      vscode.workspace.onDidChangeWorkspaceFolders(others),
      vscode.workspace.onDidGrantWorkspaceTrust(others),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.look();
      }),
    );
  }

  /** @param folders those that were found to hold an `.altitude`: they are looked at too */
  know(folders: readonly string[]): void {
    for (const folder of folders) if (!this.holders.has(folder)) this.holders.set(folder, undefined);
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private hear(uri: vscode.Uri): void {
    this.know([fileOf(uri.path.endsWith(`/${teamFolderName}`) ? vscode.Uri.joinPath(uri, '..') : holderOf(uri))]);
    this.news();
  }

  private appeared(path: string): void {
    // What has the ending of a source file is a file: only a folder can bring another with it.
    if (isAltitude(path) || languageOf(path) !== undefined || isVendored(path)) return;
    this.fresh.add(path);
    this.lookLater();
  }

  private vanished(path: string): void {
    if ([...this.holders.keys()].some((holder) => holder === path || isUnder(path, holder))) this.news();
  }

  private news(): void {
    this.isNews = true;
    this.lookLater();
  }

  private lookLater(step = 0): void {
    clearTimeout(this.timer);
    const [last, delay] = [looks[step - 1] ?? 0, looks[step]];
    if (this.isDisposed || delay === undefined) {
      this.fresh.clear();
      return;
    }
    this.timer = setTimeout(() => {
      const timer = this.timer;
      const again = () => {
        if (this.timer === timer) this.lookLater(step + 1);
      };
      void this.look().then(again, again);
    }, delay - last);
  }

  private async compare(): Promise<void> {
    let isNews = this.isNews;
    this.isNews = false;
    await this.findFresh();
    this.know((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => fileOf(uri)));
    // Before anybody reads: what changes after this is either read or seen the next time.
    for (const [holder, before] of this.holders) {
      const print = await printOf(vscode.Uri.joinPath(uriOf(holder), teamFolderName));
      if (print === '') this.holders.delete(holder);
      else this.holders.set(holder, print);
      if (print !== (before ?? '')) isNews = true;
    }
    if (isNews && !this.isDisposed) this.changed.fire();
  }

  private async findFresh(): Promise<void> {
    if (this.fresh.size === 0 || !vscode.workspace.isTrusted) return;
    const { foldersHolding } = await import('../../team/holding');
    for (const path of [...this.fresh]) {
      if (await isFolder(uriOf(path))) this.know(await foldersHolding(this.files, path));
      else this.fresh.delete(path);
    }
  }
}

const isAltitude = (path: string) => path.includes(`/${teamFolderName}/`) || path.endsWith(`/${teamFolderName}`);
