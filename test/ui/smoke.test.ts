import assert from 'node:assert/strict';
import { themes, type Theme } from './settings';
import { useWorkbench } from './useWorkbench';

/** The editor's background in each theme, as the first byte of its colour. */
const brightness: Record<Theme, (red: number) => boolean> = {
  dark: (red) => red > 0 && red < 64,
  light: (red) => red > 192,
  contrast: (red) => red === 0,
  contrastLight: (red) => red === 255,
};

describe('the workbench', () => {
  for (const theme of Object.keys(themes) as Theme[]) {
    describe(`in ${theme}`, () => {
      const bench = useWorkbench({ theme });

      it('shows a file of the sample workspace', async () => {
        await bench().openFile('src/orders.js');
        await bench().page.locator('.view-line', { hasText: 'idempotency_key = $1' }).waitFor();
      });

      it('has that theme', async () => {
        const colour = await bench()
          .page.locator('.monaco-editor-background')
          .first()
          .evaluate((element) => getComputedStyle(element).backgroundColor);
        const red = Number(/\d+/.exec(colour)?.[0]);
        assert.ok(brightness[theme](red), colour);
      });

      it("offers Altitude's commands in the palette", async () => {
        await bench().page.keyboard.press('F1');
        await bench().quickPick.input.fill('>Altitude: ');
        await bench().quickPick.row('Altitude: ').first().waitFor();
        await bench().page.keyboard.press('Escape');
      });
    });
  }
});
