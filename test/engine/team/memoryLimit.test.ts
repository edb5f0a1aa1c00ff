import assert from 'node:assert/strict';
import { grammarAssets } from '../../support/assets';
import { withMemoryLimit } from '../../../src/engine/team/memoryLimit';

/** A binary with a memory of one page, which it exports. */
const small = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0);

describe('the memory of a WebAssembly binary', () => {
  it('grows up to the limit and not beyond', async () => {
    const { instance } = await WebAssembly.instantiate(withMemoryLimit(small, 300));
    const memory = instance.exports['memory'] as WebAssembly.Memory;
    memory.grow(299);
    assert.equal(memory.buffer.byteLength, 300 * 65_536);
    assert.throws(() => memory.grow(1), RangeError);
  });

  it('is limited in the binary of ast-grep, whatever else is in there', async () => {
    const bytes = new Uint8Array(await grammarAssets('ast-grep.wasm'));
    const limited = withMemoryLimit(bytes, 4096);
    const exports = (binary: Uint8Array<ArrayBuffer>) => WebAssembly.Module.exports(new WebAssembly.Module(binary)).map(({ name }) => name);
    assert.deepEqual(exports(limited), exports(bytes));
  });

  it('is asked for where there is one', () => {
    assert.throws(() => withMemoryLimit(small.slice(0, 8), 10), /no memory/);
    assert.throws(() => withMemoryLimit(small, 0), /no memory/);
  });
});
