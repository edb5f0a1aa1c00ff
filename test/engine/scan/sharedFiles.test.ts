import assert from 'node:assert/strict';
import { filesShared, shareFiles } from '../../../src/engine/scan/sharedFiles';

describe('a listing that threads share', () => {
  const roundTrip = (root: string, files: readonly string[]) => {
    const shared = shareFiles(root, files, false);
    return shared && filesShared(shared);
  };

  it('holds the same paths in the same order', () => {
    const files = ['/p/a.ts', '/p/lib/über name.go', '/p/lib/two\nlines.js', '/p/z.sql'];
    assert.deepEqual(roundTrip('/p', files), files);
    assert.deepEqual(roundTrip('/', ['/a.ts', '/b/c.ts']), ['/a.ts', '/b/c.ts']);
    assert.deepEqual(roundTrip('C:', ['C:/a.ts']), ['C:/a.ts']);
  });

  it('is none where a file lies elsewhere, is the root itself, or none is there', () => {
    assert.equal(roundTrip('/p', ['/p/a.ts', '/q/b.ts']), undefined);
    assert.equal(roundTrip('/p/a.ts', ['/p/a.ts']), undefined);
    assert.equal(roundTrip('/p', []), undefined);
  });
});
