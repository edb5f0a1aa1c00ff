import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Log } from 'sarif';
import type { ReportDocument } from '../../src/cli/report/document';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, parsed, places, slow } from './support/samples';

const baseline = ['--baseline', 'baseline.json'];
const other = slow.replaceAll('page.html', 'other.html');
const both = `${slow}app.get('/other', async (req, res) => {\n  res.send(readFileSync('other.html'));\n});\n`;

/** Works in a folder whose findings a baseline holds. */
async function known(files: Readonly<Record<string, string>>, work: (cwd: string, at: (name: string) => string) => Promise<void>): Promise<void> {
  await withTree(files, async (cwd) => {
    assert.equal((await altitude(['scan', '.', ...baseline, '--update-baseline'], { cwd })).code, 0);
    await work(cwd, (name) => path.join(cwd, name));
  });
}

async function compare(cwd: string, ...args: string[]) {
  const { code, stdout, stderr } = await altitude(['scan', ...args, ...baseline, '--format', 'json'], { cwd });
  return { code, places: places(parsed(stdout)), stderr };
}

/** The files a baseline names, and how many findings it holds of each. */
const held = (cwd: string) =>
  Object.entries((JSON.parse(readFileSync(path.join(cwd, 'baseline.json'), 'utf8')) as { findings: Record<string, Record<string, Record<string, number>>> }).findings).map(([file, rules]) => [
    file,
    Object.values(rules).flatMap((prints) => Object.values(prints)).reduce((sum, count) => sum + count, 0),
  ]);

describe('a baseline, when files move', () => {
  before(builtCommand);

  it('knows a renamed file, and one that was changed a little on the way', async () => {
    await known({ 'src/old.js': both, 'src/stays.js': slow }, async (cwd, at) => {
      renameSync(at('src/old.js'), at('src/new.ts'));
      assert.deepEqual(await compare(cwd, '.'), { code: 0, places: [], stderr: '3 findings known from baseline.json, 2 of them in renamed files\n' });
      writeFileSync(at('src/new.ts'), `// Moved.\n${both.replace("'other.html'", "'third.html'")}`);
      assert.deepEqual(await compare(cwd, '.'), { code: 1, places: ['src/new.ts:10'], stderr: '2 findings known from baseline.json, 1 of them in renamed files; gone since: 1 (--update-baseline drops them)\n' });
    });
  });

  it('knows a folder that moved, also where only a part of the tree is looked at', async () => {
    await known({ 'src/a/index.js': slow, 'src/b/index.js': slow, 'src/c.js': both }, async (cwd, at) => {
      mkdirSync(at('packages'));
      renameSync(at('src'), at('packages/api'));
      assert.deepEqual(await compare(cwd, '.'), { code: 0, places: [], stderr: '4 findings known from baseline.json, 4 of them in renamed files\n' });
      assert.deepEqual(await compare(cwd, 'packages/api/b'), { code: 0, places: [], stderr: '1 finding known from baseline.json, 1 of them in renamed files\n' });
      assert.equal((await compare(cwd, 'packages/api/c.js')).code, 0);
      for (const shard of ['1/2', '2/2']) assert.equal((await compare(cwd, '.', '--shard', shard)).code, 0, shard);
      await altitude(['scan', 'packages/api/b', ...baseline, '--update-baseline'], { cwd });
      assert.deepEqual(held(cwd), [['packages/api/b/index.js', 1], ['src/a/index.js', 1], ['src/c.js', 2]]);
      await altitude(['scan', '.', ...baseline, '--update-baseline'], { cwd });
      assert.deepEqual(held(cwd), [['packages/api/a/index.js', 1], ['packages/api/b/index.js', 1], ['packages/api/c.js', 2]]);
    });
  });

  it('takes a copy for new, and the second of two', async () => {
    await known({ 'a.js': slow }, async (cwd, at) => {
      copyFileSync(at('a.js'), at('copy.js'));
      assert.deepEqual((await compare(cwd, '.')).places, ['copy.js:5']);
      renameSync(at('a.js'), at('second.js'));
      assert.deepEqual((await compare(cwd, '.')).places, ['second.js:5']);
      rmSync(at('second.js'));
      assert.equal((await compare(cwd, '.')).code, 0);
    });
  });

  it('takes a file for new whose findings came from one that is still there, mended or not looked at', async () => {
    await known({ 'a.js': slow, 'b.js': other }, async (cwd, at) => {
      writeFileSync(at('new.js'), slow);
      assert.deepEqual((await compare(cwd, 'new.js')).places, ['new.js:5']);
      writeFileSync(at('a.js'), clean);
      assert.deepEqual((await compare(cwd, '.')).places, ['new.js:5']);
      renameSync(at('new.js'), at('b.js'));
      assert.deepEqual((await compare(cwd, '.')).places, ['b.js:5'], 'nor does a known file become another');
    });
  });

  it('knows what moved on a branch, whatever else changed there', async () => {
    await known({ 'old.js': slow, 'b.js': slow }, async (cwd, at) => {
      const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd, stdio: 'pipe' });
      git('init', '-q', '-b', 'main');
      git('add', '.');
      git('commit', '-q', '-m', 'first');
      git('mv', 'old.js', 'new.js');
      writeFileSync(at('more.js'), other);
      assert.deepEqual(await compare(cwd, '.', '--changed-since', 'main'), { code: 1, places: ['more.js:5'], stderr: '1 finding known from baseline.json, 1 of them in renamed files\n' });
    });
  });

  it('counts what moved as the same in a report', async () => {
    await known({ 'src/old.js': slow, 'src/gone.js': other }, async (cwd, at) => {
      mkdirSync(at('lib'));
      renameSync(at('src/old.js'), at('lib/new.js'));
      rmSync(at('src/gone.js'));
      const report = JSON.parse((await altitude(['report', '.', ...baseline, '--format', 'json'], { cwd })).stdout) as ReportDocument;
      assert.deepEqual(report.total, { now: 1, new: 0, gone: 1, same: 1 });
      assert.deepEqual(report.folders, [{ folder: 'lib', now: 1, new: 0, gone: 0, same: 1 }, { folder: 'src', now: 0, new: 0, gone: 1, same: 0 }]);
    });
  });

  it('holds files whose names span lines', async function () {
    if (process.platform === 'win32') this.skip();
    await known({ 'two\nlines.js': slow }, async (cwd) => {
      assert.deepEqual(held(cwd), [['two\nlines.js', 1]]);
      assert.equal((await compare(cwd, '.')).code, 0);
    });
  });
});

describe('the fingerprints of SARIF', () => {
  before(builtCommand);

  it('depend neither on where a file lies nor on what a baseline leaves out', async () => {
    const prints = async (cwd: string, ...args: string[]) => {
      const log = JSON.parse((await altitude(['scan', '.', '--format', 'sarif', ...args], { cwd })).stdout) as Log;
      return log.runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints?.['altitude/v1']);
    };
    await known({ 'a.js': slow }, async (cwd, at) => {
      const [first] = (await prints(cwd)) ?? [];
      writeFileSync(at('a.js'), slow.replace("  res.send", "  readFileSync('page.html');\n  const page = readFileSync('page.html', 'utf8');\n  res.send"));
      const whole = await prints(cwd);
      assert.equal(whole?.[0], first);
      assert.equal(new Set(whole).size, 3);
      assert.deepEqual(await prints(cwd, ...baseline), whole?.slice(1));
      mkdirSync(at('lib'));
      renameSync(at('a.js'), at('lib/b.js'));
      assert.deepEqual(await prints(cwd), whole);
    });
  });
});
