import * as vscode from 'vscode';
import type { Language } from '../engine/finding';
import { languageOf } from '../engine/syntax/languages';

/** The engine's name for a document: a path with forward slashes on disk, the URI elsewhere. */
export function fileOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : uri.toString();
}

export function uriOf(file: string): vscode.Uri {
  return /^[a-z][a-z0-9+.-]+:/i.test(file) && !/^[a-z]:\//i.test(file) ? vscode.Uri.parse(file, true) : vscode.Uri.file(file);
}

const byLanguageId: Readonly<Record<string, Language>> = {
  javascript: 'javascript',
  javascriptreact: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'tsx',
  go: 'go',
  sql: 'sql',
};

/** The language the engine reads a document as: what the reader chose in the editor, else the file's ending. */
export function languageOfDocument(document: vscode.TextDocument): Language | undefined {
  return byLanguageId[document.languageId] ?? (document.isUntitled ? undefined : languageOf(document.uri.path));
}

export function toRange({ start, end }: { readonly start: vscode.Position | PlainPosition; readonly end: vscode.Position | PlainPosition }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

interface PlainPosition {
  readonly line: number;
  readonly character: number;
}
