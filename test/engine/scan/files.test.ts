import assert from 'node:assert/strict';
import { FileReader } from '../../../src/engine/scan/files';
import { withTree } from '../support/tree';

describe('reading one file after the other', () => {
  it('gives each file’s own text, whatever was read before', async () => {
    const texts = { 'long.ts': 'a'.repeat(5000), 'short.ts': 'b', 'empty.ts': '', 'longer.ts': 'ü'.repeat(30_000), 'mark.ts': '\ufeffc' };
    await withTree(texts, async (root) => {
      const reader = new FileReader();
      for (const name of ['long.ts', 'short.ts', 'empty.ts', 'longer.ts', 'long.ts'] as const) assert.equal(reader.text(`${root}/${name}`), texts[name], name);
      assert.equal(reader.text(`${root}/mark.ts`), 'c');
      assert.equal(reader.text(`${root}/none.ts`), undefined);
      assert.equal(reader.text(root), undefined, 'a folder');
      assert.deepEqual(reader.read(`${root}/long.ts`, 4999), { skip: 'too-large' });
      assert.deepEqual(reader.read(`${root}/none.ts`), { skip: 'unreadable' });
      return Promise.resolve();
    });
  });
});
