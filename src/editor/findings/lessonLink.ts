import * as vscode from 'vscode';
import type { PieceRef } from '../../learning/session';

/** The piece a finding's `lesson#piece` names. */
export function pieceOf(lesson: string): PieceRef {
  const [name = '', piece = ''] = lesson.split('#');
  return { lesson: name, piece };
}

/** A link that opens the piece; the Problems view follows command links of diagnostics. */
export function lessonLink(lesson: string): vscode.Uri {
  return vscode.Uri.parse(`command:altitude.openPiece?${encodeURIComponent(JSON.stringify([pieceOf(lesson)]))}`);
}
