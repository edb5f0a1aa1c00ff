import * as vscode from 'vscode';
import type { DocumentFindings, SourceText, TextChange } from '../../engine/engine';
import { isGenerated, maxFileBytes } from '../../engine/scan/decode';
import type { EnginePool } from '../../engine/scan/pool';
import { isGeneratedName, isTest, isVendored } from '../../engine/scan/quiet';
import { fileOf, languageOfDocument } from '../identity';
import type { Settings } from '../settings';
import type { FindingsStore } from './store';

/** Typing is analysed once it pauses this long, in milliseconds. */
const pause = 200;

interface Watched {
  /** Changes not yet sent to the engine, oldest first. */
  pending: TextChange[];
  timer?: ReturnType<typeof setTimeout>;
  /** The engine's last answer, so that calls for one document keep their order. */
  last: Promise<void>;
}

/** Keeps the findings of open documents right while they are edited. */
export class DocumentWatcher implements vscode.Disposable {
  private readonly watched = new Map<string, Watched>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly engine: EnginePool,
    private readonly store: FindingsStore,
    private readonly settings: () => Settings,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => void this.open(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.change(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document)),
    ];
  }

  /** Analyses every open document anew: at the start, and when settings or folders changed. */
  async reopenAll(): Promise<void> {
    await Promise.all(vscode.workspace.textDocuments.map(async (document) => this.open(document)));
  }

  /** Resolves once the store holds the findings of the document's current text. */
  async flush(document: vscode.TextDocument): Promise<void> {
    const entry = this.watched.get(fileOf(document.uri));
    if (entry === undefined) return;
    if (entry.timer !== undefined) this.send(document, entry);
    await entry.last;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const { timer } of this.watched.values()) clearTimeout(timer);
  }

  private async open(document: vscode.TextDocument): Promise<void> {
    const file = fileOf(document.uri);
    const source = this.sourceOf(document);
    if (source === undefined) {
      if (this.watched.has(file)) this.close(document);
      return;
    }
    const entry: Watched = this.watched.get(file) ?? { pending: [], last: Promise.resolve() };
    clearTimeout(entry.timer);
    delete entry.timer;
    entry.pending = [];
    this.watched.set(file, entry);
    this.enqueue(entry, async () => this.engine.openDocument(source, document.version));
    await entry.last;
  }

  private change(event: vscode.TextDocumentChangeEvent): void {
    const entry = this.watched.get(fileOf(event.document.uri));
    if (entry === undefined || event.contentChanges.length === 0) return;
    // The editor reports the changes of one event against the text before it; last first, they do not move each other.
    const changes = [...event.contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset);
    entry.pending.push(...changes.map(({ range, text }) => ({ range: { start: plain(range.start), end: plain(range.end) }, text })));
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.send(event.document, entry), pause);
  }

  private send(document: vscode.TextDocument, entry: Watched): void {
    clearTimeout(entry.timer);
    delete entry.timer;
    const changes = entry.pending;
    entry.pending = [];
    const { version } = document;
    this.enqueue(entry, async () => this.engine.changeDocument(fileOf(document.uri), version, changes), document);
  }

  private close(document: vscode.TextDocument): void {
    const file = fileOf(document.uri);
    const entry = this.watched.get(file);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    this.watched.delete(file);
    this.engine.closeDocument(file);
    this.store.remove([file]);
  }

  /** A worker that died has forgotten the document: it is then opened again with its whole text. */
  private enqueue(entry: Watched, call: () => Promise<DocumentFindings>, document?: vscode.TextDocument): void {
    entry.last = entry.last.then(async () => {
      try {
        this.accept(entry, await call());
      } catch (error) {
        this.log.warn(String(error));
        const source = document === undefined || document.isClosed ? undefined : this.sourceOf(document);
        if (source === undefined || document === undefined) return;
        try {
          this.accept(entry, await this.engine.openDocument(source, document.version));
        } catch (again) {
          this.log.error(String(again));
        }
      }
    });
  }

  private accept(entry: Watched, result: DocumentFindings): void {
    // A document closed meanwhile has no findings.
    if (this.watched.get(result.file) !== entry) return;
    this.store.set(result.file, { findings: result.findings, version: result.version });
  }

  private sourceOf(document: vscode.TextDocument): SourceText | undefined {
    const language = languageOfDocument(document);
    const settings = this.settings();
    if (language === undefined || !settings.enabled || !isEditable(document.uri)) return undefined;
    const text = document.getText();
    if (text.length > maxFileBytes || isGenerated(text)) return undefined;
    if (!document.isUntitled) {
      const relative = vscode.workspace.asRelativePath(document.uri, false);
      if (isVendored(relative) || isGeneratedName(relative) || (!settings.includeTests && isTest(relative))) return undefined;
    }
    return { file: fileOf(document.uri), text, language, ...(document.isUntitled ? { fragment: true } : {}) };
  }
}

const plain = ({ line, character }: vscode.Position) => ({ line, character });

/** Lessons, Git's old versions and other read-only documents are not the reader's code. */
function isEditable(uri: vscode.Uri): boolean {
  return uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}
