import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LintDocument } from '../../src/cli/lintLessons';
import { withTree } from '../engine/support/tree';
import { change } from '../lessons/sampleLesson';
import { onboarding, teamLesson } from '../team/support';
import { altitude, builtCommand } from './support/command';

const lesson = '.altitude/lessons/charge-flow/lesson.md';
const kept = '.altitude/lessons/charge-flow/hash.js';
const code = `export function check(password, salt) {\n  return pbkdf2Sync(password, salt, 100_000, 32, 'sha512');\n}\n`;
const live = change(teamLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: check }\n');
const rule = `id: no-float-money
language: JavaScript
message: Money is no float
lesson: charge-flow#slow-hash
rule: { pattern: parseFloat($A) }
`;
const repository = {
  '.altitude/onboarding.yml': onboarding,
  '.altitude/rules/no-float-money.yml': rule,
  [lesson]: live,
  [kept]: code,
  'src/login.js': code,
};

describe('altitude lint-lessons on a team’s repository', function () {
  before(builtCommand);

  it('finds nothing in a sound one, wherever it is asked of it', async () => {
    await withTree({ ...repository, 'other/readme.md': '' }, async (cwd) => {
      for (const args of [[], ['.'], ['.altitude'], [lesson]]) {
        assert.deepEqual(await altitude(['lint-lessons', ...args], { cwd }), { code: 0, stdout: '', stderr: '' }, args.join(' '));
      }
      assert.equal((await altitude(['lint-lessons', '--format', 'json'], { cwd })).stdout, '{"problems":[],"updated":[]}\n');
    });
  });

  it('follows code that is moved within its file, and fails when it is renamed, with its place', async () => {
    await withTree(repository, async (cwd) => {
      writeFileSync(path.join(cwd, 'src/login.js'), `// one\n// two\n${code}`);
      assert.equal((await altitude(['lint-lessons'], { cwd })).code, 0);
      mkdirSync(path.join(cwd, 'lib'));
      renameSync(path.join(cwd, 'src/login.js'), path.join(cwd, 'lib/verify.js'));
      const { code: exit, stdout } = await altitude(['lint-lessons'], { cwd });
      const because = 'src/login.js cannot be read: there is no such file or folder; the same code is in lib/verify.js, so make that its source';
      assert.deepEqual([exit, stdout], [1, `${lesson}:16: slow-hash shows its last known text: ${because}\n`]);
    });
  });

  it('prints problems as data, of what was named alone', async () => {
    await withTree({ ...repository, '.altitude/rules/no-float-money.yml': rule.replace('charge-flow#', 'refunds#'), 'src/login.js': '' }, async (cwd) => {
      const { code: exit, stdout } = await altitude(['lint-lessons', '--format=json'], { cwd });
      assert.equal(exit, 1);
      assert.deepEqual(JSON.parse(stdout) as LintDocument, {
        problems: [
          { file: lesson, line: 16, message: 'slow-hash shows its last known text: check is not in src/login.js' },
          { file: '.altitude/rules/no-float-money.yml', line: 4, message: 'there is no lesson called refunds; name one that is there' },
        ],
        updated: [],
      });
      assert.equal((await altitude(['lint-lessons', '.altitude/onboarding.yml'], { cwd })).code, 0);
    });
  });

  it('writes live code into the files that keep it when asked', async () => {
    await withTree(repository, async (cwd) => {
      const newer = code.replace('100_000', '600_000');
      writeFileSync(path.join(cwd, 'src/login.js'), newer);
      assert.deepEqual(await altitude(['lint-lessons'], { cwd }), { code: 0, stdout: '', stderr: '' });
      assert.equal(readFileSync(path.join(cwd, kept), 'utf8'), code);
      assert.deepEqual(await altitude(['lint-lessons', '--update-snippets'], { cwd }), { code: 0, stdout: `updated ${kept}\n`, stderr: '' });
      assert.equal(readFileSync(path.join(cwd, kept), 'utf8'), newer);
      assert.deepEqual(await altitude(['lint-lessons', '--update-snippets'], { cwd }), { code: 0, stdout: '', stderr: '' });
    });
  });

  it('finds anchors by pattern', async () => {
    const byPattern = live.replace('{ symbol: check }', () => '{ pattern: "export function $NAME($$$) { $$$ }" }');
    await withTree({ ...repository, [lesson]: byPattern }, async (cwd) => {
      assert.deepEqual(await altitude(['lint-lessons'], { cwd }), { code: 0, stdout: '', stderr: '' });
      writeFileSync(path.join(cwd, 'src/login.js'), `${code}${code.replace('check', 'verify')}`);
      const { stdout } = await altitude(['lint-lessons'], { cwd });
      assert.match(stdout, /:16: slow-hash shows its last known text: the pattern "[^\n]+" matches in src\/login\.js 2 times, at lines 1, 4; make it name one\n$/);
    });
  });

  it('reads nothing through links that lead out of the folder, and waits for no pipe', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ 'repository/readme.md': '', outside: code }, async (root) => {
      const cwd = path.join(root, 'repository');
      for (const [name, text] of Object.entries(repository)) {
        mkdirSync(path.join(cwd, path.dirname(name)), { recursive: true });
        if (!name.startsWith('src/')) writeFileSync(path.join(cwd, name), text);
      }
      symlinkSync(path.join(root, 'outside'), path.join(cwd, 'src/login.js'));
      assert.match((await altitude(['lint-lessons'], { cwd })).stdout, /src\/login\.js lies outside the folder that holds \.altitude\n$/);
      renameSync(path.join(cwd, 'src'), path.join(cwd, 'old'));
      mkdirSync(path.join(cwd, 'src'));
      execFileSync('mkfifo', [path.join(cwd, 'src/login.js')]);
      assert.match((await altitude(['lint-lessons'], { cwd })).stdout, /src\/login\.js is not a file\n$/);
    });
  });

  it('speaks to nobody’s terminal', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ ...repository, '.altitude/lessons/\u001B[31mred/lesson.md': '' }, async (cwd) => {
      const { code: exit, stdout } = await altitude(['lint-lessons'], { cwd });
      assert.equal(exit, 1);
      assert.ok(!stdout.includes('\u001B'), stdout);
    });
  });
});
