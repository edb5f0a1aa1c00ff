/**
 * `npm run bench [-- DIR… --files 1000,10000,100000]`: Altitude with all its rules, ast-grep, ESLint and ripgrep over
 * the same tree in the same run, in turn, as ratios; once more over what Altitude does not leave out of it, so that all
 * read the same files; then the time from an edit to its findings; then growth. Without a folder, the tree is the source
 * of this project's own dependencies, which the lockfile pins.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { execOrThrow } from '../support/command.mts';
import { withScratch } from '../support/scratch.mts';
import { astGrep, eslint, fetchPeers, ripgrep, timed, type Contender } from './peers.mts';
import { copyDependencies, copyWithout, filesUnder, generateTree, isSource } from './trees.mts';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.js');

interface Measured {
  readonly name: string;
  readonly seconds: readonly number[];
}

interface Edited {
  readonly lines: number;
  readonly findings: number;
  readonly opened: number;
  readonly p50: number;
  readonly p95: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Bundles a script of this folder and runs it. @returns what it printed as JSON */
async function runBundled(scratch: string, name: string): Promise<unknown> {
  // Beside the modules it loads at run time.
  const outfile = path.join(root, 'out', 'bench', `${name}-${path.basename(scratch)}.js`);
  await build({ entryPoints: [path.join(root, 'test/bench', `${name}.ts`)], outfile, bundle: true, platform: 'node', mainFields: ['module', 'main'], external: ['libpg-query', '@vscode/tree-sitter-wasm'], logLevel: 'error' });
  try {
    return JSON.parse(await execOrThrow(process.execPath, [outfile], { cwd: root }));
  } finally {
    rmSync(outfile);
  }
}

/** In turn, so that a machine that slows down slows all of them; the first round warms the file cache. */
function measure(contenders: readonly Contender[]): Measured[] {
  const measured = contenders.map(({ name }) => ({ name, seconds: [] as number[] }));
  const rounds = Math.max(...contenders.map(({ runs }) => runs));
  for (let round = 0; round <= rounds; round++) {
    contenders.forEach((contender, index) => {
      if (round > contender.runs || (round === 0 && contender.runs === 1)) return;
      const seconds = timed(contender);
      if (round > 0) measured[index]?.seconds.push(seconds);
    });
  }
  return measured;
}

interface Skipped {
  readonly file: string;
  readonly reason: string;
}

const scanOf = (trees: readonly string[], runs: number): Contender => ({ name: 'Altitude, all rules', command: process.execPath, args: [cli, 'scan', ...trees, '--include-tests', '--format', 'json'], ok: [0, 1], runs });

/** The files that Altitude leaves out, by absolute path. */
function skippedOf(trees: readonly string[]): readonly Skipped[] {
  const { command, args } = scanOf(trees, 1);
  const { stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });
  const { skipped } = JSON.parse(stdout) as { skipped: Skipped[] };
  return skipped.map(({ file, reason }) => ({ file: path.resolve(root, file), reason }));
}

const sizeOf = (files: readonly string[]): string => `${files.length} files, ${(files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0) / 1e6).toFixed(1)} MB`;

function tellTree(trees: readonly string[], skipped: readonly Skipped[]): void {
  const files = trees.flatMap((tree) => filesUnder(tree).filter(isSource).map((name) => path.join(tree, name)));
  console.log(`\n${sizeOf(files)}; ${os.availableParallelism()} cores; Node ${process.versions.node}`);
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].sort();
  const told = reasons.map((reason) => `${reason} (${sizeOf(skipped.filter((each) => each.reason === reason).map(({ file }) => file))})`);
  console.log(told.length === 0 ? 'All read the same files.' : `Altitude leaves out what is ${told.join(' or ')}; the others read it.`);
}

/** In both directions: `3.1 times faster than this`, `12 times slower`. */
const ratio = (own: number, other: number): string => (own <= other ? `${(other / own).toFixed(1)} times faster than this` : `${(own / other).toFixed(1)} times slower than this`);

function reportPeers(measured: readonly Measured[]): void {
  const own = median(measured[0]?.seconds ?? []);
  console.log('\n| command | runs | median s | min–max s | Altitude is |');
  console.log('| --- | ---: | ---: | ---: | --- |');
  for (const [index, { name, seconds }] of measured.entries()) {
    const middle = median(seconds);
    console.log(`| ${name} | ${seconds.length} | ${middle.toFixed(2)} | ${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)} | ${index === 0 ? '' : ratio(own, middle)} |`);
  }
}

function reportEdits(edited: readonly Edited[]): void {
  console.log('\n| document | findings | opened ms | edit to findings, p50 ms | p95 ms |');
  console.log('| ---: | ---: | ---: | ---: | ---: |');
  for (const { lines, findings, opened, p50, p95 } of edited) console.log(`| ${lines} lines | ${findings} | ${opened.toFixed(0)} | ${p50.toFixed(1)} | ${p95.toFixed(1)} |`);
}

function reportGrowth(scratch: string, sizes: readonly number[]): void {
  console.log('\n| files | s | ms a file | peak MB |');
  console.log('| ---: | ---: | ---: | ---: |');
  const peak = path.join(scratch, 'peak');
  for (const size of sizes) {
    const tree = path.join(scratch, `generated${size}`);
    generateTree(tree, size);
    const args = ['--import', pathToFileURL(path.join(root, 'test/corpus/peakMemory.mjs')).href, cli, 'scan', tree, '--format', 'json'];
    const seconds = timed({ name: `${size} files`, command: process.execPath, args, ok: [0, 1], runs: 1 }, { ...process.env, ALTITUDE_PEAK_FILE: peak });
    console.log(`| ${size} | ${seconds.toFixed(2)} | ${((seconds * 1000) / size).toFixed(3)} | ${(Number(readFileSync(peak, 'utf8')) / 1024).toFixed(0)} |`);
    rmSync(tree, { recursive: true });
  }
}

const { values, positionals } = parseArgs({ options: { files: { type: 'string', default: '1000,10000,100000' }, runs: { type: 'string', default: '5' } }, allowPositionals: true });

await withScratch(async (scratch) => {
  if (!existsSync(cli)) throw new Error('run `npm run build` first');
  mkdirSync(path.join(root, 'out', 'bench'), { recursive: true });
  const trees = positionals.length > 0 ? positionals.map((each) => path.resolve(each)) : [path.join(scratch, 'tree')];
  if (positionals.length === 0) {
    console.log('Copying the sources of the dependencies …');
    copyDependencies(root, path.join(scratch, 'tree'));
  }
  const modules = await fetchPeers(root);
  const literals = (await runBundled(scratch, 'triggers')) as string[];
  const runs = Number(values.runs);
  const compare = (over: readonly string[], skipped: readonly Skipped[]) => {
    tellTree(over, skipped);
    // ESLint takes a minute and a half: once is enough to tell.
    reportPeers(measure([scanOf(over, runs), astGrep(modules, scratch, over, runs), eslint(root, scratch, over, 1), ripgrep(modules, scratch, over, literals, runs)]));
  };
  const first = timed(scanOf(trees, 1));
  const skipped = skippedOf(trees);
  compare(trees, skipped);
  console.log(`\nAltitude's first run, before the files were read by anything but the copying: ${first.toFixed(2)} s.`);
  if (skipped.length > 0) {
    const same = path.join(scratch, 'same');
    copyWithout(trees, new Set(skipped.map(({ file }) => file)), same);
    compare([same], skippedOf([same]));
  }
  reportEdits((await runBundled(scratch, 'editing')) as Edited[]);
  reportGrowth(scratch, values.files.split(',').filter(Boolean).map(Number));
});
