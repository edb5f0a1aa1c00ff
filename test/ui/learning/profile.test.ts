import assert from 'node:assert/strict';
import { commandByKeyboard, pressInPick } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

/** A reader marks lessons in the Climb, answers a question and looks at the profile. */
describe('the Climb and the profile by hand', () => {
  const bench = useWorkbench({ theme: 'dark' });
  const row = (text: string | RegExp) => bench().page.locator('.pane-body .monaco-list-row', { hasText: text });
  const labelOf = async (text: string | RegExp) => (await row(text).first().getAttribute('aria-label')) ?? '';
  const title = (name: string | RegExp) => bench().panel.getByRole('heading', { level: 1, name });

  it('shows a new reader where to begin, from the button of the Climb', async () => {
    await bench().page.locator('.activitybar .action-label[aria-label^="Altitude"]').click();
    await row('Start here').first().waitFor();
    await bench().page.locator('.pane-header', { hasText: 'Climb' }).first().hover();
    await bench().page.locator('.pane-header .action-label[aria-label="Show Profile"]').click();
    await title('Your altitude').waitFor();
    await bench().panel.getByRole('button', { name: /^Start here: / }).waitFor();
    assert.deepEqual(await bench().panelViolations(), []);
  });

  it('shows what is practised beside the lessons', async () => {
    await row('Interview and on-call drills').first().click();
    await row(/^\d+ prompts$/).first().waitFor();
    await row(/^\d+ cards$/).first().waitFor();
    await row('Interview and on-call drills').first().click();
  });

  it('marks a lesson as finished by its button, and takes that back by the palette', async () => {
    const lesson = row(/^One incident, four flaws/).first();
    await lesson.hover();
    await lesson.locator('.action-label[aria-label="Mark as Finished"]').click();
    await bench().eventually(async () => assert.match(await labelOf(/^One incident, four flaws/), /marked finished/));
    await commandByKeyboard(bench(), 'Altitude: Clear Mark');
    await bench().quickPick.row('marked finished').first().waitFor();
    await pressInPick(bench(), 'Enter');
    await bench().eventually(async () => assert.doesNotMatch(await labelOf(/^One incident, four flaws/), /marked/));
  });

  it('skips a piece by its menu, with the keyboard alone', async () => {
    const { page } = bench();
    const piece = /^The acquire with no bound/;
    await row('One incident, four flaws').first().locator('.monaco-tl-twistie').click();
    await row('One incident, four flaws').first().locator('.monaco-tl-twistie').click();
    await row(piece).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.locator('.pane-body .monaco-list-row.focused', { hasText: piece }).waitFor();
    await page.keyboard.press('Shift+F10');
    const skip = page.locator('.monaco-menu .action-item', { hasText: /^Skip$/ });
    await skip.waitFor();
    for (let step = 0; step < 9 && !(await skip.evaluate((each: { className: string }) => each.className.includes('focused'))); step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await bench().eventually(async () => assert.match(await labelOf(piece), /skipped, not answered/));
  });

  it('tells the altitude once a question is answered, and copies it', async () => {
    await bench().runCommand('Altitude: Continue');
    await bench().panel.getByRole('radio').first().click();
    await bench().panel.getByText('How sure').first().waitFor();
    await bench().page.keyboard.press('1');
    await bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ }).waitFor();
    await bench().runCommand('Altitude: Show Profile');
    await title(/^Your altitude: /).waitFor();
    await bench().panel.getByText(/^1 of \d+ pieces answered$/).waitFor();
    assert.deepEqual(await bench().panelViolations(), []);
    await bench().panel.getByRole('button', { name: 'Copy as Markdown' }).click();
    await bench().page.getByText('Altitude: copied').first().waitFor();
    assert.deepEqual(await bench().notifications(), []);
  });
});
