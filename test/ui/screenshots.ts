// `npm run screenshots`: a picture of each main state in each theme, into test-artifacts/screenshots. With `--readme` the
// dark ones that the README shows go into media/readme as well; `--tour onboarding` takes those of one tour alone.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { themes, type Theme } from './settings';
import { tours, type Tour } from './states';
import { Workbench } from './workbench';

const { values } = parseArgs({ options: { readme: { type: 'boolean', default: false }, tour: { type: 'string' } } });

async function photograph(theme: Theme, { states, workspace }: Tour): Promise<void> {
  const bench = await Workbench.open({ theme, viewport: { width: 1600, height: 900 }, ...(workspace !== undefined && { workspace }) });
  try {
    for (const state of states) {
      await state.reach(bench);
      // What the editor still works at is not part of the picture.
      await bench.page.locator('.codicon-loading:visible, .codicon-tree-item-loading:visible').first().waitFor({ state: 'hidden' });
      // A pointer left on a control shows its tooltip.
      await bench.page.mouse.move(800, 0);
      const picture = path.join('test-artifacts/screenshots', `${state.name}-${theme}.png`);
      await bench.screenshot(picture);
      console.log(picture);
      if (values.readme && state.inReadme && theme === 'dark') {
        await bench.screenshot(path.join('media/readme', `${state.name}.png`));
      }
    }
  } catch (error) {
    await bench.screenshot(`test-artifacts/screenshots/failure-${theme}.png`);
    throw error;
  } finally {
    await bench.close();
  }
}

async function main(): Promise<void> {
  const chosen = tours.filter(({ name }) => values.tour === undefined || name === values.tour);
  if (chosen.length === 0) throw new Error(`No such tour: ${String(values.tour)}. There are ${tours.map(({ name }) => name).join(', ')}.`);
  for (const theme of Object.keys(themes) as Theme[]) for (const tour of chosen) await photograph(theme, tour);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
