import * as vscode from 'vscode';
import type { DocumentFindings, Engine, TextChange } from '../../engine/engine';
import { fileOf } from '../identity';
import type { Settings } from '../settings';
import { isTooLarge, sourceOf, sourceToWatch } from './eligible';
import type { FileFindings, FindingsStore } from './store';

/** Typing is analysed once it pauses this long, in milliseconds. */
const pause = 200;

interface Watched {
  readonly document: vscode.TextDocument;
  /** Changes the engine has not seen, oldest first. */
  pending: TextChange[];
  /** The engine has to be given the whole text: it never had it, or what it has can no longer be trusted. */
  isLost: boolean;
  /** The version the latest change led to. */
  version: number;
  timer?: ReturnType<typeof setTimeout>;
}

export interface DocumentWatcherOptions {
  readonly engine: Pick<Engine, 'analyze' | 'openDocument' | 'changeDocument' | 'closeDocument'>;
  readonly store: FindingsStore;
  readonly settings: () => Settings;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
}

/** Keeps the findings of open documents right while they are edited. */
export class DocumentWatcher implements vscode.Disposable {
  private readonly watched = new Map<string, Watched>();
  /** The last call for each file: calls for one file keep their order, also over closing and opening again. */
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly closed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable;
  private isDisposed = false;
  /** A document is no longer watched: what counts for its file now is the disk. */
  readonly onDidClose = this.closed.event;

  constructor(private readonly options: DocumentWatcherOptions) {
    this.subscriptions = vscode.Disposable.from(
      this.closed,
      vscode.workspace.onDidOpenTextDocument((document) => this.open(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.change(event)),
      // A document may have become short enough, or lost the mark of generated code.
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (!this.watched.has(fileOf(document.uri))) this.open(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document)),
    );
  }

  /**
   * Analyses open documents anew: at the start, and when settings, folders or files they depend on changed.
   * @param except a file that does not need it
   */
  refresh(except?: string): void {
    for (const document of vscode.workspace.textDocuments) if (fileOf(document.uri) !== except) this.open(document);
  }

  /**
   * The findings of the document's current text, once they are known. A document that is not watched is asked about
   * anew where a scan found something in its file. Undefined when nothing is known, or the text changed meanwhile.
   */
  async current(document: vscode.TextDocument): Promise<FileFindings | undefined> {
    const file = fileOf(document.uri);
    const { engine, store } = this.options;
    if (this.watched.has(file)) await this.flush(document);
    const entry = store.get(file);
    if (entry === undefined || entry.version === document.version) return entry;
    const source = this.watched.has(file) || isTooLarge(document) ? undefined : sourceOf(document);
    if (source === undefined) return undefined;
    const { version } = document;
    const findings = await engine.analyze(source);
    return version === document.version ? { findings, version } : undefined;
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.dispose();
    for (const { timer } of this.watched.values()) clearTimeout(timer);
    this.watched.clear();
  }

  private async flush(document: vscode.TextDocument): Promise<void> {
    const file = fileOf(document.uri);
    const entry = this.watched.get(file);
    if (entry?.timer !== undefined) this.send(file, entry);
    await this.lanes.get(file);
  }

  private open(document: vscode.TextDocument): void {
    const file = fileOf(document.uri);
    if (sourceToWatch(document, this.options.settings()) === undefined) {
      this.close(document);
      return;
    }
    const known = this.watched.get(file);
    const entry = known?.document === document ? known : { document, pending: [], isLost: true, version: document.version };
    entry.isLost = true;
    this.watched.set(file, entry);
    this.options.store.claim(file);
    this.send(file, entry);
  }

  private change({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const entry = this.watched.get(fileOf(document.uri));
    if (entry === undefined || entry.version === document.version) return;
    entry.version = document.version;
    // Another end of line is a new version without a change.
    if (contentChanges.length === 0) entry.isLost = true;
    // The editor reports the changes of one event against the text before it; last first, they do not move each other.
    const changes = [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset);
    entry.pending.push(...changes.map(({ range, text }) => ({ range: { start: plain(range.start), end: plain(range.end) }, text })));
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.send(fileOf(document.uri), entry), pause);
  }

  private close(document: vscode.TextDocument): void {
    const file = fileOf(document.uri);
    const entry = this.watched.get(file);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    this.watched.delete(file);
    this.queue(file, () => this.options.engine.closeDocument(file));
    const { scheme } = document.uri;
    this.options.store.release(file, scheme === 'file' && this.options.store.hasScanned);
    if (scheme === 'file') this.closed.fire(document.uri);
  }

  private send(file: string, entry: Watched): void {
    clearTimeout(entry.timer);
    delete entry.timer;
    this.queue(file, async () => this.analyze(file, entry));
  }

  private queue(file: string, task: () => Promise<void> | void): void {
    const lane = (this.lanes.get(file) ?? Promise.resolve()).then(task).finally(() => {
      if (this.lanes.get(file) === lane) this.lanes.delete(file);
    });
    this.lanes.set(file, lane);
  }

  /** Brings the engine up to the document's current text; calls that waited in the lane meanwhile find nothing to do. */
  private async analyze(file: string, entry: Watched): Promise<void> {
    if (this.watched.get(file) !== entry || (!entry.isLost && entry.pending.length === 0)) return;
    if (isTooLarge(entry.document)) {
      this.close(entry.document);
      return;
    }
    const wasLost = entry.isLost;
    try {
      this.accept(entry, await this.tell(file, entry));
    } catch (error) {
      if (this.isDisposed) return;
      // A thread that died has forgotten the document. Given the whole text it may go on; if not, the next change tries again.
      entry.isLost = true;
      this.options.log[wasLost ? 'error' : 'warn'](`${file}: ${String(error)}`);
      if (!wasLost) await this.analyze(file, entry);
    }
  }

  private async tell(file: string, entry: Watched): Promise<DocumentFindings> {
    const { document, pending, isLost } = entry;
    const { engine } = this.options;
    entry.pending = [];
    entry.isLost = false;
    const source = isLost ? sourceOf(document) : undefined;
    return source === undefined ? engine.changeDocument(file, document.version, pending) : engine.openDocument(source, document.version);
  }

  private accept(entry: Watched, { file, findings, version }: DocumentFindings): void {
    // Of a document closed meanwhile nothing is known; typing that went on is about to be answered.
    if (this.watched.get(file) === entry && entry.pending.length === 0) this.options.store.setOpen(file, findings, version);
  }
}

const plain = ({ line, character }: vscode.Position) => ({ line, character });
