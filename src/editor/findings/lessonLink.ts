import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { findPiece, refOfRule } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { Catalogue } from '../../lessons/model';
import { toRange, uriOf } from '../identity';
import type { CodePosition } from '../learning/codeReturn';
import { commandIds } from '../learning/commandIds';
import { pieceUri } from '../learning/pieceUri';

/** What the command that explains a finding is given: the piece, and the place to come back to. */
export function learnArguments(finding: Finding): [PieceRef, CodePosition] {
  const { character, line } = toRange(finding.range).start;
  return [refOfRule(finding), { uri: uriOf(finding.file).toString(), line, character }];
}

/** Opens the piece, its panel too, from Markdown that allows the command. */
export function commandLink(finding: Finding): vscode.Uri {
  return vscode.Uri.parse(`command:${commandIds.learnWhy}?${encodeURIComponent(JSON.stringify(learnArguments(finding)))}`);
}

/**
 * The piece's document at its first hot line; undefined when there is no such piece. The code of a diagnostic cannot
 * link to a command: the editor's hover refuses to run it.
 */
export function documentLink(catalogue: Catalogue, lesson: string): vscode.Uri | undefined {
  const ref = refOfRule({ lesson });
  const line = findPiece(catalogue, ref)?.piece.hotLines[0]?.startLine ?? 0;
  return pieceUri(catalogue, ref)?.with({ fragment: `L${line + 1}` });
}
