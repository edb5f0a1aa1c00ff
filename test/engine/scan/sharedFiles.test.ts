import assert from 'node:assert/strict';
import { PackedPaths, shareFiles } from '../../../src/engine/scan/sharedFiles';

describe('a listing that threads share', () => {
  const roundTrip = (root: string, files: readonly string[]) => {
    const shared = shareFiles(root, files, false);
    return shared && new PackedPaths(root, new Uint8Array(shared.paths)).under(root);
  };

  it('holds the same paths in the same order', () => {
    const files = ['/p/a.ts', '/p/lib/two\nlines.js', '/p/lib/über name.go', '/p/z.sql'];
    assert.deepEqual(roundTrip('/p', files), files);
    assert.deepEqual(roundTrip('/', ['/a.ts', '/b/c.ts']), ['/a.ts', '/b/c.ts']);
    assert.deepEqual(roundTrip('C:', ['C:/a.ts']), ['C:/a.ts']);
  });

  it('is none where a file lies elsewhere, is the root itself, or none is there', () => {
    assert.equal(roundTrip('/p', ['/p/a.ts', '/q/b.ts']), undefined);
    assert.equal(roundTrip('/p/a.ts', ['/p/a.ts']), undefined);
    assert.equal(roundTrip('/p', []), undefined);
  });

  it('finds the files under a folder, whatever names stand beside it', () => {
    const files = ['/p/lib-a/x.ts', '/p/lib.ts', '/p/lib/a.ts', '/p/lib/b/c.ts', '/p/lib/b/d.ts', '/p/lib0/y.ts', '/p/lib\u{1F600}/z.ts', '/p/zoo.ts'].sort();
    const packed = PackedPaths.of('/p', files);
    const folders = ['/p', '/p/lib', '/p/lib/b', '/p/lib-a', '/p/lib0', '/p/lib\u{1F600}', '/p/li', '/p/lib/b/c', '/p/a', '/p/zz', '/elsewhere', '/'];
    for (const dir of folders) {
      assert.deepEqual(
        packed.under(dir),
        files.filter((file) => file.startsWith(dir === '/' ? dir : `${dir}/`)),
        dir,
      );
    }
  });

  it('gives what is wanted of many, in order', () => {
    const files = Array.from({ length: 1000 }, (_, index) => `/p/${String(index).padStart(4, '0')}.ts`);
    const packed = PackedPaths.of('/p', files);
    assert.deepEqual(packed.under('/p'), files);
    assert.deepEqual(packed.under('/p', (file) => file.endsWith('55.ts')), files.filter((file) => file.endsWith('55.ts')));
  });

  it('says no more than that there are too many', () => {
    const packed = PackedPaths.of('/p', ['/p/a/1.ts', '/p/a/2.ts', '/p/b.ts']);
    assert.equal(packed.under('/p', undefined, 2), undefined);
    assert.deepEqual(packed.under('/p/a', undefined, 2), ['/p/a/1.ts', '/p/a/2.ts']);
    assert.deepEqual(PackedPaths.of('/p', []).under('/p'), []);
  });
});
