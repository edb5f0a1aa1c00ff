import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { execOrThrow, npmCommand } from '../support/command.mts';

/** Fetched once, beside the editors the tests use; nobody needs them to build or test. */
const peers = { '@ast-grep/cli': '0.51.1', '@vscode/ripgrep-universal': '1.18.0' };

/** What is measured: a command over some folders. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Exit codes that are not a failure. */
  readonly ok: readonly number[];
  readonly runs: number;
  readonly cwd?: string;
}

const suffix = process.platform === 'win32' ? '.exe' : '';

/** @returns the folder of modules that holds the peers */
export async function fetchPeers(root: string): Promise<string> {
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

const astGrepPatterns = ['readFileSync($$$)', 'execSync($$$)', 'new Pool($$$)', 'circuitBreaker($$$)', 'pbkdf2Sync($$$)'];

/** Five patterns of one call each, in the languages of JavaScript. A platform binary is called directly: a wrapper script's start-up is not the tool's. */
export function astGrep(modules: string, scratch: string, trees: readonly string[], runs: number): Contender {
  const scope = path.join(modules, '@ast-grep');
  const [command] = readdirSync(scope).map((name) => path.join(scope, name, `ast-grep${suffix}`)).filter((file) => /cli-/.test(file) && existsSync(file));
  if (command === undefined) throw new Error('ast-grep has no binary for this platform');
  mkdirSync(path.join(scratch, 'rules'), { recursive: true });
  for (const language of ['JavaScript', 'TypeScript', 'Tsx']) {
    const documents = astGrepPatterns.map((pattern, index) => `id: rule-${language}-${index}\nlanguage: ${language}\nrule:\n  pattern: ${pattern}\nmessage: found\n`);
    writeFileSync(path.join(scratch, 'rules', `${language}.yml`), documents.join('---\n'));
  }
  const config = path.join(scratch, 'sgconfig.yml');
  writeFileSync(config, 'ruleDirs: [rules]\n');
  return { name: 'ast-grep, five patterns', command, args: ['scan', '--config', config, '--json=stream', '--no-ignore', 'hidden', ...trees], ok: [0, 1], runs };
}

const types = ['*.js', '*.mjs', '*.cjs', '*.jsx', '*.ts', '*.mts', '*.cts', '*.tsx', '*.go', '*.sql'];

/** @param literals the triggers of all of Altitude's rules */
export function ripgrep(modules: string, scratch: string, trees: readonly string[], literals: readonly string[], runs: number): Contender {
  const patterns = path.join(scratch, 'literals.txt');
  writeFileSync(patterns, `${literals.join('\n')}\n`);
  const command = path.join(modules, `@vscode/ripgrep-universal/bin/${process.platform}-${os.arch()}/rg${suffix}`);
  return { name: `ripgrep, the ${literals.length} triggers`, command, args: ['-F', '-c', '-f', patterns, ...types.flatMap((glob) => ['-g', glob]), ...trees], ok: [0, 1], runs };
}

/** Its configuration governs what lies under the working directory. Three rules that look at few nodes each; TypeScript is parsed by typescript-eslint without types. */
export function eslint(root: string, scratch: string, trees: readonly string[], runs: number): Contender {
  const require = createRequire(path.join(root, 'package.json'));
  const plugin = pathToFileURL(require.resolve('typescript-eslint')).href;
  const config = path.join(scratch, 'eslint.config.mjs');
  const rules = "{ 'no-eval': 1, 'no-debugger': 1, 'no-with': 1 }";
  writeFileSync(
    config,
    `import tseslint from '${plugin}';
const off = { reportUnusedDisableDirectives: 'off', noInlineConfig: true };
export default [
  { files: ['**/*.{js,mjs,cjs,jsx}'], linterOptions: off, languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } }, rules: ${rules} },
  { files: ['**/*.{ts,mts,cts,tsx}'], linterOptions: off, languageOptions: { parser: tseslint.parser }, rules: ${rules} },
];
`,
  );
  const command = path.join(path.dirname(require.resolve('eslint/package.json')), 'bin/eslint.js');
  return { name: 'ESLint, three rules', command: process.execPath, args: ['--max-old-space-size=8192', command, '--config', config, '--quiet', '--format', 'json', '--output-file', path.join(scratch, 'eslint.json'), ...trees], ok: [0, 1], runs, cwd: path.parse(scratch).root };
}

/** @returns seconds */
export function timed({ name, command, args, ok, cwd }: Contender, env: NodeJS.ProcessEnv = process.env): number {
  const started = performance.now();
  const { status, stderr, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28, env, ...(cwd === undefined ? {} : { cwd }) });
  if (error) throw error;
  if (status === null || !ok.includes(status)) throw new Error(`${name} exited with ${String(status)}\n${stderr.toString().slice(0, 2000)}`);
  return (performance.now() - started) / 1000;
}
