import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { QuickPicks } from '../../../../src/editor/learning/quickPicks';
import { until } from './support';

const rows: readonly vscode.QuickPickItem[] = [{ label: 'one' }, { label: 'two' }];

describe('a Quick Pick', () => {
  const taken = new vscode.EventEmitter<void>();
  const picks = new QuickPicks(taken.event);

  /** Does it again until the pick has ended: it opens in the editor's own time. */
  async function ending(pick: Promise<vscode.QuickPickItem | undefined>, command: string): Promise<string | undefined> {
    const ended = pick.then((picked) => ({ label: picked?.label }));
    const { label } = await until('the pick has ended', async () => {
      await vscode.commands.executeCommand(command);
      return Promise.race([ended, setTimeout(100, undefined)]);
    });
    return label;
  }

  it('gives back what is picked, or nothing', async () => {
    assert.equal(await ending(picks.pick(rows, {}), 'workbench.action.acceptSelectedQuickOpenItem'), 'one');
    assert.equal(await ending(picks.pick(rows, {}), 'workbench.action.closeQuickOpen'), undefined);
  });

  it('begins at the row that is asked for', async () => {
    assert.equal(await ending(picks.pick(rows, { active: rows[1] }), 'workbench.action.acceptSelectedQuickOpenItem'), 'two');
  });

  it('is opened again when the panel takes the focus from it, and does not end', async () => {
    const pick = picks.pick(rows, { active: rows[1] });
    taken.fire();
    assert.equal(await Promise.race([pick, setTimeout(200, 'open')]), 'open');
    taken.fire();
    assert.equal(await ending(pick, 'workbench.action.acceptSelectedQuickOpenItem'), 'two');
  });
});
