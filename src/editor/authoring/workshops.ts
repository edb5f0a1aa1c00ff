import * as vscode from 'vscode';
import type { Names } from '../../lessons/authoring/names';
import type { Checked, Workshop } from '../../lessons/authoring/workshop';
import type { TeamOptions } from '../../team/load';
import { teamFolderName, type TeamFiles } from '../../team/model';
import { fileOf, uriOf } from '../identity';
import { homeOf, isLessonFile, type Home } from './home';

/** Lessons are checked once typing pauses this long, in milliseconds. */
const pause = 250;

export interface WorkshopsOptions extends Pick<TeamOptions, 'builtIn' | 'resolve'> {
  /** As they are being written. */
  readonly files: TeamFiles;
  readonly rules: Names['rules'];
  readonly log: Pick<vscode.LogOutputChannel, 'error'>;
}

/** A folder of lessons that has a file open. */
interface Bench {
  readonly home: Home;
  readonly workshop: Promise<Workshop>;
  readonly watcher: vscode.Disposable;
  /** Files to be read again; everything where it is `all`. */
  changed: Set<string> | 'all';
  timer?: ReturnType<typeof setTimeout>;
  isChecking: boolean;
  checked?: Checked;
}

/** Keeps every folder of lessons checked that has a file open in an editor; none in a workspace that is not trusted. */
export class Workshops implements vscode.Disposable {
  private readonly checkedEmitter = new vscode.EventEmitter<void>();
  /** Open documents with lessons in them, by file. */
  private readonly open = new Map<string, { readonly document: vscode.TextDocument; readonly home: Home }>();
  private readonly benches = new Map<string, Bench>();
  private readonly subscriptions: vscode.Disposable;
  private isDisposed = false;
  /** A folder was checked, or a file was opened or closed. */
  readonly onDidChange = this.checkedEmitter.event;

  constructor(private readonly options: WorkshopsOptions) {
    const considerAll = () => vscode.workspace.textDocuments.forEach((document) => void this.consider(document));
    this.subscriptions = vscode.Disposable.from(
      this.checkedEmitter,
      vscode.workspace.onDidOpenTextDocument((document) => void this.consider(document)),
      vscode.workspace.onDidChangeTextDocument(({ contentChanges, document }) => {
        if (contentChanges.length > 0) this.fileChanged(fileOf(document.uri));
      }),
      // What was typed while a file was saved is taken for saved too, and read from the disk, until the next save has put it there.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.fileChanged(fileOf(uri))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(fileOf(uri))),
      vscode.workspace.onDidGrantWorkspaceTrust(considerAll),
    );
    considerAll();
  }

  /** Open documents with what is known of the folder each belongs to; the latter is absent until it was checked. */
  get documents(): readonly { readonly document: vscode.TextDocument; readonly home: Home; readonly checked?: Checked }[] {
    return [...this.open.values()].map(({ document, home }) => {
      const checked = this.benches.get(home.root)?.checked;
      return { document, home, ...(checked && { checked }) };
    });
  }

  /** The same of one document; undefined where it holds no lessons, or none may be read here. */
  find(uri: vscode.Uri): Workshops['documents'][number] | undefined {
    const file = fileOf(uri);
    return this.open.has(file) ? this.documents.find(({ document }) => fileOf(document.uri) === file) : undefined;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const bench of this.benches.values()) clear(bench);
    this.subscriptions.dispose();
  }

  private async consider(document: vscode.TextDocument): Promise<void> {
    if (!vscode.workspace.isTrusted || !vscode.workspace.getWorkspaceFolder(document.uri)) return;
    const file = fileOf(document.uri);
    const home = await homeOf(file, this.options.files);
    if (!home || document.isClosed || this.isDisposed) return;
    this.open.set(file, { document, home });
    const known = this.benches.get(home.root);
    // Of a file that has just been made, the watcher may not have told yet.
    if (known) this.changeIn(known, file);
    else {
      const bench = this.benchFor(home);
      this.benches.set(home.root, bench);
      void this.check(bench);
    }
    this.checkedEmitter.fire();
  }

  private benchFor(home: Home): Bench {
    const watched = vscode.Uri.joinPath(uriOf(home.root), home.kind === 'team' ? teamFolderName : '');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(watched, '**'));
    const bench: Bench = { home, workshop: workshopOf(home, this.options), changed: 'all', isChecking: false, watcher };
    const everything = () => {
      bench.changed = 'all';
      this.checkLater(bench);
    };
    watcher.onDidCreate(everything);
    watcher.onDidDelete(everything);
    watcher.onDidChange((uri) => this.changeIn(bench, fileOf(uri)));
    return bench;
  }

  /** A file of lessons, or one beside an open lesson: its snippet, its picture. */
  private fileChanged(file: string): void {
    const dir = file.slice(0, file.lastIndexOf('/'));
    for (const [path, { home }] of this.open) {
      if (path !== file && !(isLessonFile(path) && path.slice(0, path.lastIndexOf('/')) === dir)) continue;
      const bench = this.benches.get(home.root);
      if (bench) this.changeIn(bench, file);
      return;
    }
  }

  private changeIn(bench: Bench, file: string): void {
    if (bench.changed !== 'all') bench.changed.add(file);
    this.checkLater(bench);
  }

  private checkLater(bench: Bench): void {
    clearTimeout(bench.timer);
    bench.timer = setTimeout(() => void this.check(bench), pause);
  }

  private async check(bench: Bench): Promise<void> {
    // What changes meanwhile is looked at after what is being looked at.
    if (bench.isChecking) {
      this.checkLater(bench);
      return;
    }
    bench.isChecking = true;
    const { changed } = bench;
    bench.changed = new Set();
    try {
      const workshop = await bench.workshop;
      const checked = await (changed === 'all' ? workshop.check() : workshop.check(changed));
      if (this.benches.get(bench.home.root) !== bench) return;
      bench.checked = checked;
      this.checkedEmitter.fire();
    } catch (error) {
      bench.changed = 'all';
      this.options.log.error(`the lessons in ${bench.home.root} could not be checked: ${String(error)}`);
    } finally {
      bench.isChecking = false;
    }
  }

  private close(file: string): void {
    const closed = this.open.get(file);
    if (!closed) return;
    this.open.delete(file);
    const { root } = closed.home;
    if (![...this.open.values()].some(({ home }) => home.root === root)) {
      const bench = this.benches.get(root);
      if (bench) clear(bench);
      this.benches.delete(root);
    }
    this.checkedEmitter.fire();
  }
}

/** Few who open a folder write lessons: what reads them is loaded for those who do. */
async function workshopOf({ kind, root }: Home, { builtIn, files, resolve, rules }: WorkshopsOptions): Promise<Workshop> {
  if (kind === 'team') {
    const { TeamWorkshop } = await import('./teamWorkshop');
    return new TeamWorkshop(files, root, rules, { builtIn, resolve });
  }
  const { TracksWorkshop } = await import('../../lessons/authoring/workshop');
  return new TracksWorkshop(files, root, rules);
}

function clear({ timer, watcher }: Bench): void {
  clearTimeout(timer);
  watcher.dispose();
}
