import assert from 'node:assert/strict';
import { themes, type Theme } from '../settings';
import { useWorkbench } from '../useWorkbench';

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`the panel in the workbench, ${theme}`, () => {
    const bench = useWorkbench({ theme });

    it('has no fault that axe can find: question, confidence, verdict', async () => {
      await bench().runCommand('Altitude: Continue');
      await bench().panel.getByRole('radio').first().waitFor();
      assert.deepEqual(await bench().panelViolations(), []);
      await bench().panel.getByRole('radio').first().click();
      await bench().panel.getByText('How sure').first().waitFor();
      assert.deepEqual(await bench().panelViolations(), []);
      await bench().page.keyboard.press('3');
      await bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ }).waitFor();
      assert.deepEqual(await bench().panelViolations(), []);
    });
  });
}
