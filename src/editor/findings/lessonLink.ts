import * as vscode from 'vscode';
import type { PieceRef } from '../../learning/session';
import { commandIds } from '../learning/commandIds';

/** The piece a finding's `lesson#piece` names. */
export function pieceOf(lesson: string): PieceRef {
  const [name = '', piece = ''] = lesson.split('#');
  return { lesson: name, piece };
}

/** A link that opens the piece; the editor follows command links of diagnostics and of Markdown that allows them. */
export function lessonLink(lesson: string): vscode.Uri {
  return vscode.Uri.parse(`command:${commandIds.openPiece}?${encodeURIComponent(JSON.stringify([pieceOf(lesson)]))}`);
}
