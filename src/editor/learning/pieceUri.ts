import * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { Catalogue } from '../../lessons/model';

/** The scheme of everything Altitude shows in an editor. */
export const scheme = 'altitude';

/** `snippet`: the code of a piece. `fixed`: the same after its rule's own fix. */
export type PieceDocument = PieceRef & { readonly kind: 'snippet' | 'fixed' };

/**
 * `altitude:/track/lesson/piece/file`, or `…/piece/fixed/file`. The URI alone decides the content, so any number of
 * them can be open; the file name's ending decides the language.
 */
export function pieceUri(catalogue: Catalogue, ref: PieceRef, kind: PieceDocument['kind'] = 'snippet'): vscode.Uri | undefined {
  const placed = findPiece(catalogue, ref);
  if (!placed) return undefined;
  const folder = kind === 'fixed' ? ['fixed'] : [];
  const path = ['', placed.track.id, ref.lesson, ref.piece, ...folder, placed.piece.snippetFile].join('/');
  return vscode.Uri.from({ scheme, path });
}

/** The piece a URI names; undefined for any other URI. It need not exist (any more). */
export function parsePieceUri(uri: vscode.Uri): PieceDocument | undefined {
  const [root, track, lesson, piece, ...rest] = uri.path.split('/');
  if (uri.scheme !== scheme || root !== '' || !track || !lesson || !piece) return undefined;
  if (rest.length === 1) return { kind: 'snippet', lesson, piece };
  return rest.length === 2 && rest[0] === 'fixed' ? { kind: 'fixed', lesson, piece } : undefined;
}
