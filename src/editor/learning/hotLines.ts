import * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import type { HotLines } from '../../lessons/model';
import type { CatalogueSource } from './dependencies';
import type { LivePieces } from '../team/livePieces';
import { parsePieceUri } from './pieceUri';

/** Marks the lines a piece asks about, in every editor that shows its snippet or the code it is taken from. */
export function registerHotLines(catalogue: CatalogueSource, live: Pick<LivePieces, 'at' | 'onDidChange'>): vscode.Disposable {
  const decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('altitude.hotLineBackground'),
    borderColor: new vscode.ThemeColor('altitude.hotLineBorder'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    overviewRulerColor: new vscode.ThemeColor('altitude.hotLineBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  const marked = new WeakSet<vscode.TextEditor>();
  const mark = (editors: readonly vscode.TextEditor[]) => {
    for (const editor of editors) {
      // The reader's own code loses its marks again: nothing else clears them.
      const lines = hotLinesOf(catalogue, editor.document) ?? live.at(editor.document.uri)?.hotLines ?? (marked.has(editor) ? [] : undefined);
      if (!lines) continue;
      if (lines.length > 0) marked.add(editor);
      editor.setDecorations(decoration, lines.map((each) => hotRange(editor.document, each)));
    }
  };
  mark(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    decoration,
    vscode.window.onDidChangeVisibleTextEditors(mark),
    catalogue.onDidChange(() => mark(vscode.window.visibleTextEditors)),
    live.onDidChange(() => mark(vscode.window.visibleTextEditors)),
  );
}

/** The hot lines as a range of the document, ends clamped to it. */
export function hotRange(document: vscode.TextDocument, { startLine, endLine }: HotLines): vscode.Range {
  return document.validateRange(new vscode.Range(startLine, 0, endLine, Number.MAX_SAFE_INTEGER));
}

function hotLinesOf(catalogue: CatalogueSource, document: vscode.TextDocument): readonly HotLines[] | undefined {
  const named = parsePieceUri(document.uri);
  return named && named.kind !== 'fixed' ? findPiece(catalogue.current, named)?.piece.hotLines : undefined;
}
