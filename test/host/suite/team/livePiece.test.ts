import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, lensesOf, run, textOf, titlesOf, until } from '../learning/support';
import { SampleTeam } from './support';

const ref = { lesson: 'payments/charging', piece: 'two-requests' };

/** The code of a team's piece, in the real editor: found, marked, followed, lost. */
describe('a piece about code of the workspace', () => {
  const team = new SampleTeam();
  const code = team.file('src', 'charge.js');
  const snippet = vscode.Uri.parse('altitude:/payments/backend/payments/charging/two-requests/charge.js');
  const isKnown = async () => textOf(snippet).then(() => true, () => false);

  before(async () => {
    await team.appear();
    await until('the lesson of a folder that appeared', isKnown);
  });

  after(async () => {
    await closeEverything();
    await team.vanish();
    await until('a lesson whose folder vanished is gone', async () => !(await isKnown()));
  });

  const active = () => vscode.window.activeTextEditor;
  const opened = async (uri: vscode.Uri) => until(uri.path, () => active()?.document.uri.toString() === uri.toString() && active());

  it('opens in its own file, at the hot line, with the question above it', async () => {
    await run('openPiece', ref);
    const editor = await opened(code);
    assert.equal(editor.selection.active.line, 4);
    const lenses = await until('the question', async () => {
      const found = await lensesOf(code);
      return found.some(({ command }) => command?.title === 'What happens when the client retries at once?') && found;
    });
    assert.equal(lenses[0]?.range.start.line, 4);
  });

  it('asks nothing in other files', async () => {
    const other = team.file('src', 'accounts.js');
    await vscode.workspace.openTextDocument(other);
    assert.deepEqual((await titlesOf(other)).filter((title) => title === 'Hint'), []);
  });

  it('follows the code while it is edited', async () => {
    const editor = await opened(code);
    await until('two lines are inserted', async () => editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// first\n// second\n')));
    await until('the lens has moved', async () => (await lensesOf(code)).some(({ range }) => range.start.line === 6));
    await until('they are deleted', async () => editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 2, 0))));
    await until('the lens has moved back', async () => (await lensesOf(code)).some(({ range }) => range.start.line === 4));
    await editor.document.save();
  });

  it('is kept beside the lesson as it is now, when its author says so', async () => {
    await team.change('src/charge.js', 'return receipt;', 'return receipt.id;');
    await until('the change was read', async () => (await textOf(snippet)).includes('receipt.id'));
    await run('updateKnownText', ref.lesson);
    const kept = team.file('.altitude', 'lessons', 'charging', 'charge.js');
    assert.match(await textOf(kept), /return receipt\.id;/);
  });

  it('says nothing of lost code above the snippet while the code is where it was', async () => {
    await vscode.workspace.openTextDocument(snippet);
    const titles = await titlesOf(snippet);
    assert.ok(titles.includes('What happens when the client retries at once?'), titles.join('; '));
    assert.ok(!titles.some((title) => title.startsWith('The code has left')), titles.join('; '));
  });

  it('is answered there, and the answer counts for the lesson of the team', async () => {
    await run('choose', ref, 'twice');
    await run('commit', ref, 'sure');
    await until('the verdict', async () => (await titlesOf(code)).includes('✓ Right'));
  });

  it('leaves the code alone once another piece is open', async () => {
    await run('openPiece', { lesson: 'incident-reading', piece: 'blocked-loop' }).then(undefined, () => undefined);
    await until('no lens is left', async () => !(await titlesOf(code)).some((title) => title === '✓ Right'));
  });

  it('shows the last known text where the code is lost, says so, and where it was', async () => {
    await team.change('src/charge.js', 'async function chargeCard', 'async function chargeOrder');
    await until('the anchor is lost', async () => {
      await run('openPiece', ref);
      return active()?.document.uri.scheme === 'altitude';
    });
    await until('what is said of it', async () => (await titlesOf(snippet)).includes('The code has left src/charge.js: this is the last known text'));
    assert.match(await textOf(snippet), /async function chargeCard/);
    await run('showWhereItWas', ref);
    const editor = await opened(code);
    assert.equal(editor.selection.active.line, 4);
  });
});
