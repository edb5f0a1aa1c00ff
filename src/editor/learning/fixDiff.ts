import * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import type { Focus, Navigator } from './navigator';
import { parsePieceUri, pieceUri } from './pieceUri';

export interface FixDiffOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly navigator: Navigator;
}

/** Opens the editor's own diff of the snippet and its fix. Before an answer it only says why not. */
export async function showFix(ref: PieceRef, { catalogue, controller, navigator }: FixDiffOptions, { preserveFocus = false }: Focus = {}): Promise<void> {
  const before = pieceUri(catalogue.current, ref);
  const after = pieceUri(catalogue.current, ref, 'fixed');
  const piece = findPiece(catalogue.current, ref)?.piece;
  if (!before || !after || !piece) return;
  if (!controller.session(ref).answer) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Answer the question first; the fix can be seen after that.'));
    return;
  }
  if (piece.rule === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This piece has no automatic fix; the lesson panel says what to change.'));
    return;
  }
  const title = vscode.l10n.t('{0}: before ↔ the fix', piece.snippetFile);
  await vscode.commands.executeCommand('vscode.diff', before, after, title, { viewColumn: navigator.column, preserveFocus, preview: true });
}

/** Closes an open fix as soon as its question is open again, by a reset or by answering again: it would give it away. */
export function registerFixClosing(controller: LearningController): vscode.Disposable {
  return controller.onDidChange(() => {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter((tab) => {
        const ref = fixShownIn(tab);
        return ref && !controller.session(ref).answer;
      });
    if (tabs.length > 0) void vscode.window.tabGroups.close(tabs, true);
  });
}

function fixShownIn({ input }: vscode.Tab): PieceRef | undefined {
  const uri = input instanceof vscode.TabInputTextDiff ? input.modified : input instanceof vscode.TabInputText ? input.uri : undefined;
  const document = uri && parsePieceUri(uri);
  return document?.kind === 'fixed' ? document : undefined;
}
