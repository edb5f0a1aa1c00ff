import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, run, textOf, until } from '../learning/support';
import { SampleTeam } from './support';

const pieceOf = (namespace: string) => vscode.Uri.parse(`altitude:/${namespace}/backend/${namespace}/charging/two-requests/charge.js`);
const exists = async (uri: vscode.Uri) => textOf(uri).then(() => true, () => false);

async function copied(command: string, ...args: readonly unknown[]): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await run(command, ...args);
  return vscode.env.clipboard.readText();
}

/** Two teams in one workspace, and a new hire of one of them. */
describe('a new hire', () => {
  const team = new SampleTeam();
  const other = new SampleTeam('ledger');

  before(async () => {
    await team.appear();
    await until('the first team', async () => exists(pieceOf('payments')));
    await other.appear();
    await other.change('.altitude/onboarding.yml', 'id: payments', 'id: ledger');
    await until('the second team', async () => exists(pieceOf('ledger')));
  });

  after(async () => {
    await closeEverything();
    await team.vanish();
    await other.vanish();
    await until('both are gone', async () => !(await exists(pieceOf('payments'))) && !(await exists(pieceOf('ledger'))));
  });

  it('starts at the first step of the role, in the code of the team', async () => {
    // Nothing of this team was ever answered; the other's first step may be done, and it would go on from there.
    await run('startDayOne', 'ledger/backend');
    const file = other.file('src', 'charge.js').toString();
    await until('the first step', () => vscode.window.activeTextEditor?.document.uri.toString() === file);
  });

  it('is told of the way as short Markdown', async () => {
    await run('startDayOne', 'payments/backend');
    const before = await copied('copyProgressSummary', 'payments');
    assert.match(before, /^## Payments: Backend engineer$/m);
    assert.match(before, /^- \[[ x]\] How we charge a card \([01] of 1 answered · 5 min\)$/m);
  });

  it('keeps what is learnt of one team apart from another with the same lesson', async () => {
    const ref = { lesson: 'ledger/charging', piece: 'two-requests' };
    // How many places are left also depends on the files that others have open.
    const learnt = async () => (await copied('copyProgressSummary', 'payments')).replaceAll(/\(.* left\)/g, '');
    const before = await learnt();
    await run('startDayOne', 'ledger/backend');
    await run('choose', ref, 'finds');
    await run('commit', ref, 'guess');
    await until('the answer counts', async () => (await copied('copyProgressSummary', 'ledger')).includes('[x] How we charge a card (1 of 1'));
    assert.equal(await learnt(), before);
  });

  it('counts what the code still has, rule by rule, after a scan', async () => {
    await run('scanWorkspace');
    await until('the counts', async () => /\((?:\d+ places?|none) left\)/.test(await copied('copyProgressSummary', 'payments')));
  });
});
