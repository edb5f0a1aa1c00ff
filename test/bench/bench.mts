/**
 * `npm run bench [-- DIR…]`: Altitude's scan, ast-grep with five simple rules and ripgrep's literal search over the
 * same tree in the same run, in turn, as ratios. Without a folder, the tree is the source of this project's own
 * dependencies, which the lockfile pins.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { execOrThrow, npmCommand } from '../support/command.mts';
import { withScratch } from '../support/scratch.mts';

const root = path.resolve(import.meta.dirname, '../..');
const runs = 5;

/** Peers are fetched once, beside the editors the tests use; nobody needs them to build or test. */
const peers = { '@ast-grep/cli': '0.51.1', '@vscode/ripgrep-universal': '1.18.0' };

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Exit codes that are not a failure. */
  readonly ok: readonly number[];
}

interface Measured {
  readonly name: string;
  readonly seconds: readonly number[];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function fetchPeers(): Promise<string> {
  const dir = path.join(root, '.vscode-test', 'bench');
  const wanted = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
  const stamp = path.join(dir, `${wanted.join('+').replaceAll('/', '_')}.stamp`);
  if (!existsSync(stamp)) {
    console.log('Fetching ast-grep and ripgrep (once, about 60 MB) …');
    mkdirSync(dir, { recursive: true });
    writeFileSync(path.join(dir, 'package.json'), '{"private":true}');
    await execOrThrow(...npmCommand(['install', '--prefix', dir, '--no-audit', '--no-fund', ...wanted]));
    writeFileSync(stamp, '');
  }
  return path.join(dir, 'node_modules');
}

/** A platform binary is called directly: a wrapper script's start-up is not the tool's. */
function binaries(modules: string): { astGrep: string; ripgrep: string } {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const scope = path.join(modules, '@ast-grep');
  const [astGrep] = readdirSync(scope).map((name) => path.join(scope, name, `ast-grep${suffix}`)).filter((file) => /cli-/.test(file) && existsSync(file));
  const ripgrep = `@vscode/ripgrep-universal/bin/${process.platform}-${os.arch()}/rg${suffix}`;
  if (astGrep === undefined) throw new Error('ast-grep has no binary for this platform');
  return { astGrep, ripgrep: path.join(modules, ripgrep) };
}

const filesUnder = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' });

const isSource = (name: string) => /\.(?:[cm]?[jt]sx?|go|sql)$/.test(name) && !/\.d\.[cm]?ts$|\.min\.js$/.test(name);

/** Copies the dependencies' sources out of node_modules, which no scan enters. */
function copyDependencies(into: string): void {
  const from = path.join(root, 'node_modules');
  for (const name of filesUnder(from)) {
    const source = path.join(from, name);
    if (!isSource(name) || statSync(source, { throwIfNoEntry: false })?.isFile() !== true) continue;
    // The folder names that mark foreign or built code would hide the copies from every contender that knows them.
    const target = path.join(into, name.replaceAll(/(?:^|[\\/])(?:node_modules|dist|build|vendor|out|tests?|examples?|\.[^\\/]+)(?=[\\/])/g, '/m'));
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(source, target);
  }
}

const astGrepRules = ['readFileSync($$$)', 'execSync($$$)', 'new Pool($$$)', 'circuitBreaker($$$)', 'pbkdf2Sync($$$)'];

function writeAstGrepConfig(dir: string): string {
  mkdirSync(path.join(dir, 'rules'), { recursive: true });
  const languages = ['JavaScript', 'TypeScript'];
  for (const language of languages) {
    const documents = astGrepRules.map((pattern, index) => `id: rule-${language}-${index}\nlanguage: ${language}\nrule:\n  pattern: ${pattern}\nmessage: found\n`);
    writeFileSync(path.join(dir, 'rules', `${language}.yml`), documents.join('---\n'));
  }
  const config = path.join(dir, 'sgconfig.yml');
  writeFileSync(config, 'ruleDirs: [rules]\n');
  return config;
}

function run({ name, command, args, ok }: Contender): number {
  const started = performance.now();
  const { status, stderr, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28 });
  if (error) throw error;
  if (status === null || !ok.includes(status)) throw new Error(`${name} exited with ${String(status)}\n${stderr.toString()}`);
  return (performance.now() - started) / 1000;
}

/** In turn, so that a machine that slows down slows all of them; the first round warms the file cache. */
function measure(contenders: readonly Contender[]): Measured[] {
  const measured = contenders.map(({ name }) => ({ name, seconds: [] as number[] }));
  for (let round = 0; round <= runs; round++) {
    contenders.forEach((contender, index) => {
      const seconds = run(contender);
      if (round > 0) measured[index]?.seconds.push(seconds);
    });
  }
  return measured;
}

function report(measured: readonly Measured[], files: number, bytes: number): void {
  const own = median(measured[0]?.seconds ?? []);
  console.log(`\n${files} files, ${(bytes / 1e6).toFixed(1)} MB; ${runs} runs each, in turn; ${os.availableParallelism()} cores; Node ${process.versions.node}\n`);
  console.log(`| command | median s | min–max s | Altitude takes |`);
  console.log(`| --- | ---: | ---: | ---: |`);
  for (const { name, seconds } of measured) {
    const middle = median(seconds);
    const range = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`;
    console.log(`| ${name} | ${middle.toFixed(2)} | ${range} | ${(own / middle).toFixed(2)} × |`);
  }
}

await withScratch(async (scratch) => {
  const given = process.argv.slice(2).map((each) => path.resolve(each));
  const trees = given.length > 0 ? given : [path.join(scratch, 'tree')];
  if (given.length === 0) {
    console.log('Copying the sources of the dependencies …');
    copyDependencies(path.join(scratch, 'tree'));
  }
  const { astGrep, ripgrep } = binaries(await fetchPeers());
  const cli = path.join(root, 'dist/cli.js');
  if (!existsSync(cli)) throw new Error('run `npm run build` first');
  const literals = ['readFileSync', 'execSync', 'Pool', 'circuitBreaker', 'pbkdf2Sync', 'INSERT'];
  const types = ['*.js', '*.mjs', '*.cjs', '*.jsx', '*.ts', '*.mts', '*.cts', '*.tsx', '*.go', '*.sql'];
  const measured = measure([
    { name: 'Altitude, all rules', command: process.execPath, args: [cli, 'scan', ...trees, '--format', 'json'], ok: [0, 1] },
    { name: 'ast-grep, five rules', command: astGrep, args: ['scan', '--config', writeAstGrepConfig(scratch), '--json=stream', ...trees], ok: [0, 1] },
    { name: 'ripgrep, literals', command: ripgrep, args: ['-c', ...literals.flatMap((text) => ['-e', text]), ...types.flatMap((glob) => ['-g', glob]), ...trees], ok: [0, 1] },
  ]);
  const files = trees.flatMap((tree) => filesUnder(tree).filter(isSource).map((name) => path.join(tree, name)));
  report(measured, files.length, files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0));
});
