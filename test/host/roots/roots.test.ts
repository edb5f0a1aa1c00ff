import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findingsIn, show, useSettings } from '../suite/findings/support';
import { closeEverything, run, textOf, until } from '../suite/learning/support';

const folders = () => vscode.workspace.workspaceFolders ?? [];

function rootAt(name: string): vscode.Uri {
  const folder = folders().find(({ uri }) => uri.path.endsWith(`/${name}`));
  assert.ok(folder, `${name} is no root of this workspace`);
  return folder.uri;
}

const fileIn = (root: vscode.Uri, ...names: readonly string[]) => vscode.Uri.joinPath(root, ...names);
const pieceOf = (namespace: string) => vscode.Uri.parse(`altitude:/${namespace}/backend/${namespace}/charging/two-requests/charge.js`);
const isTaught = async (namespace: string) => textOf(pieceOf(namespace)).then(() => true, () => false);

async function change(file: vscode.Uri, from: string, to: string): Promise<void> {
  const text = await textOf(file);
  assert.ok(text.includes(from), `${file.path} has no ${from}`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text.replace(from, to)));
}

const rename = async (root: vscode.Uri, from: string, to: string) => change(fileIn(root, '.altitude', 'onboarding.yml'), `id: ${from}`, `id: ${to}`);

const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

/** Shows a file and waits until just these rules of teams speak of it. */
async function untilRules(file: vscode.Uri, ...rules: readonly string[]): Promise<void> {
  await show(file);
  const found = () => findingsIn(file).map(codeOf).filter((code) => code.includes('/')).sort();
  await until(`${rules.join(', ') || 'no rule'} in ${file.path}`, () => findingsIn(file).length > 0 && found().join() === rules.join());
}

async function summaryOf(namespace: string): Promise<string> {
  await run('startDayOne', `${namespace}/backend`);
  await vscode.env.clipboard.writeText('');
  await run('copyProgressSummary', namespace);
  return vscode.env.clipboard.readText();
}

/** Two repositories that teach, open as two roots; as they come, both are called payments. */
describe('a workspace of several roots', () => {
  const payments = rootAt('payments-api');
  const ledger = rootAt('ledger-api');
  const third = vscode.Uri.joinPath(payments, '..', 'fraud-api');
  const charge = (root: vscode.Uri) => fileIn(root, 'src', 'charge.js');

  // A rule of Altitude's own that finds something in each charge.js: once it has spoken, a team's rules have too.
  useSettings({ 'altitude.rules': { 'check-then-insert': 'information' } });

  before(async () => {
    await vscode.extensions.getExtension('altitude.altitude')?.activate();
  });

  after(closeEverything);

  it('refuses the second of two with one name, and reads the first', async () => {
    assert.equal(folders().length, 3);
    await until('the first one is read', async () => isTaught('payments'));
    // In the order of their paths, ledger-api is the first one.
    await untilRules(charge(ledger), 'payments/cents-not-floats');
    await untilRules(charge(payments));
  });

  it('reads both as soon as each has a name of its own, lessons and rules', async () => {
    await rename(ledger, 'payments', 'ledger');
    await until('both are read', async () => (await isTaught('payments')) && (await isTaught('ledger')));
    await untilRules(charge(ledger), 'ledger/cents-not-floats');
    await untilRules(charge(payments), 'payments/cents-not-floats');
  });

  it('reads a nested folder of a monorepo, whose rules speak of that folder alone', async () => {
    const nested = fileIn(payments, 'services', 'refunds');
    await cp(fileIn(payments, '.altitude').fsPath, fileIn(nested, '.altitude').fsPath, { recursive: true });
    await cp(fileIn(payments, 'src').fsPath, fileIn(nested, 'src').fsPath, { recursive: true });
    await rename(nested, 'payments', 'refunds');
    await until('the nested team', async () => isTaught('refunds'));
    await untilRules(charge(nested), 'payments/cents-not-floats', 'refunds/cents-not-floats');
    await untilRules(charge(payments), 'payments/cents-not-floats');
    await closeEverything();
    await rm(nested.fsPath, { recursive: true });
    await until('the nested team is gone', async () => !(await isTaught('refunds')));
  });

  it('keeps the answers to lessons of one name apart', async () => {
    const before = await summaryOf('ledger');
    assert.match(before, /\[ \] How we charge a card \(0 of 1/);
    const ref = { lesson: 'payments/charging', piece: 'two-requests' };
    await summaryOf('payments');
    await run('choose', ref, 'twice');
    await run('commit', ref, 'sure');
    await until('the answer counts', async () => (await summaryOf('payments')).includes('[x] How we charge a card (1 of 1'));
    assert.equal(await summaryOf('ledger'), before);
  });

  it('reads a root that is added, forgets one that is taken away, and keeps what was answered there', async () => {
    await rename(third, 'payments', 'fraud');
    assert.ok(vscode.workspace.updateWorkspaceFolders(folders().length, 0, { uri: third }));
    await until('the added root', async () => isTaught('fraud'));
    await closeEverything();
    // Another first root would restart the extensions.
    const at = folders().findIndex(({ uri }) => uri.path === payments.path);
    assert.ok(at > 0);
    assert.ok(vscode.workspace.updateWorkspaceFolders(at, 1));
    await until('the removed root is forgotten', async () => !(await isTaught('payments')));
    assert.ok((await isTaught('fraud')) && (await isTaught('ledger')));
    assert.ok(vscode.workspace.updateWorkspaceFolders(folders().length, 0, { uri: payments }));
    await until('the root is back', async () => isTaught('payments'));
    assert.match(await summaryOf('payments'), /\[x\] How we charge a card \(1 of 1/);
  });

  it('is asked which folder to set up', async () => {
    const done = Promise.resolve(run('setUpOnboarding')).then(() => true);
    // The list begins with the first root; the preview comes once the files are made.
    for (let turn = 0; turn < 300 && !(await Promise.race([done, setTimeout(200, false)])); turn++) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await vscode.commands.executeCommand('refactorPreview.apply');
    }
    const [first] = folders();
    assert.match(await readFile(path.join(first?.uri.fsPath ?? '', '.altitude', 'onboarding.yml'), 'utf8'), /^roles:/m);
    // Asked before the files are read, the commands know no such role and wait for another to be picked.
    await until('what was written is taught', async () => {
      const summary = await Promise.race([summaryOf('ticket-desk'), setTimeout(1000, '')]);
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return summary.includes('## ');
    });
  }).timeout(120_000);
});
