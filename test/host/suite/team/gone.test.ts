import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeEverything, refusalOf, run, tabs, textOf, until } from '../learning/support';
import { SampleTeam } from './support';

const ref = { lesson: 'returns/charging', piece: 'two-requests' };

/** A folder that teaches is closed, and opened again: what was learnt of it stays the reader's. */
describe('a lesson of a folder that went away', () => {
  const team = new SampleTeam('returns');
  const snippet = vscode.Uri.parse(`altitude:/returns/backend/${ref.lesson}/${ref.piece}/charge.js`);
  const exists = async () => textOf(snippet).then(() => true, () => false);
  let scratch: string;

  async function appear(): Promise<void> {
    await team.appear();
    await team.change('.altitude/onboarding.yml', 'id: payments', 'id: returns');
    await until('the lesson', exists);
  }

  async function vanish(): Promise<void> {
    await team.vanish();
    await until('the lesson is gone', async () => !(await exists()));
  }

  async function answered(): Promise<number> {
    const file = vscode.Uri.file(path.join(scratch, 'progress.json'));
    await run('exportProgress', file);
    const { answers } = JSON.parse(await readFile(file.fsPath, 'utf8')) as { readonly answers: readonly (typeof ref)[] };
    return answers.filter(({ lesson, piece }) => lesson === ref.lesson && piece === ref.piece).length;
  }

  before(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-gone-'));
    await appear();
    await run('openPiece', ref);
    await run('choose', ref, 'twice');
    await run('commit', ref, 'sure');
    await until('the answer', async () => (await answered()) === 1);
  });

  after(async () => {
    await closeEverything();
    await vanish();
    await rm(scratch, { recursive: true });
  });

  it('leaves the answer where it is and nothing to open, and is as it was when it comes back', async () => {
    await vanish();
    assert.equal(await answered(), 1);
    await closeEverything();
    await run('openPiece', ref);
    await run('openLesson', ref.lesson);
    await run('readTopic', ref);
    assert.deepEqual(tabs().map(({ label }) => label), []);
    assert.equal(await refusalOf(vscode.workspace.fs.stat(snippet)), 'FileNotFound');
    await run('continue');
    await until('a lesson that is there', () => vscode.window.activeTextEditor?.document.uri.scheme === 'altitude');
    await run('showProfile');
    await until('the profile', () => tabs().some(({ label }) => label === 'Profile'));
    await closeEverything();
    await appear();
    await run('copyProgressSummary', 'returns');
    await vscode.env.clipboard.writeText('');
    await run('startDayOne', 'returns/backend');
    await run('copyProgressSummary', 'returns');
    assert.match(await vscode.env.clipboard.readText(), /^- \[x\] How we charge a card \(1 of 1 answered/m);
  });
});
