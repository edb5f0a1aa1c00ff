import assert from 'node:assert/strict';
import { useWorkbench } from '../useWorkbench';

/** A folder nobody has trusted runs nothing of its own; what Altitude brings teaches all the same. */
describe('learning in a workspace without trust', () => {
  const bench = useWorkbench({ workspaceTrust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } });
  const title = (name: string | RegExp) => bench().panel.getByRole('heading', { level: 1, name });

  async function runAsking(command: string, row: string): Promise<void> {
    const { page, quickPick } = bench();
    await bench().eventually(async () => {
      await page.keyboard.press('F1');
      await quickPick.input.fill(`>${command}`, { timeout: 2000 });
      await quickPick.row(command).first().click({ timeout: 2000 });
      await quickPick.row(row).first().waitFor({ timeout: 2000 });
    });
    await quickPick.row(row).first().click();
  }

  it('is in such a workspace', async () => {
    await bench().page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  });

  it('asks, takes the answer and shows the fix', async () => {
    await bench().runCommand('Altitude: Continue');
    await bench().panel.getByRole('radio').first().click();
    await bench().panel.getByRole('button', { name: /^Sure/ }).click();
    await bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ }).waitFor();
    await bench().codeLens('Show the fix').click();
    await bench().page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  });

  it('shows the profile, searches, looks up, places and drills', async () => {
    await bench().runCommand('Altitude: Show Profile');
    await title(/^Your altitude/).waitFor();
    await runAsking('Altitude: Search Everything', 'One incident, four flaws');
    await bench().panel.getByText(/^Piece \d of 4/).waitFor();
    await runAsking('Altitude: Look Up a Table', 'Models of concurrency');
    await bench().panel.getByRole('table').waitFor();
    await bench().runCommand('Altitude: Place Me');
    await title(/^Placement/).waitFor();
    await bench().panel.getByRole('radio').first().waitFor();
    await runAsking('Altitude: Start a Drill', 'One incident in five sentences');
    await title('One incident in five sentences').waitFor();
    assert.deepEqual(await bench().notifications(), []);
  });
});
