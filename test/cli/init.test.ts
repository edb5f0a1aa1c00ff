import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTree, type Entry } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';

/** The sample workspace as a repository of its own, with more files. */
async function inRepository(more: Readonly<Record<string, Entry>>, work: (cwd: string) => Promise<void>): Promise<void> {
  await withTree(more, async (cwd) => {
    cpSync('test/workspace/ticket-desk', cwd, { recursive: true });
    execFileSync('git', ['init', '--quiet'], { cwd });
    await work(cwd);
  });
}

const filesIn = (cwd: string) => readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.parentPath.includes('.git/') && !entry.parentPath.endsWith('.git')).map((entry) => path.join(entry.parentPath, entry.name)).sort();

const recommended = '{\r\n\t// Ours.\r\n\t"recommendations": ["dbaeumer.vscode-eslint"]\r\n}';

describe('altitude init', function () {
  this.timeout(60_000);
  before(builtCommand);

  it('writes what lint-lessons and test-rules pass, and what a scan works with', async () => {
    await inRepository({ '.vscode/extensions.json': recommended }, async (cwd) => {
      const init = await altitude(['init'], { cwd });
      assert.deepEqual([init.code, init.stderr], [0, '']);
      assert.match(init.stdout, /create {2}\.altitude\/onboarding\.yml/);
      assert.match(init.stdout, /change {2}\.vscode\/extensions\.json/);
      assert.equal(readFileSync(path.join(cwd, '.vscode/extensions.json'), 'utf8'), recommended.replace('"]', '", "altitude.altitude"]'));

      const lint = await altitude(['lint-lessons'], { cwd });
      assert.deepEqual([lint.code, lint.stderr, lint.stdout], [0, '', '']);
      const rules = await altitude(['test-rules'], { cwd });
      assert.deepEqual([rules.code, rules.stderr], [0, '']);
      assert.match(rules.stdout, /1 rule tested, 0 failed/);

      const scan = async () => (await altitude(['scan', '.', '--baseline', 'altitude-baseline.json'], { cwd })).code;
      assert.equal(await scan(), 1, 'the sample has findings');
      await altitude(['scan', '.', '--baseline', 'altitude-baseline.json', '--update-baseline'], { cwd });
      assert.equal(await scan(), 0);
      writeFileSync(path.join(cwd, 'src/copy.js'), 'module.exports = (order) => JSON.parse(JSON.stringify(order));\n');
      assert.equal(await scan(), 1, "the team's own rule finds");
    });
  });

  for (const [language, manifest] of [['Go', 'go.mod'], ['TypeScript', 'tsconfig.json']] as const) {
    it(`writes examples in ${language} that pass as well`, async () => {
      await withTree({ [manifest]: '{}' }, async (cwd) => {
        assert.equal((await altitude(['init', '.', '--with-config'], { cwd })).code, 0);
        assert.deepEqual(await altitude(['lint-lessons'], { cwd }), { code: 0, stdout: '', stderr: '' });
        assert.equal((await altitude(['test-rules'], { cwd })).code, 0);
        assert.equal((await altitude(['scan', '.'], { cwd })).code, 0, 'the configuration is sound');
      });
    });
  }

  it('writes nothing when asked what it would write', async () => {
    await inRepository({}, async (cwd) => {
      const before = filesIn(cwd);
      const { code, stdout } = await altitude(['init', '--dry-run'], { cwd });
      assert.equal(code, 0);
      assert.match(stdout, /7 files would be written, 0 left as they are/);
      assert.deepEqual(filesIn(cwd), before);
    });
  });

  it('changes nothing the second time', async () => {
    await inRepository({}, async (cwd) => {
      await altitude(['init'], { cwd });
      const before = filesIn(cwd).map((file) => [file, readFileSync(file, 'utf8')]);
      const again = await altitude(['init'], { cwd });
      assert.match(again.stdout, /0 files written, 6 left as they are/);
      assert.match(again.stdout, /leave {2}\.altitude\/onboarding\.yml +is there already/);
      assert.deepEqual(filesIn(cwd).map((file) => [file, readFileSync(file, 'utf8')]), before);
    });
  });

  it('sets up a folder inside a repository, and leaves the workflow to the top', async () => {
    await inRepository({ 'services/pay/package.json': '{}' }, async (cwd) => {
      const { stdout } = await altitude(['init', 'services/pay'], { cwd });
      assert.match(stdout, /leave {2}\.github\/workflows\/altitude\.yml +belongs at the top of the repository/);
      assert.ok(existsSync(path.join(cwd, 'services/pay/.altitude/onboarding.yml')));
      assert.equal((await altitude(['lint-lessons'], { cwd })).code, 0);
    });
  });

  it('writes through no symbolic link', async function () {
    if (process.platform === 'win32') this.skip();
    await inRepository({ 'package.json': '{}' }, async (cwd) => {
      await withTree({}, async (outside) => {
        symlinkSync(outside, path.join(cwd, '.altitude'));
        mkdirSync(path.join(cwd, '.github'));
        symlinkSync(outside, path.join(cwd, '.github/workflows'));
        const { code, stdout } = await altitude(['init'], { cwd });
        assert.equal(code, 0);
        assert.match(stdout, /leave {2}\.altitude\/onboarding\.yml +lies behind \.altitude, which is a symbolic link/);
        assert.deepEqual(readdirSync(outside), []);
      });
    });
  });

  it('refuses what it cannot do, in one sentence', async () => {
    await withTree({ 'a.txt': '' }, async (cwd) => {
      const refusal = async (...args: string[]) => {
        const { code, stderr } = await altitude(['init', ...args], { cwd });
        assert.equal(code, 2);
        return stderr.trim();
      };
      assert.equal(await refusal('nowhere'), 'no such folder: nowhere');
      assert.equal(await refusal('a.txt'), 'no such folder: a.txt');
      assert.equal(await refusal('.', 'a.txt'), 'init takes one folder; it was given a.txt too');
      assert.match(await refusal('--fix'), /^init has no option --fix/);
    });
  });
});
