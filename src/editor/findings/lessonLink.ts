import * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { Catalogue } from '../../lessons/model';
import { commandIds } from '../learning/commandIds';
import { pieceUri } from '../learning/pieceUri';

/** The piece a finding's `lesson#piece` names. */
export function pieceOf(lesson: string): PieceRef {
  const [name = '', piece = ''] = lesson.split('#');
  return { lesson: name, piece };
}

/** Opens the piece, its panel too, from Markdown that allows the command. */
export function commandLink(lesson: string): vscode.Uri {
  return vscode.Uri.parse(`command:${commandIds.openPiece}?${encodeURIComponent(JSON.stringify([pieceOf(lesson)]))}`);
}

/**
 * The piece's document at its first hot line; undefined when there is no such piece. The code of a diagnostic cannot
 * link to a command: the editor's hover refuses to run it.
 */
export function documentLink(catalogue: Catalogue, lesson: string): vscode.Uri | undefined {
  const ref = pieceOf(lesson);
  const line = findPiece(catalogue, ref)?.piece.hotLines[0]?.startLine ?? 0;
  return pieceUri(catalogue, ref)?.with({ fragment: `L${line + 1}` });
}
