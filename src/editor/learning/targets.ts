import * as vscode from 'vscode';
import type { PieceRef } from '../../learning/session';
import { parsePieceUri } from './pieceUri';

/** A piece, or a whole lesson. */
export type Target = PieceRef | { readonly lesson: string };

/** The piece a command was given: as such, as a view's row, or by its document. */
export function pieceOf(target: unknown): PieceRef | undefined {
  if (target instanceof vscode.Uri) return parsePieceUri(target);
  if (!isObject(target) || typeof target['lesson'] !== 'string' || typeof target['piece'] !== 'string') return undefined;
  return { lesson: target['lesson'], piece: target['piece'] };
}

export function isPiece(target: Target): target is PieceRef {
  return 'piece' in target;
}

/** The lesson a command was given: by its id, as a view's row, or by the document of one of its pieces. */
export function lessonOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (target instanceof vscode.Uri) return parsePieceUri(target)?.lesson;
  return isObject(target) && typeof target['lesson'] === 'string' ? target['lesson'] : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
