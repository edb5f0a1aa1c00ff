import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Part
 * @property {string} file its name, beside the others
 * @property {string} start the chunk that is asked for
 * @property {readonly string[]} chunks all it holds
 */

/**
 * Splits an entry for Node where it says `import()`. No code is in two of the parts, and each is CommonJS: the editor
 * gives its API to `require` in every version, and to `import` only lately.
 *
 * esbuild splits ES modules only, and into a chunk for each set of modules that the same imports share: eighty, of which
 * activation would read thirteen, half a millisecond each. So its chunks are joined by a second build. A part is one file:
 * a chunk that is asked for, with all it needs that no part before it holds.
 * @param {string} early the module whose imports are made in any case, in their order: these parts come first
 * @returns {import('esbuild').Plugin}
 */
export const inParts = (early) => ({
  name: 'in-parts',
  setup({ initialOptions, onEnd }) {
    const { absWorkingDir = '.', legalComments, logLevel, minify, outdir = '.', platform, sourcemap, target } = initialOptions;
    // A map within its chunk is continued by the second build.
    Object.assign(initialOptions, { format: 'esm', splitting: true, write: false, metafile: true, chunkNames: 'chunk-[hash]', sourcemap: sourcemap && 'inline' });
    onEnd(async ({ errors, metafile, outputFiles = [] }) => {
      if (errors.length > 0 || !metafile) return;
      const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
      const parts = partsOf(metafile, early);
      const built = parts.map(async (part, index) =>
        build({
          absWorkingDir,
          ...{ legalComments, logLevel, minify, platform, sourcemap, target },
          bundle: true,
          format: 'cjs',
          supported: { 'dynamic-import': false },
          banner: { js: '"use strict";' },
          stdin: { contents: index === 0 ? `${handedOut(part)}\nexport * from './${part.start}';` : handedOut(part) },
          outfile: path.join(outdir, part.file),
          write: false,
          plugins: [joining(part, parts, texts)],
        }),
      );
      for (const { outputFiles: files } of await Promise.all(built)) for (const file of files) writeFileSync(file.path, file.contents);
    });
  },
});

/**
 * The entry's own part, those that `early` imports, and the others.
 * @returns {Part[]}
 */
function partsOf(/** @type {import('esbuild').Metafile} */ { inputs, outputs }, /** @type {string} */ early) {
  const chunks = new Map(Object.entries(outputs).map(([file, output]) => [path.basename(file), output]));
  const importsOf = (/** @type {string} */ chunk, /** @type {string} */ kind) => (chunks.get(chunk)?.imports ?? []).flatMap((each) => (each.kind === kind && !each.external ? [path.basename(each.path)] : []));
  const startOf = new Map([...chunks].map(([chunk, { entryPoint }]) => [entryPoint, chunk]));
  const entry = [...chunks.keys()].find((chunk) => !chunk.startsWith('chunk-')) ?? '';
  const first = (inputs[early]?.imports ?? []).flatMap((each) => (each.kind === 'dynamic-import' ? startOf.get(each.path) ?? [] : []));
  const needed = (/** @type {string} */ start) => {
    const own = new Set([start]);
    for (const chunk of own) for (const each of importsOf(chunk, 'import-statement')) own.add(each);
    return own;
  };
  // What needs little comes before what needs that and more: neither brings more than it has to.
  const others = [...new Set([...chunks.keys()].flatMap((chunk) => importsOf(chunk, 'dynamic-import')))];
  const bytes = new Map(others.map((start) => [start, [...needed(start)].reduce((sum, chunk) => sum + (chunks.get(chunk)?.bytes ?? 0), 0)]));
  others.sort((a, b) => (bytes.get(a) ?? 0) - (bytes.get(b) ?? 0));
  const held = new Set();
  return [...new Set([entry, ...first, ...others])].flatMap((start) => {
    // What is asked for may be needed by a part before it.
    if (held.has(start)) return [];
    const own = [...needed(start)].filter((chunk) => !held.has(chunk));
    for (const chunk of own) held.add(chunk);
    const name = chunks.get(start)?.entryPoint?.replaceAll(/^src\/|\.ts$/g, '').replaceAll('/', '-') ?? '';
    return { file: start === entry ? entry : `part-${name}.js`, start, chunks: own };
  });
}

const nameOf = (/** @type {string} */ chunk) => chunk.replaceAll(/\W/g, '_');

/** Each chunk of a part under a name of its own, for the other parts. */
const handedOut = (/** @type {Part} */ { chunks }) => chunks.map((chunk) => `export * as ${nameOf(chunk)} from './${chunk}';`).join('\n');

/**
 * The chunks of a part are in it; any other is asked of the part that holds it.
 * @returns {import('esbuild').Plugin}
 */
const joining = (/** @type {Part} */ part, /** @type {readonly Part[]} */ parts, /** @type {ReadonlyMap<string, string>} */ texts) => ({
  name: 'joining',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\// }, ({ path: file, kind }) => {
      const name = path.basename(file);
      if (kind === 'require-call') return { path: file, external: true };
      return { path: name, namespace: part.chunks.includes(name) ? 'own-chunk' : 'chunk-elsewhere' };
    });
    onResolve({ filter: /^[^.]/ }, ({ path: name }) => ({ path: name, external: true }));
    onLoad({ filter: /.*/, namespace: 'own-chunk' }, ({ path: name }) => ({ contents: texts.get(name) ?? '' }));
    onLoad({ filter: /.*/, namespace: 'chunk-elsewhere' }, ({ path: name }) => {
      const holder = parts.find(({ chunks }) => chunks.includes(name));
      return { contents: `module.exports = require('./${holder?.file ?? ''}').${nameOf(name)};` };
    });
  },
});
