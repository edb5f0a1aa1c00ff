import { change, sampleLesson } from '../../lessons/sampleLesson';
import { previewedFile } from '../../views/panel/preview/fixture';
import type { Harness } from './harness';

const live = change(sampleLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: check }\n');
const code = "check(password, salt) {\n  return pbkdf2Sync(password, salt, 100_000, 32, 'sha512');\n}\n";

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
  previewLive: async (harness) => {
    await open(harness);
    harness.preview.write(live);
    harness.preview.find({ file: '/repo/src/login.js', text: code, hotLines: [{ startLine: 1, endLine: 1 }], state: { startLine: 3, endLine: 5, hotLines: [{ startLine: 4, endLine: 4 }] } });
    await harness.settle();
    await harness.page.locator('summary', { hasText: 'Code: src/login.js' }).click();
  },
  previewLost: async (harness) => {
    await open(harness);
    harness.preview.write(live);
    harness.preview.find({ file: '/repo/src/login.js', text: code, hotLines: [{ startLine: 1, endLine: 1 }], state: { lost: { kind: 'none' } } });
    await harness.settle();
    await harness.page.getByText('Readers see the last known text: check is not in src/login.js.').waitFor();
    await harness.page.locator('summary', { hasText: 'Code: hash.js' }).click();
  },
  previewRecap: async (harness) => {
    await open(harness);
    await harness.press('j');
  },
};
