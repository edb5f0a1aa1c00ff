import * as vscode from 'vscode';
import { plainParagraphs, wrap } from '../../learning/plainText';

/** Characters a Quick Pick shows of a line; it never wraps one and never scrolls sideways. */
const lineWidth = 78;

/** A row of a Quick Pick that does something when picked; `run` undefined for rows that are only read. */
export interface ActionItem<T> extends vscode.QuickPickItem {
  readonly run?: T;
}

/** Markdown as rows to be read one by one: by eye, or with the arrow keys by a screen reader. */
export function textRows(markdown: string): ActionItem<never>[] {
  return plainParagraphs(markdown)
    .flatMap((paragraph) => wrap(paragraph, lineWidth))
    .map((label) => ({ label, alwaysShow: true }));
}

/** A row whose text is shown in full: what does not fit the first line goes on in the second. */
export function fullTextRow<T>(prefix: string, text: string, run: T): ActionItem<T> {
  const [first = '', ...rest] = wrap(`${prefix}  ${text}`, lineWidth);
  return { label: first, ...(rest.length > 0 && { detail: rest.join(' ') }), run };
}

export function separator(label: string): ActionItem<never> {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
