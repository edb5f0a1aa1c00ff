import { change, sampleLesson } from '../../lessons/sampleLesson';
import { previewedFile } from '../../views/panel/preview/fixture';
import type { Harness } from './harness';

const open = async (harness: Harness) => harness.go({ page: 'preview', file: previewedFile });

/** The preview of a lesson in each of its forms. */
export const previewStates: Readonly<Record<string, (harness: Harness) => Promise<void>>> = {
  preview: async (harness) => {
    await open(harness);
    await harness.page.locator('summary', { hasText: 'Code: hash.js' }).click();
  },
  previewRevealed: async (harness) => {
    await open(harness);
    await harness.press('x');
  },
  previewTried: async (harness) => {
    await open(harness);
    await harness.press('a', '1');
  },
  previewBroken: async (harness) => {
    await open(harness);
    const file = previewedFile;
    harness.preview.write(change(sampleLesson.replace(/::: quiz[\s\S]*?\n:::\n/, ''), 'minutes: 5\n', ''), [
      { file, line: 2, message: 'minutes is missing' },
      { file, line: 19, message: 'slow-hash has no quiz; write a ::: quiz block' },
    ]);
    await harness.settle();
  },
  previewRecap: async (harness) => {
    await open(harness);
    await harness.press('j');
  },
};
