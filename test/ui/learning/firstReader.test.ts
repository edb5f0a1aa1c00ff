import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { useWorkbench } from '../useWorkbench';

const mostClicks = 4;
const mostMs = 60_000;

for (const [window, isEmpty] of [['with a folder', false], ['with no folder', true]] as const) {
  /** A new profile, Altitude just installed: from the icon to the first answered question, and what was shown on the way. */
  describe(`a first-time reader, ${window}`, () => {
    const bench = useWorkbench({ theme: 'light', isEmpty });
    const row = (text: string) => bench().page.locator('.pane-body .monaco-list-row', { hasText: text });
    const verdict = () => bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ });
    let clicks = 0;
    const click = async (what: Locator) => {
      clicks += 1;
      await what.click();
    };

    it(`has answered a question after ${mostClicks} clicks, in under a minute`, async () => {
      const started = performance.now();
      await click(bench().page.locator('.activitybar .action-label[aria-label^="Altitude"]'));
      await click(row('Start here').first());
      await click(bench().panel.getByRole('radio').first());
      await click(bench().panel.getByRole('button', { name: /^Sure/ }));
      await verdict().waitFor();
      assert.ok(clicks <= mostClicks, `${clicks} clicks`);
      assert.ok(performance.now() - started < mostMs);
    });

    it('sees the explanation, the fix and the way on, and no notification', async () => {
      await bench().panel.getByText(/^Why (?:not )?[A-D]\b/).first().waitFor();
      await bench().panel.getByRole('button', { name: /^Show the fix/ }).waitFor();
      await bench().panel.getByRole('button', { name: /^Next/ }).first().waitFor();
      assert.deepEqual(await bench().notifications(), []);
    });

    it('goes on where the reading stopped', async () => {
      await bench().runCommand('View: Close All Editors');
      await bench().runCommand('Altitude: Continue');
      await bench().panel.getByText('Piece 2 of 4').waitFor();
      assert.equal(await verdict().count(), 0);
    });

    it('finds the profile and the placement quiz', async () => {
      await bench().runCommand('Altitude: Show Profile');
      await bench().panel.getByRole('heading', { level: 1, name: /^Your altitude/ }).waitFor();
      await bench().runCommand('Altitude: Place Me');
      await bench().panel.getByRole('heading', { level: 1, name: /^Placement/ }).waitFor();
      assert.deepEqual(await bench().notifications(), []);
    });
  });
}
