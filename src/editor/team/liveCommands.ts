import * as vscode from 'vscode';
import { allLessons, findPiece, type PlacedPiece } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { LiveCode, Piece } from '../../lessons/model';
import { lastPlace } from '../../team/anchors/lastPlace';
import { uriOf } from '../identity';
import { commandIds } from '../learning/commandIds';
import type { CatalogueSource } from '../learning/dependencies';
import { builtInGit, fileAt, type GitApi } from './gitHistory';
import type { Navigator } from '../learning/navigator';
import { messageOf, statusMs } from '../learning/progressFiles';
import { lessonOf, pieceOf } from '../learning/targets';

export interface LiveCommandOptions {
  readonly catalogue: CatalogueSource;
  readonly navigator: Pick<Navigator, 'column' | 'current'>;
}

/** What readers and authors do about code that has moved on. */
export function registerLiveCommands({ catalogue, navigator }: LiveCommandOptions): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.showWhereItWas, async (target?: unknown) => {
      const ref = pieceOf(target) ?? navigator.current;
      const piece = ref && findPiece(catalogue.current, ref)?.piece;
      const said = piece?.live ? await showWhereItWas(piece, piece.live, { git: builtInGit, column: navigator.column }) : vscode.l10n.t('This piece is not about code of this workspace.');
      if (said !== undefined) void vscode.window.showInformationMessage(said);
    }),
    vscode.commands.registerCommand(commandIds.updateKnownText,
      async (target?: unknown) => updateKnownText(catalogue, { asked: lessonOf(target), here: navigator.current }),
    ),
  );
}

interface Where {
  readonly git: () => Promise<GitApi | undefined>;
  readonly column: vscode.ViewColumn;
}

/** Digits of a commit's name that tell it apart. */
const shortName = 10;

/**
 * The code as of the commit that the piece refers to; without one, or where Git does not have it, the file as it is now.
 * Either at the lines that most of the last known text is found in.
 * @returns what could not be shown, and why
 */
export async function showWhereItWas({ snippet }: Pick<Piece, 'snippet'>, live: LiveCode, { column, git }: Where): Promise<string | undefined> {
  const { commit, source } = live;
  const name = commit?.slice(0, shortName) ?? '';
  const then = commit === undefined ? undefined : await attempt(async () => showThen(snippet, live, commit, await git(), column));
  if (commit !== undefined && then === undefined) return undefined;
  const now = await attempt(async () => showNow(snippet, live, column));
  if (then === undefined) return now && vscode.l10n.t('{0} cannot be shown: {1}', source, now);
  if (now === undefined) return vscode.l10n.t('This is {0} as it is now. As of commit {1} it cannot be shown: {2}.', source, name, then);
  return vscode.l10n.t('{0} cannot be shown: {1}. As of commit {2} it cannot either: {3}.', source, now, name, then);
}

async function showThen(snippet: string, { file, source }: LiveCode, commit: string, git: GitApi | undefined, viewColumn: vscode.ViewColumn): Promise<void> {
  const past = await fileAt(uriOf(file), commit, git);
  const title = `${source.slice(source.lastIndexOf('/') + 1)} (${commit.slice(0, shortName)})`;
  await vscode.commands.executeCommand('vscode.open', past.uri, { selection: placeIn(past.text, snippet), preview: true, viewColumn }, title);
}

async function showNow(snippet: string, { file, state }: LiveCode, viewColumn: vscode.ViewColumn): Promise<void> {
  if ('lost' in state && state.lost.kind === 'file') throw new Error(state.lost.cause);
  const document = await vscode.workspace.openTextDocument(uriOf(file));
  const selection = placeIn(document.getText(), snippet);
  const editor = await vscode.window.showTextDocument(document, { selection, viewColumn });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenter);
}

function placeIn(text: string, snippet: string): vscode.Range {
  const line = lastPlace(text, snippet) ?? 0;
  return new vscode.Range(line, 0, line, 0);
}

/** Undefined where it worked, else why it did not. */
async function attempt(work: () => Promise<void>): Promise<string | undefined> {
  return work().then(() => undefined, messageOf);
}

interface StaleItem extends vscode.QuickPickItem {
  readonly placed: PlacedPiece;
}

/** @param asked the lesson to update whole; without one the author picks among all that have fallen behind */
async function updateKnownText({ current }: CatalogueSource, { asked, here }: { readonly asked: string | undefined; readonly here: PieceRef | undefined }): Promise<void> {
  const placed = allLessons(current).flatMap(({ track, lesson }) => [...lesson.pieces, ...lesson.variants].map((piece, index) => ({ track, lesson, piece, index })));
  const stale = placed.filter(({ lesson, piece }) => piece.live?.kept === 'stale' && (asked === undefined || lesson.id === asked));
  if (stale.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Every known text is that of its code.'));
    return;
  }
  const picked = asked === undefined ? await pickStale(stale, here) : stale;
  if (!picked || picked.length === 0) return;
  try {
    await Promise.all(picked.map(write));
    const said = picked.length === 1 ? vscode.l10n.t('Altitude: 1 known text updated') : vscode.l10n.t('Altitude: {0} known texts updated', picked.length);
    vscode.window.setStatusBarMessage(said, statusMs);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The known text could not be written: {0}', messageOf(error)));
  }
}

async function pickStale(stale: readonly PlacedPiece[], here: PieceRef | undefined): Promise<PlacedPiece[] | undefined> {
  const items = stale.map((each): StaleItem => ({
    placed: each,
    label: each.piece.title,
    description: `${each.lesson.title} · ${each.piece.live?.source ?? ''}`,
    picked: stale.length === 1 || here === undefined || here.lesson === each.lesson.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: vscode.l10n.t('Keep the code as it is now beside the lesson of…') });
  return picked?.map(({ placed }) => placed);
}

async function write({ lesson, piece }: PlacedPiece): Promise<void> {
  const beside = vscode.Uri.joinPath(uriOf(lesson.file), '..', piece.snippetFile);
  await vscode.workspace.fs.writeFile(beside, new TextEncoder().encode(piece.snippet));
}
