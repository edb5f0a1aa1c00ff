import type { Workbench } from './workbench';

const patienceMs = 2000;

/** Runs a command by its title with keys alone; what it asks for is open afterwards. */
export async function commandByKeyboard(bench: Workbench, title: string): Promise<void> {
  const { page, quickPick } = bench;
  await bench.eventually(async () => {
    await page.keyboard.press('F1');
    await quickPick.input.fill(`>${title}`, { timeout: patienceMs });
    // Rows of what was typed before may be in sight still: Enter takes the one in focus.
    await focusedRow(bench, title).waitFor({ timeout: patienceMs }).catch(async (error: unknown) => {
      // What is open does not hear of commands that come later; in the code Escape would take a selection back.
      await page.keyboard.press('Escape');
      throw error;
    });
  });
  await pressInPick(bench, 'Enter');
}

/** Presses a key in the Quick Pick that is open, once that has the keyboard. */
export async function pressInPick(bench: Workbench, key: string): Promise<void> {
  await untilInPick(bench);
  await bench.page.keyboard.press(key);
}

/** Takes a row of the Quick Pick that is open by a word of it, with keys alone. */
export async function pickByTyping(bench: Workbench, row: string): Promise<void> {
  await bench.quickPick.row(row).first().waitFor();
  await untilInPick(bench);
  await bench.page.keyboard.type(row);
  await focusedRow(bench, row).waitFor();
  await bench.page.keyboard.press('Enter');
}

/** Waits until the Quick Pick that is open has the keyboard. */
export async function untilInPick(bench: Workbench): Promise<void> {
  await bench.page.locator('.quick-input-widget input[type=text]:focus').waitFor();
}

/** Waits until the panel has the keyboard, where its page wants it. */
export async function untilInPanel(bench: Workbench): Promise<void> {
  await bench.eventually(async () => {
    if (!(await bench.panel.locator('html').evaluate(isInPage, undefined, { timeout: patienceMs }))) throw new Error('The panel does not have the keyboard.');
  });
}

/** Waits until the code has the keyboard. */
export async function untilInCode(bench: Workbench): Promise<void> {
  await bench.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
}

const isInPage = 'document.hasFocus() && document.activeElement !== document.body';

function focusedRow(bench: Workbench, row: string) {
  return bench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: row });
}
