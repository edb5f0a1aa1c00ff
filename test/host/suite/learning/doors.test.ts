import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Answer } from '../../../../src/learning/answer';
import type { Catalogue } from '../../../../src/lessons/model';
import { closeEverything, lensesOf, lesson, pieceAt, refusalOf, rightOf, run, shippedCatalogue, tabs, textOf, titlesOf, until, wrongOf } from './support';

const languageIds = { javascript: 'javascript', typescript: 'typescript', tsx: 'typescriptreact', go: 'go', sql: 'sql' };

/** The pieces are answered in order: each test leaves what the next one starts from. */
describe('a lesson in the editor', () => {
  let catalogue: Catalogue;
  let scratch: string;

  before(async () => {
    catalogue = await shippedCatalogue();
    scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-doors-'));
    await closeEverything();
  });

  after(async () => {
    await closeEverything();
    await rm(scratch, { recursive: true });
  });

  async function exported(): Promise<Answer[]> {
    const file = vscode.Uri.file(path.join(scratch, 'progress.json'));
    await run('exportProgress', file);
    return (JSON.parse(await readFile(file.fsPath, 'utf8')) as { answers: Answer[] }).answers;
  }

  it('loads without a problem', () => {
    assert.deepEqual(catalogue.problems, []);
  });

  it('opens at the hot lines, in the focused editor, the panel beside it', async () => {
    const { piece, ref, uri } = pieceAt(catalogue, 0);
    await run('openLesson', ref.lesson);
    const editor = await until('the snippet has the focus', () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.toString(), uri.toString());
    assert.equal(editor.document.getText(), piece.snippet);
    assert.equal(editor.selection.active.line, piece.hotLines[0]!.startLine);
    const panel = await until('the panel is open', () => tabs().find(({ input }) => input instanceof vscode.TabInputWebview));
    assert.notEqual(panel.group.viewColumn, editor.viewColumn);
    assert.equal(vscode.window.activeTextEditor, editor);
  });

  it('takes its language from the file, in every piece', async () => {
    const pieces = catalogue.tracks.flatMap((track) => track.lessons).find(({ id }) => id === lesson)!.pieces;
    for (const [index, { language }] of pieces.entries()) {
      const document = await vscode.workspace.openTextDocument(pieceAt(catalogue, index).uri);
      assert.equal(document.languageId, languageIds[language], document.fileName);
      assert.equal(document.getText(), pieces[index]!.snippet);
    }
  });

  it('cannot be edited, saved, moved or deleted', async () => {
    const { piece, uri } = pieceAt(catalogue, 0);
    assert.equal(vscode.workspace.fs.isWritableFileSystem('altitude'), false);
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(vscode.window.activeTextEditor?.document.getText(), piece.snippet);
    assert.notEqual(await refusalOf(vscode.workspace.fs.writeFile(uri, new Uint8Array())), 'nothing was refused');
    assert.notEqual(await refusalOf(vscode.workspace.fs.delete(uri)), 'nothing was refused');
    assert.equal(await textOf(uri), piece.snippet);
  });

  it('lists its folders, and knows no other file', async () => {
    const { uri } = pieceAt(catalogue, 0);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(uri, '..')), [[path.basename(uri.path), vscode.FileType.File]]);
    assert.equal(await refusalOf(vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, '../other.js'))), 'FileNotFound');
    assert.equal(await refusalOf(vscode.workspace.fs.readFile(vscode.Uri.parse('altitude:/no/such/piece/here.js'))), 'FileNotFound');
  });

  it('asks above the first hot line: the prompt, the letters, a hint', async () => {
    const { piece, uri } = pieceAt(catalogue, 0);
    const lenses = await lensesOf(uri);
    assert.deepEqual(lenses.map(({ command }) => command?.title), [piece.prompt, 'A', 'B', 'C', 'D', 'Hint']);
    for (const { range } of lenses) {
      assert.equal(range.start.line, piece.hotLines[0]!.startLine);
      assert.equal(range.isEmpty, false);
    }
    const offered = lenses.slice(1, 5).map(({ command }) => (command?.arguments as [unknown, string])[1]);
    assert.deepEqual([...offered].sort(), piece.options.map(({ id }) => id).sort());
  });

  it('gives nothing away before an answer', async () => {
    const { fixed, ref } = pieceAt(catalogue, 0);
    assert.equal(await refusalOf(vscode.workspace.fs.readFile(fixed)), 'NoPermissions');
    assert.equal(await refusalOf(vscode.workspace.fs.stat(fixed)), 'NoPermissions');
    void run('showFix', ref);
    await run('choose', ref, 'no-such-option');
    await run('commit', ref, 'sure');
    assert.deepEqual(await exported(), []);
    assert.equal(tabs().some(({ input }) => input instanceof vscode.TabInputTextDiff), false);
  });

  it('is answered above the code: option, confidence, verdict', async () => {
    const { fixed, piece, ref, uri } = pieceAt(catalogue, 0);
    await run('hint', ref);
    const b = (await lensesOf(uri))[2]!.command!;
    assert.equal(b.title, 'B');
    await vscode.commands.executeCommand(b.command, ...(b.arguments as unknown[]));
    assert.deepEqual(await titlesOf(uri), ['B. How sure?', 'Sure', 'Think so', 'Guess', 'Choose another']);
    assert.equal(await refusalOf(vscode.workspace.fs.readFile(fixed)), 'NoPermissions');

    await run('retry', ref);
    await run('choose', ref, rightOf(piece));
    const think = (await lensesOf(uri))[2]!.command!;
    await vscode.commands.executeCommand(think.command, ...(think.arguments as unknown[]));
    // Files of other suites may still be open, with places of their own.
    const titles = (await titlesOf(uri)).filter((title) => !title.includes('in your workspace'));
    assert.deepEqual(titles, ['✓ Right', 'Show the fix', 'Next piece', 'Answer again']);
    const [answer, ...more] = await exported();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [answer?.piece, answer?.option, answer?.correct, answer?.confidence, answer?.hints],
      [ref.piece, rightOf(piece), true, 'think', 1],
    );
  });

  it('shows the fix as a diff, and hides it when the question is asked again', async () => {
    const { fixed, piece, ref, uri } = pieceAt(catalogue, 0);
    await run('showFix', ref);
    const diff = await until('the diff is open', () => tabs().find(({ input }) => input instanceof vscode.TabInputTextDiff));
    const { original, modified } = diff.input as vscode.TabInputTextDiff;
    assert.deepEqual([original.toString(), modified.toString()], [uri.toString(), fixed.toString()]);
    assert.equal(diff.label, `${piece.snippetFile}: before ↔ the fix`);
    const after = await textOf(fixed);
    assert.notEqual(after, piece.snippet);

    await run('retry', ref);
    await until('the diff is closed', () => !tabs().some(({ input }) => input instanceof vscode.TabInputTextDiff));
    assert.equal(await refusalOf(vscode.workspace.fs.readFile(fixed)), 'NoPermissions');
    await run('choose', ref, rightOf(piece));
    await run('commit', ref, 'sure');
    assert.equal((await exported()).length, 2);
  });

  it('goes to the next piece in the same place, and says what was wrong in words', async () => {
    const { piece, ref, uri } = pieceAt(catalogue, 1);
    await run('openPiece', pieceAt(catalogue, 0).ref);
    await run('nextPiece');
    await until('the second snippet is open', () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString());
    await until('it is in the place of the first', () => tabs().filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'altitude').length === 1);
    await run('choose', ref, wrongOf(piece));
    await run('commit', ref, 'guess');
    assert.equal((await titlesOf(uri))[0], '✗ Wrong');
  });

  it('is answered by number keys, as they are asked', async () => {
    const { ref, uri } = pieceAt(catalogue, 2);
    await run('openPiece', ref);
    await run('chooseNumber', { number: 3 });
    assert.equal((await titlesOf(uri))[0], 'C. How sure?');
    await run('chooseNumber', { number: 3 });
    const answer = (await exported()).find(({ piece }) => piece === ref.piece);
    assert.equal(answer?.confidence, 'guess');
    await run('chooseNumber', { number: 1 });
    assert.equal((await exported()).filter(({ piece }) => piece === ref.piece).length, 1);
  });

  it('is answered with the keyboard alone, by Quick Pick', async () => {
    const { ref, uri } = pieceAt(catalogue, 3);
    await run('openPiece', ref);
    const first = (await lensesOf(uri))[1]!.command!.arguments as [unknown, string];
    const flow = run('answer', ref);
    // The pick of the question, then that of the confidence: Enter takes the first row of each.
    await until('the answer is given', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await exported()).some(({ piece }) => piece === ref.piece);
    });
    await until('the verdict can be left', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([flow.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 100))]);
    });
    const answer = (await exported()).find(({ piece }) => piece === ref.piece)!;
    assert.deepEqual([answer.option, answer.confidence], [first[1], 'sure']);
    assert.match((await titlesOf(uri))[0]!, /^[✓✗] /);
    assert.ok((await titlesOf(uri)).includes('Recap'));
  });

  it('imports what is sound and refuses what is broken, changing nothing', async () => {
    const before = await exported();
    const file = vscode.Uri.file(path.join(scratch, 'import.json'));
    const write = (answers: unknown[]) =>
      vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '', answers })));
    const other = { ...before[0]!, id: 'from-another-machine', lesson: 'elsewhere' };
    await write([other, { ...other, id: 'broken', confidence: 'very' }]);
    void run('importProgress', file);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(await exported(), before);
    await write([other, before[0]]);
    await run('importProgress', file);
    const after = await exported();
    assert.deepEqual(after.map(({ id }) => id).sort(), [...before.map(({ id }) => id), other.id].sort());
  });
});
