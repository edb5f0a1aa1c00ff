import assert from 'node:assert/strict';
import path from 'node:path';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { defaultConfig } from '../../../src/engine/scan/workerApi';
import { grammarAssets } from '../../support/assets';
import { withTree } from '../support/tree';

const files = {
  'package.json': '{ "dependencies": { "hono": "^4.6.0" } }',
  'src/rates.ts': "export const find = async () => (await fetch('https://rates.example/today')).json();\n",
  'src/clock.tsx': "import { find } from './rates';\nexport const rows = <p />;\nsetInterval(() => void find(), 60_000);\n",
};

async function messagesOf(root: string, scanned: readonly string[]): Promise<readonly string[]> {
  const worker = new EngineWorker(grammarAssets, localDisk());
  await worker.configure({ ...defaultConfig(), doubtful: true, roots: [root] });
  const { findings } = await worker.scan(scanned.map((file) => path.posix.join(root, file)));
  return findings.flatMap((each) => each.findings).map(({ severity, message }) => `${severity} ${message}`);
}

describe('what is found in a file', () => {
  it('does not hang on which languages were read before it', async () => {
    await withTree(files, async (root) => {
      const [first = '', ...others] = await messagesOf(root, ['src/rates.ts', 'src/clock.tsx']);
      assert.deepEqual(others, []);
      assert.match(first, /^hint .* nobody waits for this one/);
      assert.deepEqual(await messagesOf(root, ['src/clock.tsx', 'src/rates.ts']), [first]);
    });
  });
});
