import assert from 'node:assert/strict';
import { commandByKeyboard, pressInPick, untilInPanel } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

/** A first-time reader answers three pieces, each through another door, and every door shows the same verdict. */
describe('a lesson answered by hand', () => {
  const bench = useWorkbench({ theme: 'light' });
  const lens = (text: string) => bench().page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^${text}$`) });
  const verdict = () => bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ });
  const explanations = () => bench().panel.getByText(/^Why (?:not )?[A-D]\b/);

  it('starts from the Climb with one click, and shows nothing before an answer', async () => {
    await bench().page.locator('.activitybar .action-label[aria-label^="Altitude"]').click();
    await bench().page.locator('.pane-body .monaco-list-row', { hasText: 'Start here' }).first().click();
    await lens('Hint').waitFor();
    await bench().panel.getByRole('radio').first().waitFor();
    assert.equal(await verdict().count(), 0);
    assert.equal(await explanations().count(), 0);
    assert.equal(await lens('Show the fix').count(), 0);
  });

  it('takes the answer from CodeLens', async () => {
    await lens('B').click();
    await lens('Sure').click();
    await lens('Show the fix').waitFor();
    await verdict().waitFor();
    await explanations().nth(1).waitFor();
    await lens('Next piece').click();
    await bench().panel.getByText('Piece 2 of 4').waitFor();
  });

  it('takes the answer from the panel, by keyboard', async () => {
    await bench().panel.getByRole('radio').first().focus();
    await untilInPanel(bench());
    await bench().page.keyboard.press('2');
    await bench().panel.getByText('How sure').first().waitFor();
    await bench().page.keyboard.press('1');
    await verdict().waitFor();
    await lens('Show the fix').waitFor();
    await untilInPanel(bench());
    await bench().page.keyboard.press('j');
    await bench().panel.getByText('Piece 3 of 4').waitFor();
  });

  it('takes the answer from the Quick Pick, by keyboard', async () => {
    await lens('Hint').waitFor();
    const { quickPick } = bench();
    await commandByKeyboard(bench(), 'Altitude: Answer');
    await quickPick.row(/^D/).first().waitFor();
    await pressInPick(bench(), 'Enter');
    await quickPick.row('Sure').first().waitFor();
    await pressInPick(bench(), 'Enter');
    await quickPick.row('Show the fix').first().waitFor();
    await pressInPick(bench(), 'Escape');
    await verdict().waitFor();
    await lens('Show the fix').waitFor();
  });

  it('keeps the answers over a reload', async () => {
    await bench().reload();
    await lens('Show the fix').waitFor();
    await verdict().waitFor();
    await bench().panel.getByText('Piece 3 of 4').waitFor();
  });
});
