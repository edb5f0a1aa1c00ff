import * as vscode from 'vscode';
import { findPiece, type PlacedPiece } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { Catalogue } from '../../lessons/model';

/** The scheme of everything Altitude shows in an editor. */
export const scheme = 'altitude';

/**
 * `snippet`: the code of a piece. `unnamed`: the same, under a path that does not say of which lesson. `fixed`: the code
 * after its rule's own fix.
 */
export type PieceDocument = PieceRef & { readonly kind: 'snippet' | 'unnamed' | 'fixed' };

/** The folder of unnamed snippets: breadcrumbs and tabs show a path, and never a query. */
const unnamedFolder = 'review';

/**
 * `altitude:/track/lesson/piece/file`, `…/piece/fixed/file`, or `altitude:/review/file?lesson/piece`; a team's track and lesson
 * are two segments each. The URI alone decides the content, so any number of them can be open; the file name's ending decides the language.
 */
export function pieceUri(catalogue: Catalogue, ref: PieceRef, kind: PieceDocument['kind'] = 'snippet'): vscode.Uri | undefined {
  const placed = findPiece(catalogue, ref);
  if (!placed) return undefined;
  if (kind === 'unnamed') return unnamedUri(placed);
  return vscode.Uri.from({ scheme, path: snippetPath(placed, kind === 'fixed' ? 'fixed/' : '') });
}

/** The same of a piece that has been found already: looking for each of many takes as long as all of them together, each time. */
export function unnamedUri({ lesson, piece }: Pick<PlacedPiece, 'lesson' | 'piece'>): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${unnamedFolder}/${piece.snippetFile}`, query: `${lesson.id}/${piece.id}` });
}

/** Where the code of a piece lies. @param folder within the piece's own, with a slash after it */
export function snippetPath({ track, lesson, piece }: Pick<PlacedPiece, 'track' | 'lesson' | 'piece'>, folder = ''): string {
  return `/${track.id}/${lesson.id}/${piece.id}/${folder}${piece.snippetFile}`;
}

/** The piece a URI names; undefined for any other URI. It need not exist (any more). */
export function parsePieceUri(uri: vscode.Uri): PieceDocument | undefined {
  if (uri.scheme !== scheme) return undefined;
  if (uri.query !== '') return parseUnnamed(uri);
  const [root, ...segments] = uri.path.split('/');
  if (root !== '' || segments.includes('') || segments.length < 4 || segments.length > 7) return undefined;
  // A team's track and lesson have its namespace before them, each.
  const isTeam = segments.length >= 6;
  const lesson = isTeam ? segments.slice(2, 4).join('/') : segments[1];
  const [piece, ...rest] = segments.slice(isTeam ? 4 : 2);
  if (lesson === undefined || piece === undefined) return undefined;
  if (rest.length === 1) return { kind: 'snippet', lesson, piece };
  return rest[0] === 'fixed' ? { kind: 'fixed', lesson, piece } : undefined;
}

function parseUnnamed({ path, query }: vscode.Uri): PieceDocument | undefined {
  const segments = query.split('/');
  const piece = segments.pop();
  const isNamed = (segments.length === 1 || segments.length === 2) && !segments.includes('') && piece !== undefined && piece !== '';
  return isNamed && path.startsWith(`/${unnamedFolder}/`) ? { kind: 'unnamed', lesson: segments.join('/'), piece } : undefined;
}
