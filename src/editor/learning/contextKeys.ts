import * as vscode from 'vscode';
import { countsOf, isNothing } from '../../learning/kinds';
import { findPiece } from '../../learning/lookup';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import type { LivePieces } from '../team/livePieces';
import { parsePieceUri } from './pieceUri';

/**
 * Keeps what the manifest's `when` and `enablement` clauses ask: `altitude.hasAnswers`; `altitude.hasProgress`, where there
 * is anything to export or to forget; `altitude.answered` and `altitude.hasFix` about the piece in the active editor;
 * `altitude.inLiveCode` where that is the reader's own code.
 */
export function registerContextKeys(catalogue: CatalogueSource, controller: LearningController, live: Pick<LivePieces, 'at' | 'onDidChange'>): vscode.Disposable {
  const known = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const place = uri && live.at(uri);
    const ref = uri && (parsePieceUri(uri) ?? place?.ref);
    const answered = ref !== undefined && controller.session(ref).answer !== undefined;
    set('altitude.hasAnswers', controller.progress.answers.length > 0);
    set('altitude.hasProgress', !isNothing(countsOf(controller.progress)));
    set('altitude.answered', answered);
    set('altitude.inLiveCode', place !== undefined);
    set('altitude.hasFix', answered && findPiece(catalogue.current, ref)?.piece.rule !== undefined);
  };
  update();
  return vscode.Disposable.from(controller.onDidChange(update), live.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}
