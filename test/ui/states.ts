import type { Workbench } from './workbench';

/** Something a reader sees, and how to get there from the state before it. */
export interface State {
  readonly name: string;
  /** Whether the README shows it. */
  readonly inReadme: boolean;
  reach(bench: Workbench): Promise<void>;
}

async function pick(bench: Workbench, command: string, query: string, row: string): Promise<void> {
  const { quickPick } = bench;
  await bench.page.keyboard.press('F1');
  await quickPick.input.fill(`>${command}`);
  await quickPick.row(command).first().click();
  await bench.page.locator('.quick-input-widget input[placeholder*="command"]').waitFor({ state: 'detached' });
  await quickPick.input.fill(query);
  await quickPick.row(row).first().click();
}

/** States that are reached one after the other in one editor. */
export interface Tour {
  readonly name: string;
  /** The folder that is open: the sample workspace unless another is named. */
  readonly workspace?: string;
  readonly states: readonly State[];
}

/** What a reader meets, in that order. */
const learning: readonly State[] = [
  {
    name: 'climb',
    inReadme: false,
    async reach(bench) {
      await bench.page.locator('.activitybar .action-label[aria-label^="Altitude"]').click();
      await bench.page.locator('.pane-body .monaco-list-row', { hasText: 'Incident reading' }).first().waitFor();
    },
  },
  {
    name: 'question',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('Altitude: Continue');
      await bench.codeLens('Hint').waitFor();
      await bench.panel.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'confidence',
    inReadme: false,
    async reach(bench) {
      await bench.panel.getByRole('radio').nth(1).click();
      await bench.panel.getByText('How sure').first().waitFor();
    },
  },
  {
    name: 'verdict',
    inReadme: true,
    async reach(bench) {
      await bench.page.keyboard.press('1');
      await bench.codeLens('Show the fix').waitFor();
    },
  },
  {
    name: 'fix',
    inReadme: true,
    async reach(bench) {
      await bench.codeLens('Show the fix').click();
      await bench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    },
  },
  {
    name: 'topic',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('View: Close All Editors');
      await pick(bench, 'Altitude: Search Everything', 'the same request twice', 'The same request, twice');
      await bench.panel.getByRole('radio').first().waitFor();
      await bench.runCommand('Altitude: Read the Topic');
      await bench.panel.getByRole('button', { name: 'Middle' }).waitFor();
    },
  },
  {
    name: 'table',
    inReadme: false,
    async reach(bench) {
      await pick(bench, 'Altitude: Look Up a Table', 'fast query', 'fast');
      await bench.panel.getByRole('table').waitFor();
    },
  },
  {
    name: 'profile',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('Altitude: Show Profile');
      await bench.panel.getByRole('img').first().waitFor();
    },
  },
  {
    name: 'review',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('View: Close All Editors');
      await bench.runCommand('Altitude: Place Me');
      await bench.panel.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'drill',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('View: Close All Editors');
      await pick(bench, 'Altitude: Start a Drill', 'incident', 'One incident in five sentences');
      await bench.panel.getByRole('heading', { level: 1 }).waitFor();
    },
  },
  {
    name: 'quick-fix',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('View: Close All Editors');
      await bench.openFile('src/accounts.js');
      await bench.page.locator('.squiggly-info').first().waitFor();
      await bench.goTo(12, 26);
      await bench.quickFixes();
    },
  },
  {
    name: 'findings',
    inReadme: true,
    async reach(bench) {
      await bench.page.keyboard.press('Escape');
      await bench.runCommand('Altitude: Scan Workspace');
      await bench.page.locator('.pane-body .monaco-list-row', { hasText: 'accounts.js' }).first().waitFor();
      // The progress of the scan is not part of the picture.
      await bench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
    },
  },
];

/** What whoever is new to a repository that teaches meets there, in that order. */
const onboarding: readonly State[] = [
  {
    name: 'team-welcome',
    inReadme: true,
    async reach(bench) {
      await bench.page.locator('.activitybar .action-label[aria-label^="Altitude"]').click();
      await bench.page.locator('.pane-body .monaco-list-row', { hasText: 'Welcome' }).first().click();
      await bench.panel.getByRole('button', { name: /^Start day one: Backend/ }).waitFor();
    },
  },
  {
    name: 'team-lesson',
    inReadme: true,
    async reach(bench) {
      await bench.panel.getByRole('button', { name: /^Start day one: Backend/ }).click();
      await bench.codeLens('Hint').waitFor();
      await bench.panel.getByRole('radio').first().waitFor();
      await bench.page.locator('.pane-body .monaco-list-row', { hasText: 'your role' }).waitFor();
    },
  },
  {
    name: 'team-fix',
    inReadme: true,
    async reach(bench) {
      await bench.runCommand('Altitude: Scan Workspace');
      await bench.page.locator('.pane-body .monaco-list-row', { hasText: 'accounts.js' }).first().waitFor();
      await bench.runCommand('Altitude: Show the Team’s Welcome');
      await bench.panel.getByRole('button', { name: 'Show the code' }).click();
      await bench.page.locator('.tab.active', { hasText: 'accounts.js' }).waitFor();
      await bench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
    },
  },
];

export const tours: readonly Tour[] = [
  { name: 'learning', states: learning },
  { name: 'onboarding', workspace: 'test/workspace/payments-api', states: onboarding },
];
