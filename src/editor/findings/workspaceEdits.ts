import { diffLines } from 'diff';
import * as vscode from 'vscode';
import type { Finding, Fix, FixSafety } from '../../engine/finding';
import { LineIndex } from '../../engine/text/lineIndex';
import { toRange, uriOf } from '../identity';

export function gradeLabel(safety: FixSafety): string {
  switch (safety) {
    case 'safe':
      return vscode.l10n.t('safe');
    case 'review':
      return vscode.l10n.t('review');
    case 'guided':
      return vscode.l10n.t('guided');
  }
}

/** `Await pbkdf2 off the event loop (safe)` */
export const titleOf = (fix: Fix): string => `${fix.title} (${gradeLabel(fix.safety)})`;

/** One fix as one undo step. */
export function editOf(fix: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { file, range, newText, create } of fix.edits) {
    const uri = uriOf(file);
    if (create === true) edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(newText) });
    else edit.replace(uri, toRange(range), newText);
  }
  return edit;
}

/** Adds what changed between two texts of a file, line by line, so that the preview shows each place. */
export function addDifference(
  edit: vscode.WorkspaceEdit,
  uri: vscode.Uri,
  before: string,
  after: string,
  metadata?: vscode.WorkspaceEditEntryMetadata,
): void {
  const lines = new LineIndex(before);
  let at = 0;
  let removed = 0;
  let added = '';
  const flush = () => {
    if (removed > 0 || added !== '') edit.replace(uri, toRange(lines.rangeOf(at - removed, at)), added, metadata);
    removed = 0;
    added = '';
  };
  for (const part of diffLines(before, after)) {
    if (part.removed) {
      at += part.value.length;
      removed += part.value.length;
    } else if (part.added) added += part.value;
    else {
      flush();
      at += part.value.length;
    }
  }
  flush();
}

/** True for findings that the fix-all commands change without asking for a value. */
export const hasSafeFix = (finding: Finding): boolean => finding.fixes.some((fix) => fix.safety === 'safe' && fix.edits.length > 0);
