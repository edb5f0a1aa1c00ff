import * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import { parsePieceUri } from './pieceUri';

/**
 * Keeps what the manifest's `when` and `enablement` clauses ask: `altitude.hasAnswers`; `altitude.answered` and
 * `altitude.hasFix` about the piece in the active editor.
 */
export function registerContextKeys(catalogue: CatalogueSource, controller: LearningController): vscode.Disposable {
  const known = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const ref = uri && parsePieceUri(uri);
    const answered = ref !== undefined && controller.session(ref).answer !== undefined;
    set('altitude.hasAnswers', controller.progress.answers.length > 0);
    set('altitude.answered', answered);
    set('altitude.hasFix', answered && findPiece(catalogue.current, ref)?.piece.rule !== undefined);
  };
  update();
  return vscode.Disposable.from(controller.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}
