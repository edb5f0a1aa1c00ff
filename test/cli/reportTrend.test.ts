import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ReportDocument } from '../../src/cli/report/document';
import { sampled } from '../../src/cli/report/git';
import { withTree, writeTree, type Entry } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, rule, slow } from './support/samples';

const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd, stdio: 'pipe', encoding: 'utf8' });

function commit(cwd: string, date: string, files: Readonly<Record<string, Entry>>): void {
  writeTree(cwd, files);
  git(cwd, 'add', '.');
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', date], { cwd, env: { ...process.env, GIT_COMMITTER_DATE: `${date}T12:00:00Z` } });
}

async function withHistory(work: (cwd: string, temporary: string) => Promise<void>): Promise<void> {
  await withTree({ 'repository/': '', 'temporary/': '' }, async (root) => {
    const cwd = path.join(root, 'repository');
    git(cwd, 'init', '-q');
    commit(cwd, '2026-01-01', { 'src/a.js': clean });
    commit(cwd, '2026-02-01', { 'src/a.js': slow, 'src/ä b.js': slow });
    git(cwd, 'tag', 'v1');
    commit(cwd, '2026-03-01', { 'src/c.js': slow, 'other/d.js': slow });
    commit(cwd, '2026-04-01', { 'src/a.js': clean });
    await work(cwd, path.join(root, 'temporary'));
  });
}

describe('altitude report --since', () => {
  before(builtCommand);

  const trend = (stdout: string) => (JSON.parse(stdout) as ReportDocument).trend?.map(({ date, total, rules }) => [date.slice(0, 10), total, rules[rule] ?? 0]);

  it('scans commits of the past with the rules of today and leaves the working tree and nothing else behind', async () => {
    await withHistory(async (cwd, temporary) => {
      writeTree(cwd, { 'src/a.js': slow });
      const before = git(cwd, 'status', '--porcelain');
      const { code, stdout, stderr } = await altitude(['report', 'src', '--since', 'v1', '--format', 'json'], { cwd, env: { TMPDIR: temporary } });
      assert.equal(code, 0, stderr);
      assert.deepEqual(trend(stdout), [['2026-02-01', 2, 2], ['2026-03-01', 3, 3], ['2026-04-01', 2, 2]]);
      assert.match(stderr, /^1 of 3: \w{10}\n2 of 3: /);
      assert.equal(git(cwd, 'status', '--porcelain'), before);
      assert.deepEqual(readdirSync(temporary), []);
    });
  });

  it('begins at a day, applies the configuration of today, and is a table in Markdown', async () => {
    await withHistory(async (cwd) => {
      writeTree(cwd, { '.altitude/config.json': `{ "overrides": [{ "files": ["other/**"], "rules": { "${rule}": "off" } }] }` });
      const { stdout } = await altitude(['report', '--since', '2026-01-01', '--samples', '2'], { cwd });
      assert.match(stdout, /\n\| 2026-01-01 \| `\w{10}` \| 0 \|\n\| 2026-04-01 \| `\w{10}` \| 2 \|\n/);
    });
  });

  it('says in one sentence what is wrong', async () => {
    await withHistory(async (cwd) => {
      for (const [args, message] of [
        [['--since', 'no-such'], /^--since: no-such is no commit, branch or tag [^\n]*\n$/],
        [['--since', 'v1', '--samples', '1'], /^--samples must be a number from 2, not 1\n$/],
        [['--samples', '3'], /^--samples needs --since\n$/],
      ] as const) {
        const { code, stdout, stderr } = await altitude(['report', ...args], { cwd });
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, message);
      }
    });
    await withTree({ 'a.js': clean }, async (cwd) => {
      assert.equal((await altitude(['report', '--since', 'v1'], { cwd })).stderr, '--since needs paths that lie in one Git repository\n');
    });
  });

  it('spreads samples evenly over time, the first and the last among them', () => {
    const commits = [0, 1, 2, 3, 50, 100].map((time) => ({ id: String(time), time }));
    assert.deepEqual(sampled(commits, 3).map(({ time }) => time), [0, 50, 100]);
    assert.equal(sampled(commits, 6), commits);
  });
});
