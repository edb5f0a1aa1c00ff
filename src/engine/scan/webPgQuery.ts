import startPgQuery from 'libpg-query/wasm/libpg-query.js';
import { hostAssets } from './webAssets';

/**
 * Stands in for libpg-query's own start-up in the browser bundle, which looks for its binary beside the script: a
 * worker started from a Blob has nothing beside it.
 */
export default async function startWithHostAssets(): Promise<unknown> {
  const binary = await WebAssembly.compile(new Uint8Array(await hostAssets('libpg-query.wasm')));
  return startPgQuery({
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(binary, imports);
      done(instance);
      return instance.exports;
    },
  });
}
