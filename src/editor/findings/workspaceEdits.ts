import { diffLines } from 'diff';
import * as vscode from 'vscode';
import type { Fix } from '../../engine/finding';
import { LineIndex } from '../../engine/text/lineIndex';
import { toRange, uriOf } from '../identity';

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

/** What changed between two texts, line by line, so that a preview shows each place and the cursor stays where it was. */
export function differences(before: string, after: string): vscode.TextEdit[] {
  const lines = new LineIndex(before);
  const edits: vscode.TextEdit[] = [];
  let at = 0;
  let removed = 0;
  let added = '';
  const flush = () => {
    if (removed > 0 || added !== '') edits.push(vscode.TextEdit.replace(toRange(lines.rangeOf(at - removed, at)), added));
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
  return edits;
}
