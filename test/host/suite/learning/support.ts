import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { LearningController } from '../../../../src/editor/learning/controller';
import type { CatalogueSource } from '../../../../src/editor/learning/dependencies';
import { allPieces } from '../../../../src/learning/lookup';
import type { PieceRef } from '../../../../src/learning/session';
import { AnswerStore } from '../../../../src/learning/store';
import { loadCatalogue } from '../../../../src/lessons/catalogue';
import type { Catalogue, Piece } from '../../../../src/lessons/model';
import { nodeLessonFiles } from '../../../../src/lessons/nodeFiles';

export const lesson = 'incident-reading';

/** The lessons that the extension under test ships. */
export async function shippedCatalogue(): Promise<Catalogue> {
  const extension = vscode.extensions.getExtension('altitude.altitude');
  assert.ok(extension, 'Altitude is not loaded');
  await extension.activate();
  return loadCatalogue(nodeLessonFiles, { root: path.join(extension.extensionPath, 'lessons') });
}

/** A shipped piece by its place in the flagship lesson, from 0. */
export function pieceAt(catalogue: Catalogue, index: number): { readonly ref: PieceRef; readonly piece: Piece; readonly uri: vscode.Uri; readonly fixed: vscode.Uri } {
  const placed = allPieces(catalogue).filter((each) => each.lesson.id === lesson)[index];
  assert.ok(placed, `the lesson has no piece ${index}`);
  const folder = `altitude:/${placed.track.id}/${lesson}/${placed.piece.id}`;
  return {
    ref: { lesson, piece: placed.piece.id },
    piece: placed.piece,
    uri: vscode.Uri.parse(`${folder}/${placed.piece.snippetFile}`),
    fixed: vscode.Uri.parse(`${folder}/fixed/${placed.piece.snippetFile}`),
  };
}

export function rightOf(piece: Piece): string {
  const right = piece.options.find(({ correct }) => correct);
  assert.ok(right, `${piece.id} has no right option`);
  return right.id;
}

export function wrongOf(piece: Piece): string {
  const wrong = piece.options.find(({ correct }) => !correct);
  assert.ok(wrong, `${piece.id} has no wrong option`);
  return wrong.id;
}

export function fixedSource(current: Catalogue): CatalogueSource {
  return { current, onDidChange: new vscode.EventEmitter<void>().event };
}

/** A controller that remembers nothing beyond its own life. */
export async function memoryController(catalogue: CatalogueSource): Promise<LearningController> {
  let ids = 0;
  const newId = () => `id${(ids += 1)}`;
  const segments = {
    list: () => Promise.resolve([]),
    read: () => Promise.resolve(undefined),
    write: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };
  const store = new AnswerStore({ segments, carrier: { get: () => undefined, set: () => Promise.resolve() }, newId, now: () => 1 });
  await store.open();
  const window = { get: () => undefined, update: () => Promise.resolve() };
  return new LearningController({ catalogue, store, window, clock: { now: () => 1, newId }, onUnsaved: assert.ifError });
}

export function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`altitude.${command}`, ...args);
}

/** The lenses of a document. One that was just opened or written may be read anew, upon which the editor cancels what was asked of it. */
export async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  return until(`lenses of ${uri.path}`, () => unlessCanceled(vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50)));
}

/** The titles above the hot lines, left to right. */
export async function titlesOf(uri: vscode.Uri): Promise<string[]> {
  return (await lensesOf(uri)).map(({ command }) => command?.title ?? '');
}

/** Waits until `check` gives something, and gives it back. As long as a busy machine may take: only a failure takes so long. */
export async function until<T>(what: string, check: () => T | undefined | false | Promise<T | undefined | false>, ms = 30_000): Promise<T> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    await setTimeout(50);
  }
  throw new Error(`waited ${ms} ms in vain: ${what}`);
}

/**
 * The code actions at a place, their edits included. A document that was just opened or written may be read anew from disk,
 * upon which the editor cancels what was asked of it: then there are none for now, and who waits for one asks again.
 */
export async function codeActionsAt(uri: vscode.Uri, range: vscode.Range, kind?: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  return (await unlessCanceled(vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind?.value, 50))) ?? [];
}

/** Undefined where the editor has cancelled what was asked of it. */
async function unlessCanceled<T>(asked: Thenable<T>): Promise<T | undefined> {
  return Promise.resolve(asked).catch((error: unknown) => {
    if (error instanceof Error && error.message === 'Canceled') return undefined;
    throw error;
  });
}

export async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The code of the error that a piece's document is refused with. */
export async function refusalOf(work: Thenable<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return error.code;
    throw error;
  }
  return 'nothing was refused';
}

export function tabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
