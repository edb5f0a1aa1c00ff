import assert from 'node:assert/strict';
import { brokenWords } from '../brokenWords';
import { useWorkbench } from '../useWorkbench';

/** A reader who has zoomed the whole window to 200 % and asked for less motion, with no folder open. */
describe('the panel in a window zoomed to 200 %', () => {
  const bench = useWorkbench({ theme: 'contrast', zoom: 2, reducedMotion: true, isEmpty: true });

  /** Every word whole, nothing to move sideways, nothing that moves by itself. */
  async function assertReadable(): Promise<void> {
    const page = bench().panel.locator('html');
    assert.deepEqual(await page.evaluate(brokenWords), []);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0);
    assert.equal(await page.evaluate('document.getAnimations().length'), 0);
    assert.deepEqual(await bench().panelViolations(), []);
  }

  const title = (text: string | RegExp) => bench().panel.getByRole('heading', { level: 1, name: text }).waitFor();

  it('asks, and tells why', async () => {
    await bench().runCommand('Altitude: Continue');
    await bench().panel.getByRole('radio').first().waitFor();
    await assertReadable();
    await bench().panel.getByRole('radio').first().click();
    await bench().panel.getByText('How sure').first().waitFor();
    await bench().page.keyboard.press('2');
    await bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ }).waitFor();
    await assertReadable();
  });

  it('shows the profile, a table, the answer template and the placement quiz', async () => {
    await bench().runCommand('Altitude: Show Profile');
    await title(/^Your altitude/);
    await assertReadable();
    await bench().runCommand('Altitude: Show the Answer Template');
    await title('Six steps of a strong answer');
    await assertReadable();
    await bench().runAsking('Altitude: Look Up a Table');
    await bench().quickPick.row('Models of concurrency').first().click();
    await title('Models of concurrency');
    await assertReadable();
    await bench().runCommand('Altitude: Place Me');
    await title(/^Placement/);
    await assertReadable();
    assert.deepEqual(await bench().notifications(), []);
  });

  it('runs a prompt and a drill', async () => {
    for (const [command, exercise] of [['Altitude: Practise a Prompt', 'A payment webhook'], ['Altitude: Start a Drill', 'One incident in five sentences']] as const) {
      await bench().runAsking(command);
      await bench().quickPick.row(exercise).first().click();
      await title(new RegExp(exercise));
      await assertReadable();
    }
  });
});
