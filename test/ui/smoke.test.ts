import assert from 'node:assert/strict';
import path from 'node:path';
import { themes, type Theme } from './settings';
import { Workbench } from './workbench';

describe('the workbench harness', () => {
  for (const theme of Object.keys(themes) as Theme[]) {
    it(`opens the sample workspace and the palette in ${theme}`, async () => {
      const bench = await Workbench.open({ theme });
      try {
        await bench.openFile('src/orders.js');
        await bench.goTo(7, 3);
        await bench.page.keyboard.press('F1');
        await bench.quickPick.input.fill('>Altitude');
        await bench.quickPick.row('Altitude').first().waitFor();
        await bench.screenshot(path.resolve(`test-artifacts/screenshots/palette-${theme}.png`));
        assert.ok((await bench.quickPick.row('Altitude').count()) > 0);
      } finally {
        await bench.close();
      }
    });
  }
});
