import * as vscode from 'vscode';

/** A place in a file, as a link in Markdown can carry it. `line` and `character` from 0. */
export interface CodePosition {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

interface Place {
  readonly uri: vscode.Uri;
  readonly selection: vscode.Selection;
  readonly column?: vscode.ViewColumn;
  /** The lesson the reader went to from here. */
  readonly lesson: string;
}

/** The way back from a lesson to the reader's own code, where a finding was met. */
export class CodeReturn implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #place: Place | undefined;

  /** Keeps where the reader is before a lesson opens: file, cursor, column. */
  leave(from: CodePosition, lesson: string): void {
    const uri = vscode.Uri.parse(from.uri, true);
    const editor = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].find((each) => each?.document.uri.toString() === uri.toString());
    const position = new vscode.Position(from.line, from.character);
    this.#set({
      uri,
      lesson,
      selection: editor?.selection ?? new vscode.Selection(position, position),
      ...(editor?.viewColumn !== undefined && { column: editor.viewColumn }),
    });
  }

  get hasPlace(): boolean {
    return this.#place !== undefined;
  }

  /** The file to go back to from this lesson, by its name; undefined where the reader did not come from code. */
  fileBehind(lesson: string): string | undefined {
    return this.#place?.lesson === lesson ? this.#place.uri.path.split('/').at(-1) : undefined;
  }

  /** Opens the file as it was left; says so where it is gone. */
  async back(): Promise<void> {
    const place = this.#place;
    if (!place) return;
    const { column, selection, uri } = place;
    this.#set(undefined);
    try {
      // Without a selection, the editor restores how the file was last seen in this column, scroll position included.
      const editor = await vscode.window.showTextDocument(uri, column === undefined ? { selection } : { viewColumn: column });
      if (editor.selection.isEqual(selection)) return;
      editor.selection = selection;
      editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } catch {
      void vscode.window.showErrorMessage(vscode.l10n.t('The file you came from can no longer be opened.'));
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #set(place: Place | undefined): void {
    this.#place = place;
    void vscode.commands.executeCommand('setContext', 'altitude.cameFromCode', place !== undefined);
    this.#changed.fire();
  }
}

/** A position that came with a command; undefined for anything else. */
export function parsePosition(value: unknown): CodePosition | undefined {
  if (typeof value !== 'object' || value === null || !('uri' in value) || !('line' in value) || !('character' in value)) return undefined;
  const { character, line, uri } = value;
  return typeof uri === 'string' && isCount(line) && isCount(character) ? { uri, line, character } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
