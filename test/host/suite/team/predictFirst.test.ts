import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, findingsIn, scan, show } from '../findings/support';
import { closeEverything, run, until } from '../learning/support';
import { SampleTeam } from './support';

const ref = { lesson: 'payments/charging', piece: 'two-requests' };

/** Finds the flaw that the lesson of the sample asks about, in the code it asks about. */
const rule = `id: claim-first
language: JavaScript
message: The order is not claimed before the card is charged.
note: Both requests pass the check.
lesson: charging#two-requests
rule:
  pattern: provider.charge($$$ARGUMENTS)
fix: provider.claim($$$ARGUMENTS)
`;

/** What is found in code is out of sight while a question about that code is open, and only then. */
describe('what is found in code that is asked about', () => {
  const team = new SampleTeam();
  const code = team.file('src', 'charge.js');
  const asked = new vscode.Position(7, 26);
  const elsewhere = new vscode.Position(13, 12);

  before(async () => {
    await team.appear();
    await vscode.workspace.fs.writeFile(team.file('.altitude', 'rules', 'claim-first.yml'), new TextEncoder().encode(rule));
    await show(code);
    await untilShown('both are found', ['claim-first', 'cents-not-floats']);
    await scan();
    await until('the lesson', async () => run('openPiece', ref).then(() => vscode.window.activeTextEditor?.document.uri.toString() === code.toString()));
    await run('retry', ref);
  });

  after(async () => {
    await run('retry', ref);
    await closeEverything();
    await team.vanish();
    await until('the lesson is gone', () => findingsIn(code).length === 0);
  });

  const rulesShown = () => findingsIn(code).map(({ code: named }) => (/[a-z-]+$/.exec(String(typeof named === 'object' ? named.value : named)) ?? [''])[0]).sort();
  async function untilShown(what: string, rules: readonly string[]): Promise<void> {
    const expected = [...rules].sort().join();
    await until(`${what}: ${expected}`, () => rulesShown().filter((each) => ['claim-first', 'cents-not-floats'].includes(each)).join() === expected);
  }
  const actions = async (at: vscode.Position) => (await actionsAt(code, new vscode.Range(at, at))).map(({ title }) => title);
  const hovers = async (at: vscode.Position) => {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', code, at);
    return found.flatMap(({ contents }) => contents).map((each) => (typeof each === 'object' && 'isTrusted' in each ? each.value : '')).join('\n');
  };

  it('is neither marked nor told nor fixed; what lies elsewhere in the file is', async () => {
    await untilShown('only what is not asked about', ['cents-not-floats']);
    assert.deepEqual(await actions(asked), []);
    assert.doesNotMatch(await hovers(asked), /Both requests|claim/);
    assert.ok((await actions(elsewhere)).some((title) => title.includes('toCents')));
  });

  it('stays out of sight while the code moves, and when it is scanned anew', async () => {
    const editor = await show(code);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// first\n// second\n'));
    await until('the other has moved', () => findingsIn(code).some(({ range }) => range.start.line === 15));
    await untilShown('only what is not asked about', ['cents-not-floats']);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 2, 0)));
    await editor.document.save();
    await scan();
    await until('the other has moved back', () => findingsIn(code).some(({ range }) => range.start.line === 13));
    await untilShown('only what is not asked about', ['cents-not-floats']);
  });

  it('is there again at once with the answer', async () => {
    await run('choose', ref, 'finds');
    await untilShown('an option is no answer', ['cents-not-floats']);
    await run('commit', ref, 'sure');
    await untilShown('all', ['cents-not-floats', 'claim-first']);
    assert.ok((await actions(asked)).some((title) => title.includes('provider.claim')));
    assert.match(await hovers(asked), /Both requests/);
  });

  it('is there again when the lesson is left with its question open', async () => {
    await run('retry', ref);
    await untilShown('only what is not asked about', ['cents-not-floats']);
    await run('openPiece', { lesson: 'incident-reading', piece: 'blocked-loop' });
    await show(code);
    await untilShown('all', ['cents-not-floats', 'claim-first']);
    await run('openPiece', ref);
    await untilShown('only what is not asked about', ['cents-not-floats']);
    await closeEverything();
    await show(code);
    await untilShown('all', ['cents-not-floats', 'claim-first']);
  });
});
