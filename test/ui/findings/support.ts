import type { Locator } from 'playwright-core';
import type { Workbench } from '../workbench';

const patienceMs = 3000;

/** The rows of Altitude's Findings view. */
export function findings(bench: Workbench, text: string | RegExp = ''): Locator {
  return pane(bench).locator('.monaco-list-row', { hasText: text });
}

/** The Findings view: its rows, its message, its welcome, its buttons. */
export function pane(bench: Workbench): Locator {
  return bench.page.locator('.pane', { has: bench.page.locator('.pane-header[aria-label^="Findings"]') });
}

export async function showFindings(bench: Workbench): Promise<void> {
  await bench.runCommand('Altitude: Focus on Findings View');
  await pane(bench).locator('.pane-body').waitFor();
}

export async function scan(bench: Workbench): Promise<void> {
  await bench.runCommand('Altitude: Scan Workspace');
  await pane(bench).getByText('files scanned').waitFor();
}

/** Shows the hover at the cursor by its keys, again until it says `text`: what is found comes in its own time. */
export async function showHover(bench: Workbench, text: string): Promise<Locator> {
  const hover = bench.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: text });
  await bench.eventually(async () => {
    await bench.page.keyboard.press('Control+K');
    await bench.page.keyboard.press('Control+I');
    await hover.waitFor({ timeout: patienceMs });
  });
  return hover;
}

/** Presses a button in the title of the Findings view, which shows them under the pointer. */
export async function pressInTitle(bench: Workbench, button: string): Promise<void> {
  await pane(bench).locator('.pane-header').hover();
  await pane(bench).locator(`.action-label[aria-label="${button}"]`).click();
}

/** Presses a button that appears on a row under the pointer, again until `then` is in sight. */
export async function press(bench: Workbench, row: Locator, button: string, then: Locator): Promise<void> {
  await bench.eventually(async () => {
    await row.hover();
    await row.locator(`.action-label[aria-label^="${button}"]`).click({ timeout: patienceMs });
    await then.waitFor({ timeout: patienceMs });
  });
}

/** The editor's Refactor Preview. */
export function preview(bench: Workbench): {
  readonly rows: Locator;
  readonly files: Locator;
  checked(): Promise<boolean[]>;
  /** Takes the tick off a file. */
  untick(file: string): Promise<void>;
  press(button: 'Apply' | 'Discard'): Promise<void>;
} {
  const panel = bench.page.locator('.bulk-edit-panel');
  const files = panel.locator('.monaco-list-row[aria-level="1"]');
  return {
    rows: panel.locator('.monaco-list-row'),
    files,
    checked: async () => Promise.all((await files.all()).map(async (row) => row.locator('[role=checkbox]').first().getAttribute('aria-checked').then((state) => state === 'true'))),
    untick: async (file) => files.filter({ hasText: file }).locator('[role=checkbox]').first().click(),
    press: async (button) => {
      await panel.locator('.monaco-button', { hasText: button }).click();
      await panel.locator('.monaco-list-row').first().waitFor({ state: 'hidden' });
    },
  };
}
