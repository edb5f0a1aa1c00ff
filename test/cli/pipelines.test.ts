import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { withTree } from '../engine/support/tree';
import { npmCommand } from '../support/command.mts';
import { temporaryFolder } from '../support/temporary.mts';

import { slow, fixed } from './support/samples';

interface Step {
  readonly name?: string;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const example = (name: string): unknown => parse(readFileSync(path.join('test/pipelines', name), 'utf8'));

const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd, stdio: 'pipe', encoding: 'utf8' });

/** The examples of test/pipelines, run from the packed command as far as that goes on one machine. */
describe('the examples for pipelines', function () {
  this.timeout(120_000);
  let scratch = '';
  let remove: (() => void) | undefined;
  let env: NodeJS.ProcessEnv = {};

  before(function () {
    // The examples are for POSIX shells, as the services run them.
    if (process.platform === 'win32') this.skip();
    ({ folder: scratch, remove } = temporaryFolder('pipelines'));
    const npm = (...args: string[]) => {
      const [command, all] = npmCommand(args);
      return execFileSync(command, all, { stdio: 'pipe', encoding: 'utf8' });
    };
    npm('pack', '--pack-destination', scratch);
    const packed = readdirSync(scratch).find((name) => name.endsWith('.tgz'));
    assert.ok(packed !== undefined);
    npm('install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', path.join(scratch, 'global'), path.join(scratch, packed));
    env = { ...process.env, PATH: `${path.join(scratch, 'global/bin')}${path.delimiter}${process.env['PATH'] ?? ''}` };
  });

  after(() => remove?.());

  /** As a workflow runs a step: stops at the first failure, also inside a pipe. */
  const bash = (script: string, cwd: string, more: NodeJS.ProcessEnv = {}) => spawnSync('bash', ['-eo', 'pipefail', '-c', script], { cwd, env: { ...env, ...more }, encoding: 'utf8' });

  const stepOf = (workflow: Workflow, job: string, name: string): string => {
    const run = workflow.jobs[job]?.steps.find((step) => step.name === name)?.run;
    assert.ok(run !== undefined, `${job}: ${name}`);
    return run;
  };

  it('GitHub Actions: writes a report whatever is found, and fails only for what is new', async () => {
    const workflow = example('github-actions.yml') as Workflow;
    await withTree({ 'src/old.js': slow }, (cwd) => {
      assert.equal(bash('altitude scan . --baseline altitude-baseline.json --update-baseline', cwd).status, 0);
      const scan = () => bash(stepOf(workflow, 'scan', 'Scan'), cwd);
      const verdict = () => bash(stepOf(workflow, 'scan', 'Fail for what is new'), cwd);
      assert.equal(scan().status, 0);
      const log = JSON.parse(readFileSync(path.join(cwd, 'altitude.sarif'), 'utf8')) as { runs: { results: unknown[] }[] };
      assert.equal(log.runs[0]?.results.length, 1);
      assert.equal(verdict().status, 0);
      writeFileSync(path.join(cwd, 'src/new.js'), slow);
      assert.equal(scan().status, 0);
      assert.equal(verdict().status, 1);
      mkdirSync(path.join(cwd, '.altitude'));
      writeFileSync(path.join(cwd, '.altitude/config.json'), '{ "rules": { "no-such-rule": "off" } }');
      assert.equal(scan().status, 1, 'an error is no finding');
    });
  });

  it('pre-commit: looks at the files of the commit alone', async () => {
    const config = example('pre-commit-config.yaml') as { readonly repos: readonly { readonly hooks: readonly { readonly entry: string }[] }[] };
    const entry = config.repos[0]?.hooks[0]?.entry ?? '';
    await withTree({ 'src/old.js': slow, 'src/new.js': 'export const port = 8080;\n', 'src/new.test.js': slow, '.pre-commit-config.yaml': readFileSync('test/pipelines/pre-commit-config.yaml', 'utf8') }, (cwd) => {
      git(cwd, 'init', '-q');
      assert.equal(bash(`${entry} src/new.js`, cwd).status, 0);
      assert.equal(bash(`${entry} src/new.js src/old.js`, cwd).status, 1);
      assert.equal(bash(`${entry} src/new.test.js`, cwd).status, 0, 'a scan of the folder looks at no tests either');
      if (spawnSync('pre-commit', ['--version']).error !== undefined) return;
      git(cwd, 'add', 'src/new.js', '.pre-commit-config.yaml');
      assert.equal(bash('pre-commit run', cwd).status, 0);
      git(cwd, 'add', 'src/old.js');
      const refused = bash('pre-commit run', cwd);
      assert.equal(refused.status, 1);
      assert.match(refused.stdout, /src\/old\.js/);
    });
  });

  it('Batch Changes: leaves a repository with the safe fixes and nothing else', async () => {
    const { steps } = example('batch-change.yaml') as { readonly steps: readonly { readonly run: string }[] };
    await withTree({ 'src/old.js': slow }, (cwd) => {
      git(cwd, 'init', '-q');
      git(cwd, 'add', '.');
      git(cwd, 'commit', '-q', '-m', 'first');
      // As Sourcegraph runs a step: a script for the shell, which goes on after a failure.
      const step = () => steps.map(({ run }) => spawnSync('sh', ['-c', run], { cwd, env, encoding: 'utf8' }).status);
      assert.deepEqual(step(), steps.map(() => 0));
      assert.equal(git(cwd, 'status', '--porcelain'), ' M src/old.js\n');
      assert.equal(readFileSync(path.join(cwd, 'src/old.js'), 'utf8'), fixed);
      mkdirSync(path.join(cwd, '.altitude'));
      writeFileSync(path.join(cwd, '.altitude/config.json'), '{ "rules": { "no-such-rule": "off" } }');
      assert.ok(step().some((status) => status !== 0), 'an error is no finding');
    });
  });

  it('a fleet: every repository is scanned by one machine, and the counts add up', async () => {
    const workflow = example('fleet.yml') as Workflow;
    const names = ['a', 'b', 'c', 'd', 'e'];
    await withTree({ 'fleet/': '', ...Object.fromEntries(names.map((name): [string, string] => [`remote/${name}/src/server.js`, name === 'c' ? 'export const port = 8080;\n' : slow])) }, (root) => {
      for (const name of names) {
        const repository = path.join(root, 'remote', name);
        git(repository, 'init', '-q');
        git(repository, 'add', '.');
        git(repository, 'commit', '-q', '-m', 'first');
      }
      const cwd = path.join(root, 'fleet');
      writeFileSync(path.join(cwd, 'repositories.txt'), [...names, 'gone'].map((name) => `${path.join(root, 'remote', name)}\n`).join(''));
      for (const shard of ['1', '2']) assert.equal(bash(stepOf(workflow, 'scan', 'Scan'), cwd, { SHARD: shard, SHARDS: '2' }).status, 0);
      assert.equal(bash(stepOf(workflow, 'count', 'Count'), cwd).status, 0);
      assert.deepEqual(JSON.parse(readFileSync(path.join(cwd, 'totals.json'), 'utf8')), { repositories: 5, totals: { 'sync-in-request-path': 4 } });
    });
  });
});
