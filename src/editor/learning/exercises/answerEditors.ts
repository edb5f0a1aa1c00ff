import * as vscode from 'vscode';
import type { WindowState } from '../controller';
import type { AnswerEditors } from './exercises';

const editorsKey = 'altitude.answerEditors';

export interface AnswerEditorsOptions {
  /** Holds which editor belongs to which exercise over a reload; what is in them is the editor's own to keep. */
  readonly window: WindowState;
  /** Where code and answers are opened, beside the panel. */
  readonly column: () => vscode.ViewColumn;
}

/**
 * Untitled Markdown documents, one for each exercise. They are the reader's: nothing of Altitude stores or closes them,
 * and a reload brings them back as it does any unsaved file. One that is saved under a name stays the answer of its
 * exercise; its text is looked at for that alone, at that moment.
 */
export class UntitledAnswers implements AnswerEditors, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  readonly #options: AnswerEditorsOptions;
  /** The document of an exercise, as a string. */
  readonly #documents: Map<string, string>;
  /**
   * The unsaved documents that were there in this window. After a reload they come back in the editor's own time: one
   * whose tab the stored layout does not have (it is stored now and then, so a crash leaves an older one) comes after
   * everything else. Until then it is unknown whether it is gone.
   */
  readonly #seen = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(options: AnswerEditorsOptions) {
    this.#options = options;
    this.#documents = new Map(storedDocuments(options.window.get(editorsKey)));
    for (const uri of this.#documents.values()) if (isUntitled(uri) && isThere(uri)) this.#seen.add(uri);
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidSaveTextDocument((saved) => this.#follow(saved)),
      vscode.workspace.onDidOpenTextDocument((opened) => this.#recognize(opened)),
      vscode.workspace.onDidCloseTextDocument(() => this.#forgetClosed()),
      vscode.window.tabGroups.onDidChangeTabs(() => this.#forgetClosed()),
    );
  }

  isOpen(exercise: string): boolean {
    return this.#open(exercise) !== undefined;
  }

  async open(exercise: string, text: string): Promise<void> {
    const known = await this.#openKnown(exercise);
    const document = known ?? (await vscode.workspace.openTextDocument({ language: 'markdown', content: text }));
    const uri = document.uri.toString();
    this.#own(exercise, uri);
    const shown = known && tabsOf(uri)[0]?.group.viewColumn;
    const { viewColumn } = await vscode.window.showTextDocument(document, {
      viewColumn: shown ?? this.#options.column(),
      preview: false,
      // Set with the focus, not after it: whoever types at once must not type into the title.
      ...(known === undefined && { selection: startOfAnswer(text) }),
    });
    if (known === undefined) await closeTabsBeside(uri, viewColumn);
  }

  startAnew(exercise: string): void {
    const known = this.#documents.get(exercise);
    if (known === undefined || isUntitled(known)) return;
    this.#documents.delete(exercise);
    this.#keep();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Where the answer to an exercise is; undefined where there is none, or it has not come back yet. */
  #open(exercise: string): string | undefined {
    const uri = this.#documents.get(exercise);
    return uri === undefined || (isUntitled(uri) && !this.#seen.has(uri)) ? undefined : uri;
  }

  /** The name of a document may have been another's, which never came back. */
  #own(exercise: string, uri: string): void {
    for (const [other, theirs] of this.#documents) if (theirs === uri) this.#documents.delete(other);
    this.#documents.set(exercise, uri);
    if (isUntitled(uri)) this.#seen.add(uri);
    this.#keep();
  }

  /** What the editor restores has text at once; one that is empty was made anew, and has got the name of one that is gone. */
  #recognize(opened: vscode.TextDocument): void {
    const uri = opened.uri.toString();
    if (!isUntitled(uri) || this.#seen.has(uri)) return;
    const exercise = [...this.#documents].find(([, theirs]) => theirs === uri)?.[0];
    if (exercise === undefined) return;
    if (inkOf(opened) === '') this.#documents.delete(exercise);
    else this.#seen.add(uri);
    this.#keep();
  }

  /** The document of an exercise; undefined where there is none, or its file was deleted. */
  async #openKnown(exercise: string): Promise<vscode.TextDocument | undefined> {
    const known = this.#open(exercise);
    if (known === undefined) return undefined;
    try {
      return await vscode.workspace.openTextDocument(vscode.Uri.parse(known));
    } catch {
      return undefined;
    }
  }

  /** A document that is saved under a name is closed, and another with the same text takes its place; right before, both are there. */
  #follow(saved: vscode.TextDocument): void {
    const text = inkOf(saved);
    for (const [exercise, uri] of this.#documents) {
      const source = isUntitled(uri) ? vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri) : undefined;
      if (source === undefined || inkOf(source) !== text) continue;
      this.#documents.set(exercise, saved.uri.toString());
      this.#keep();
    }
  }

  /** A closed document that was never saved is gone, and its name may go to another. */
  #forgetClosed(): void {
    const closed = [...this.#documents].filter(([, uri]) => this.#seen.has(uri) && !isThere(uri));
    if (closed.length === 0) return;
    for (const [exercise, uri] of closed) {
      this.#documents.delete(exercise);
      this.#seen.delete(uri);
    }
    this.#keep();
  }

  #keep(): void {
    void this.#options.window.update(editorsKey, [...this.#documents]);
    this.#changed.fire();
  }
}

const isUntitled = (uri: string) => uri.startsWith('untitled:');

/** Whether a document is open, or has a tab that the editor has not read its text for. */
function isThere(uri: string): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri) || tabsOf(uri).length > 0;
}

/** A document's text without its white space, some of which an editor may change as it saves. */
function inkOf(document: vscode.TextDocument): string {
  return document.getText().replaceAll(/\s+/g, '');
}

function storedDocuments(value: unknown): [string, string][] {
  const pairs: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : [];
  return pairs.flatMap((pair): [string, string][] =>
    Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string' ? [[pair[0], pair[1]]] : [],
  );
}

function tabsOf(uri: string): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri);
}

/**
 * An unsaved text that is in no tab after 800 ms the editor puts into one by itself: on a busy machine beside the
 * panel, right before the text is shown where it belongs.
 */
async function closeTabsBeside(uri: string, column: vscode.ViewColumn | undefined): Promise<void> {
  const others = tabsOf(uri).filter(({ group }) => group.viewColumn !== column);
  if (others.length > 0) await vscode.window.tabGroups.close(others, true);
}

/** Where writing begins: under the first heading, or after the quote where there is none. */
function startOfAnswer(text: string): vscode.Range {
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => line.startsWith('## '));
  const start = new vscode.Position(heading < 0 ? lines.length - 1 : heading + 2, 0);
  return new vscode.Range(start, start);
}
