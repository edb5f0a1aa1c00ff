import * as vscode from 'vscode';
import type { WebTask } from '../task';

/** Mocha shows the difference of the two as JSON. */
class NotEqual extends Error {
  readonly showDiff = true;

  constructor(
    what: string,
    readonly actual: unknown,
    readonly expected: unknown,
  ) {
    super(what);
  }
}

/** Compares plain data. `node:assert` is not there in the browser. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new NotEqual(what, actual, expected);
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`not so: ${what}`);
}

export function altitude(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('altitude.altitude');
  if (extension === undefined) throw new Error('Altitude is not loaded');
  return extension;
}

export async function until(what: string, check: () => boolean, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!check()) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the launcher serves beside the extension. */
export async function task(): Promise<WebTask> {
  return JSON.parse(await served('task.json')) as WebTask;
}

/** A page the launcher serves beside the extension. */
export async function served(name: string): Promise<string> {
  return textOf(vscode.Uri.joinPath(altitude().extensionUri, '..', name));
}

export async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The code Altitude marks in a document. */
export function marked(document: vscode.TextDocument): string[] {
  const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Altitude');
  return found.map(({ range }) => document.getText(range));
}
