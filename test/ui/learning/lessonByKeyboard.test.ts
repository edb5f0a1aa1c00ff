import assert from 'node:assert/strict';
import { commandByKeyboard, untilInCode } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

/** A whole lesson without a mouse: every piece, the recap, and on to the next lesson. */
describe('a lesson by keyboard', () => {
  const bench = useWorkbench({ theme: 'contrastLight' });
  const title = () => bench().panel.getByRole('heading', { level: 1 });
  const verdict = () => bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ });
  const isPiece = (number: number) => bench().panel.getByText(`Piece ${number} of 4`).waitFor();
  const press = (key: string) => bench().page.keyboard.press(key);

  before(async () => {
    await bench().page.locator('.activitybar .action-label[aria-label^="Altitude"]').waitFor();
  });

  it('answers two pieces in the code', async () => {
    await commandByKeyboard(bench(), 'Altitude: Continue');
    for (const piece of [1, 2]) {
      await isPiece(piece);
      await bench().codeLens('Hint').waitFor();
      await untilInCode(bench());
      await press('2');
      await bench().codeLens(/^Sure$/).waitFor();
      await press('1');
      await verdict().waitFor();
      await press('j');
    }
    await isPiece(3);
    await bench().codeLens('Hint').waitFor();
  });

  it('answers the others in the panel, and is at the recap', async () => {
    await press('Control+2');
    await bench().eventually(async () => assert.ok(await bench().panel.locator('body').evaluate('document.hasFocus()')));
    for (const piece of [3, 4]) {
      await isPiece(piece);
      await press('3');
      await bench().panel.getByText('How sure').first().waitFor();
      await press('2');
      await verdict().waitFor();
      assert.match(await bench().panel.locator('*:focus').innerText(), /Right|Wrong/);
      await press('j');
    }
    await bench().panel.getByRole('button', { name: /^Next:/ }).waitFor();
    assert.deepEqual(await bench().panelViolations(), []);
  });

  it('goes on to the next lesson', async () => {
    const before = await title().innerText();
    await press('j');
    await bench().panel.getByRole('radio').first().waitFor();
    await bench().panel.getByText(/^Piece 1 of/).waitFor();
    assert.notEqual(await title().innerText(), before);
    assert.deepEqual(await bench().notifications(), []);
  });
});
