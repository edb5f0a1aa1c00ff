import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Answer } from '../../../../src/learning/answer';
import type { Catalogue, Lesson } from '../../../../src/lessons/model';
import { closeEverything, lensesOf, lesson as flagship, refusalOf, rightOf, run, shippedCatalogue, tabs, textOf, titlesOf, until, wrongOf } from './support';

const day = 24 * 60 * 60 * 1000;

/** Answers of ten days ago come by import, as a reader's own would: then they are due. */
describe('a review in the editor', () => {
  let catalogue: Catalogue;
  /** One that no other suite answers: what was answered today is not due today. */
  let lesson: Lesson;
  let scratch: string;

  before(async () => {
    catalogue = await shippedCatalogue();
    lesson = catalogue.tracks.flatMap(({ lessons }) => lessons).find(({ id, pieces }) => id !== flagship && pieces.length > 1)!;
    scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-review-'));
    await closeEverything();
    await importAnswers([answerOf(0, false), answerOf(1, true)]);
  });

  after(async () => {
    await closeEverything();
    await rm(scratch, { recursive: true });
  });

  function answerOf(index: number, right: boolean): Answer {
    const piece = lesson.pieces[index]!;
    const at = Date.now() - 10 * day + index;
    return { id: `imported-${index}`, lesson: lesson.id, piece: piece.id, option: right ? rightOf(piece) : wrongOf(piece), correct: right, confidence: 'sure', hints: 0, at };
  }

  async function importAnswers(answers: readonly Answer[]): Promise<void> {
    const file = vscode.Uri.file(path.join(scratch, 'import.json'));
    const text = JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '', answers });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await run('importProgress', file);
  }

  async function exported(): Promise<Answer[]> {
    const file = vscode.Uri.file(path.join(scratch, 'progress.json'));
    await run('exportProgress', file);
    return (JSON.parse(await readFile(file.fsPath, 'utf8')) as { answers: Answer[] }).answers;
  }

  function active(): vscode.Uri {
    return vscode.window.activeTextEditor?.document.uri ?? assert.fail('no editor is active');
  }

  /** Begins a review of all that is due: through the pick of lengths where one is shown. */
  async function begin(): Promise<vscode.Uri> {
    const started = run('reviewNow');
    return until('a snippet is open', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'));
      if (shown) await started;
      return shown?.document.uri;
    });
  }

  it('asks what was missed first, its code under a path that does not name it, in a variant where there is one', async () => {
    const piece = lesson.pieces[0]!;
    const uri = await begin();
    const asked = lesson.variants.find(({ variantOf }) => variantOf === piece.id) ?? piece;
    assert.equal(uri.path, `/review/${asked.snippetFile}`);
    assert.equal(await textOf(uri), asked.snippet);
    assert.equal((await titlesOf(uri))[0], asked.prompt);
    await until('the panel is in the review', () => tabs().some(({ input, label }) => input instanceof vscode.TabInputWebview && label === 'Review'));
  });

  it('names its lesson by no command before the session has gone on', async () => {
    const shown = () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'))?.document.uri;
    const uri = shown();
    for (const [command, ...args] of [['readTopic'], ['showRecap'], ['readTopic', uri], ['showRecap', uri], ['copyLink'], ['previousPiece']] as const) {
      void run(command, ...args);
      await new Promise((resolve) => setTimeout(resolve, 150));
      const panel = tabs().find(({ input }) => input instanceof vscode.TabInputWebview);
      assert.equal(panel?.label, 'Review', command);
      assert.equal(shown()?.toString(), uri?.toString(), command);
    }
  });

  it('serves no file under that path but the pieces', async () => {
    for (const uri of ['altitude:/review/none.ts', 'altitude:/review/none.ts?no/such', `altitude:/review/none.ts?${lesson.id}/${lesson.pieces[0]!.id}`]) {
      assert.equal(await refusalOf(Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.parse(uri)))), 'FileNotFound', uri);
    }
  });

  it('is answered above the code, is undone, and goes on with Continue alone', async () => {
    const uri = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'))!.document.uri;
    const before = (await exported()).length;
    const answer = async () => {
      for (const index of [1, 1]) {
        const { command } = (await lensesOf(uri))[index]!;
        await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
      }
    };
    await answer();
    assert.match((await titlesOf(uri))[0]!, /Right|Wrong/);
    assert.deepEqual((await titlesOf(uri)).slice(-1), ['Continue']);
    assert.equal((await exported()).length, before + 1);

    await run('undoLast');
    assert.equal((await exported()).length, before);
    assert.ok((await titlesOf(uri)).includes('Hint'));

    await answer();
    const { command } = (await lensesOf(uri)).at(-1)!;
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
    await until('the next item is in view', () => vscode.window.visibleTextEditors.every(({ document }) => document.uri.toString() !== uri.toString()));
    await until('it is in the same place', () => tabs().filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'altitude').length === 1);
  });

  it('leaves the session when a piece is opened in its lesson, and goes on with it later', async () => {
    const asked = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'))!.document.uri;
    const [inLesson, piece] = asked.query.split('/');
    await run('openPiece', { lesson: inLesson, piece });
    await until('the lesson is shown', () => active().path.includes(inLesson!));
    await until('the panel is in the lesson', () => tabs().some(({ input, label }) => input instanceof vscode.TabInputWebview && label !== 'Review'));
    assert.equal((await begin()).toString(), asked.toString());
  });

  it('is answered with the keyboard alone, by Quick Pick, which leads on to the next item', async () => {
    const asked = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'))!.document.uri;
    const before = (await exported()).length;
    const flow = run('answer');
    // The pick of the question, that of the confidence, then Continue under the verdict.
    await until('the answer is given', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await exported()).length > before;
    });
    await until('the verdict can be left', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([flow.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 100))]);
    });
    assert.match((await titlesOf(asked))[0]!, /Right|Wrong/);
    await run('nextPiece');
    await until('the session has gone on', async () => !(await titlesOf(asked)).includes('Continue'));
  });

  it('exports every card, for Anki and as CSV', async () => {
    const cards = catalogue.tracks.flatMap(({ practice }) => practice?.cards ?? []);
    const [anki, csv] = ['cards.txt', 'cards.csv'].map((name) => vscode.Uri.file(path.join(scratch, name)));
    await run('exportCards', anki);
    await run('exportCards', csv);
    const notes = await readFile(anki!.fsPath, 'utf8');
    assert.match(notes, /^#notetype:Basic$/m);
    assert.equal(notes.match(/\tAltitude\taltitude /g)?.length, cards.length);
    const table = await readFile(csv!.fsPath, 'utf8');
    for (const { id } of cards) assert.ok(table.includes(`\r\n${id},`), id);
  });

  it('asks the placement quiz from question to question', async () => {
    await run('placeMe');
    const first = await until('the first question is open', () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'))?.document.uri);
    const before = (await exported()).length;
    for (const index of [1, 2]) {
      const { command } = (await lensesOf(first))[index]!;
      await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
    }
    await until('the second question is open', () => {
      const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.startsWith('/review/'))?.document.uri;
      return shown !== undefined && shown.toString() !== first.toString();
    });
    assert.equal((await exported()).length, before + 1);
    await until('the panel is in the quiz', () => tabs().some(({ label }) => label === 'Placement'));
  });
});
