import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, lensesOf, run, until } from '../suite/learning/support';
import { openWalkthrough, pressEveryButton } from '../walkthrough';

/** A window with nothing open: what is built in teaches, and nothing that needs a folder breaks. */
describe('a window without a folder', () => {
  before(async () => {
    await vscode.extensions.getExtension('altitude.altitude')?.activate();
  });

  afterEach(closeEverything);

  it('has no folder', () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
  });

  it('has a walkthrough whose every button works', async () => {
    await openWalkthrough();
    const pressed = await pressEveryButton();
    assert.ok(pressed.includes('altitude.continue') && pressed.includes('altitude.scanWorkspace'), pressed.join());
  });

  it('opens a lesson and asks its question', async () => {
    await run('openLesson', 'incident-reading');
    const uri = await until('the snippet', () => {
      const active = vscode.window.activeTextEditor?.document.uri;
      return active?.scheme === 'altitude' && active;
    });
    await until('the options', async () => (await lensesOf(uri)).some(({ command }) => command?.title === 'A'));
  });

  it('says so where a command of teams needs a folder, and ends', async () => {
    for (const command of ['showTeam', 'startDayOne', 'copyProgressSummary', 'copyCommitMessage', 'setUpOnboarding', 'makeLesson']) {
      const ended = await Promise.race([Promise.resolve(run(command)).then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 20_000))]);
      assert.ok(ended, `${command} waits for ever`);
    }
  });
});
