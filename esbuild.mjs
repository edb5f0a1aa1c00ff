// Builds dist/ (what ships) or, with --tests, out/ (the suites). `--watch` rebuilds dist/ on change.
import { build as bundle, context } from 'esbuild';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inParts } from './esbuildParts.mjs';

const root = import.meta.dirname;
const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  alias: {
    // ast-grep runs on the tree-sitter runtime that is here already.
    'web-tree-sitter': '@vscode/tree-sitter-wasm',
    // To Node, yaml gives seventy CommonJS modules, each in a function of its own: compiled, that takes the extension host twice as long as its ES modules, which differ in nothing that is used here.
    yaml: path.join(root, 'node_modules/yaml/browser/dist/index.js'),
  },
  // markdown-it's "main" is UMD; its ES module bundles smaller and without `require` shims.
  mainFields: ['module', 'main'],
};

/** @type {import('esbuild').BuildOptions} */
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs' };

/** @type {import('esbuild').BuildOptions} */
const browser = { ...shared, platform: 'browser', target: 'es2022' };

/**
 * Both WebAssembly loaders serve Node and the browser from one file: the branches for Node ask for its modules, and
 * in the browser find them empty. Anything else that asks for them does not build.
 * @type {import('esbuild').Plugin}
 */
const webAssemblyInBrowser = {
  name: 'webassembly-in-browser',
  setup(build) {
    const loaders = /node_modules[\\/](?:libpg-query|@vscode[\\/]tree-sitter-wasm)[\\/]/;
    build.onResolve({ filter: /^(?:node:)?(?:fs|fs\/promises|module|path|url|crypto)$/ }, ({ path: name, importer }) =>
      loaders.test(importer) ? { path: name, namespace: 'empty' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}' }));
    // libpg-query starts itself when it is imported and leaves no way to hand it its binary.
    build.onResolve({ filter: /^\.\/libpg-query\.js$/ }, ({ importer }) =>
      loaders.test(importer) ? { path: path.join(root, 'src/engine/scan/webPgQuery.ts') } : undefined,
    );
  },
};

/**
 * Runs code of this project at build time.
 * @returns what its entry exports, and the files it is made of
 */
async function evaluate(/** @type {string} */ entry) {
  const { outputFiles, metafile } = await bundle({ ...node, entryPoints: [entry], sourcemap: false, write: false, metafile: true, outfile: 'evaluated.cjs', external: ['libpg-query', '@vscode/tree-sitter-wasm'] });
  /** @type {{ exports: any }} */
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, createRequire(import.meta.url));
  return { exports: module.exports, files: Object.keys(metafile.inputs).map((input) => path.join(root, input)) };
}

/**
 * Only the engine's threads run rules. The other bundles hold what is told of them as data: with every rule's code the
 * extension would be four times as large, all of it read at activation.
 * @type {import('esbuild').Plugin}
 */
const rulesAsData = {
  name: 'rules-as-data',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]engine[\\/]rules[\\/]list\.ts$/ }, async ({ path: file }) => {
      const { exports, files } = await evaluate(file);
      // A large object is read faster as JSON than as code.
      return { contents: `export const ruleList = JSON.parse(${JSON.stringify(JSON.stringify(exports.ruleList))});`, loader: 'js', watchFiles: files };
    });
  },
};

/**
 * A hundred modules import the editor's API, and esbuild copies its three hundred names for each of them, at activation.
 * Taken in one module of our own, by their names, none of them is copied.
 * @type {import('esbuild').Plugin}
 */
const editorOnce = {
  name: 'editor-once',
  setup(build) {
    const types = readFileSync(path.join(root, 'node_modules/@types/vscode/index.d.ts'), 'utf8');
    const names = new Set([...types.matchAll(/^\texport (?:abstract )?(?:class|const|enum|function|namespace) (\w+)/gm)].map(([, name]) => name));
    build.onResolve({ filter: /^vscode$/ }, ({ namespace, path: name }) => (namespace === 'editor-once' ? { path: name, external: true } : { path: name, namespace: 'editor-once' }));
    build.onLoad({ filter: /.*/, namespace: 'editor-once' }, () => ({ contents: `export const { ${[...names].join(', ')} } = require('vscode');` }));
  },
};

/**
 * The analyser of regular expressions is a tenth of what ships: both kinds of thread share one file of it. A thread of
 * Node loads it when a rule first asks; in the browser it is put before the worker's own script.
 */
const analyserName = 'altitudeRegexAnalyser';
/** @type {import('esbuild').BuildOptions} */
const regexAnalyser = {
  ...browser,
  entryPoints: ['src/engine/syntax/regexAnalyser.ts'],
  outfile: 'dist/regexAnalyser.js',
  format: 'iife',
  globalName: analyserName,
  footer: { js: `if (typeof module === 'object') module.exports = ${analyserName};` },
};

/** What the engine takes from the thread it runs in, each asked for when it is first needed. */
const fromThread = { '@vscode/tree-sitter-wasm': 'treeSitter', 'web-tree-sitter': 'treeSitter', 'libpg-query': 'pgQuery', './regexAnalyser': 'regexAnalyser' };

/**
 * The engine with its rules is a tenth of what ships, too, and knows neither Node nor the browser: both kinds of thread
 * share one file of it, a function of what differs between them.
 * @type {import('esbuild').BuildOptions}
 */
const engine = {
  ...browser,
  stdin: { contents: "export { EngineWorker } from './engineWorker'; export { serve } from './serve';", resolveDir: path.join(root, 'src/engine/scan') },
  outfile: 'dist/engine.js',
  format: 'cjs',
  plugins: [
    {
      name: 'from-thread',
      setup(build) {
        build.onResolve({ filter: /^(?:@vscode\/tree-sitter-wasm|web-tree-sitter|libpg-query|\.\/regexAnalyser)$/ }, ({ path: name }) => ({ path: name, namespace: 'from-thread' }));
        build.onLoad({ filter: /.*/, namespace: 'from-thread' }, ({ path: name }) => ({ contents: `module.exports = altitudeThread.${fromThread[/** @type {keyof typeof fromThread} */ (name)]}();` }));
      },
    },
  ],
  // The parenthesis tells V8 that the function is called at once: without it all that is inside is read twice.
  banner: { js: 'var altitudeEngine = (function (altitudeThread) { var module = { exports: {} };' },
  footer: { js: "return module.exports; }); if (typeof module === 'object') module.exports = altitudeEngine;" },
};

/**
 * Puts the shared engine in the place of its modules in a thread's own bundle.
 * @type {(engine: string, regexAnalyser: string) => import('esbuild').Plugin}
 */
const sharedEngine = (engine, regexAnalyser) => ({
  name: 'shared-engine',
  setup(build) {
    build.onResolve({ filter: /^\.\/(?:engineWorker|serve)$/ }, () => ({ path: 'engine', namespace: 'shared-engine' }));
    build.onResolve({ filter: /^\.\/(?:engine|regexAnalyser)\.js$/ }, ({ path: name }) => ({ path: name, external: true }));
    build.onLoad({ filter: /.*/, namespace: 'shared-engine' }, () => ({
      contents: `module.exports = ${engine}({
        treeSitter: () => require('@vscode/tree-sitter-wasm'),
        pgQuery: () => require('libpg-query'),
        regexAnalyser: () => ${regexAnalyser},
      });`,
      resolveDir: root,
    }));
  },
});

const bundles = [
  regexAnalyser,
  engine,
  { ...node, entryPoints: ['src/extension.ts'], outdir: 'dist', plugins: [rulesAsData, editorOnce, inParts('src/editor/compose.ts')] },
  { ...node, entryPoints: ['src/engine/scan/nodeWorker.ts'], outfile: 'dist/engineWorker.js', plugins: [sharedEngine(`require('./engine.js')`, `require('./regexAnalyser.js')`)] },
  { ...node, entryPoints: ['src/editor/startup/languageThread.ts'], outfile: 'dist/languageThread.js' },
  { ...node, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' }, plugins: [rulesAsData] },
  { ...browser, entryPoints: ['src/extension.web.ts'], outfile: 'dist/extension.web.js', format: 'cjs', plugins: [rulesAsData, editorOnce] },
  {
    ...browser,
    entryPoints: ['src/engine/scan/webWorker.ts'],
    outfile: 'dist/engineWorker.web.js',
    format: 'iife',
    plugins: [webAssemblyInBrowser, sharedEngine('altitudeEngine', analyserName)],
    // The tree-sitter loader looks for its own address in `document`, which a worker has not, and gives up without it.
    define: { document: 'self' },
  },
  {
    ...browser,
    format: 'iife',
    // Icons are inlined from the codicons' own files: ten of them weigh less than the font.
    loader: { '.svg': 'text' },
    entryPoints: ['media/panel.ts'],
    outfile: 'dist/panel.js',
  },
];

/** The grammars, the SQL parser and ast-grep are loaded by path at run time: they lie beside the bundles. */
function copyAssets(/** @type {string} */ into) {
  mkdirSync(path.join(root, into), { recursive: true });
  const grammars = path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
  for (const name of ['tree-sitter', 'tree-sitter-javascript', 'tree-sitter-typescript', 'tree-sitter-tsx', 'tree-sitter-go'])
    cpSync(path.join(grammars, `${name}.wasm`), path.join(root, into, `${name}.wasm`));
  cpSync(path.join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'), path.join(root, into, 'libpg-query.wasm'));
  cpSync(path.join(root, 'node_modules/@ast-grep/wasm/wasm_bg.wasm'), path.join(root, into, 'ast-grep.wasm'));
}

/** Reads the lessons' Markdown once, here, and not whenever an editor starts. What is wrong with them is said there. */
async function packLessons(/** @type {string} */ into) {
  const { exports } = await evaluate('src/lessons/pack.ts');
  writeFileSync(path.join(root, into, 'lessons.jsonl'), await exports.packedLessons(root));
}

/** An author sees a change in the next window that loads. */
function watchLessons(/** @type {string} */ into) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  watch(path.join(root, 'lessons'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void packLessons(into), 200);
  });
}

/** The licences of what the bundles and the WebAssembly files are made from, as those licences ask. */
function writeNotices(/** @type {string} */ into, /** @type {readonly string[]} */ inputs) {
  const used = inputs.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file.replaceAll(path.sep, '/'))?.[1] ?? []);
  const names = [...new Set([...used, '@vscode/tree-sitter-wasm', 'libpg-query', '@vscode/codicons'])].sort();
  const notices = names.map((name) => {
    const dir = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'));
    const packed = globSync('{{LICENSE,LICENCE,COPYING}*,license{,.md,.txt}}', { cwd: dir }).map((file) => path.join(dir, file));
    // A package that says MIT and does not bring the text: it is kept here.
    const kept = globSync(`licences/${name.replace('/', '+')}.txt`, { cwd: root }).map((file) => path.join(root, file));
    const texts = [...packed, ...kept].sort().map((file) => readFileSync(file, 'utf8').trim());
    return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
  });
  writeFileSync(path.join(root, into, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Every test of the web suite in one bundle, for an extension host that cannot list or load files. */
function webSuite() {
  const resolveDir = path.join(root, 'test/host/web/suite');
  const names = ['mocha.ts', ...globSync('*.test.ts', { cwd: resolveDir }).sort()];
  const contents = [...names.map((name) => `import './${name}';`), "export { run } from './run.ts';"].join('\n');
  /** @type {import('esbuild').BuildOptions} */
  const options = { ...browser, minify: false, stdin: { contents, resolveDir }, outfile: 'out/test/host/web/suite.js', format: 'cjs', sourcemap: 'inline', external: ['vscode'] };
  return options;
}

async function main() {
  if (flags.has('--tests')) {
    rmSync(path.join(root, 'out'), { recursive: true, force: true });
    const tests = globSync(['test/**/*.test.ts', 'test/host/*/index.ts', 'test/host/web/desktopPieces.ts', 'test/ui/screenshots.ts'], { cwd: root, exclude: ['test/host/web/suite/**'] });
    await bundle({ ...node, entryPoints: tests, outdir: 'out', outbase: '.', sourcemap: 'inline', external: ['vscode', 'playwright-core', '@axe-core/playwright', 'mocha', 'esbuild', 'typescript', '@sparticuz/chromium', 'libpg-query', '@vscode/tree-sitter-wasm', '@vscode/l10n-dev'] });
    await bundle(webSuite());
    return;
  }
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  copyAssets('dist');
  await packLessons('dist');
  if (flags.has('--watch')) {
    watchLessons('dist');
    await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
    return;
  }
  const built = await Promise.all(bundles.map((options) => bundle({ ...options, metafile: true })));
  writeNotices('dist', built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  if (production) {
    const bytes = globSync('dist/*', { cwd: root }).reduce((sum, file) => sum + statSync(path.join(root, file)).size, 0);
    console.log(`dist: ${(bytes / 1024).toFixed(0)} kB before compression`);
  }
}

await main();
