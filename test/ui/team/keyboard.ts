import type { Workbench } from '../workbench';

const patienceMs = 2000;

/** Runs a command by its title with keys alone; what it asks for is open afterwards. */
export async function commandByKeyboard(bench: Workbench, title: string): Promise<void> {
  const { page, quickPick } = bench;
  await bench.eventually(async () => {
    await page.keyboard.press('F1');
    await quickPick.input.fill(`>${title}`, { timeout: patienceMs });
    await quickPick.row(title).first().waitFor({ timeout: patienceMs }).catch(async (error: unknown) => {
      // What is open does not hear of commands that come later; in the code Escape would take a selection back.
      await page.keyboard.press('Escape');
      throw error;
    });
  });
  await page.keyboard.press('Enter');
}
