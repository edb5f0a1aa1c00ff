import assert from 'node:assert/strict';
import path from 'node:path';
import { relativeTo } from '../../src/cli/paths';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, parsed, places, rule, slow } from './support/samples';

describe('altitude scan', () => {
  before(builtCommand);

  it('prints one JSON document, with positions and paths as the contract says', async () => {
    await withTree({ 'src/server.js': slow, 'src/clean.js': clean }, async (cwd) => {
      const { code, stdout, stderr } = await altitude(['scan', 'src', '--format', 'json'], { cwd });
      assert.equal(code, 1);
      assert.equal(stderr, '');
      const { ms, ...rest } = parsed(stdout);
      assert.ok(Number.isInteger(ms));
      const start = { line: 5, character: 15 };
      const [finding] = rest.findings;
      assert.deepEqual({ ...rest, findings: rest.findings.length }, { findings: 1, files: 2, skipped: [] });
      assert.deepEqual(Object.keys(finding ?? {}), ['rule', 'file', 'range', 'severity', 'message', 'lesson', 'fixes']);
      assert.deepEqual([finding?.rule, finding?.file, finding?.range.start], [rule, 'src/server.js', start]);
      assert.match(finding?.lesson ?? '', /^[\w-]+#[\w-]+$/);
      const [fix] = finding?.fixes ?? [];
      assert.deepEqual(Object.keys(fix ?? {}), ['title', 'safety', 'edits']);
      assert.equal(fix?.safety, 'safe');
      assert.deepEqual(fix.edits.map((edit) => [edit.file, Object.keys(edit)]), [
        ['src/server.js', ['file', 'range', 'newText']],
        ['src/server.js', ['file', 'range', 'newText']],
      ]);
    });
  });

  it('names files relative to where it runs, also above', async () => {
    await withTree({ 'a/server.js': slow, 'b/': '' }, async (root) => {
      const { stdout } = await altitude(['scan', path.join(root, 'a'), '--format=json'], { cwd: path.join(root, 'b') });
      assert.deepEqual(places(parsed(stdout)), ['../a/server.js:5']);
    });
  });

  it('exits with 0 for no finding, 1 for findings, 2 for an error', async () => {
    await withTree({ 'slow.js': slow, 'clean.js': clean }, async (cwd) => {
      assert.equal((await altitude(['scan', 'clean.js'], { cwd })).code, 0);
      assert.equal((await altitude(['scan', 'slow.js'], { cwd })).code, 1);
      const gone = await altitude(['scan', 'slow.js', 'gone.js'], { cwd });
      assert.deepEqual(gone, { code: 2, stdout: '', stderr: 'no such file or folder: gone.js\n' });
    });
  });

  it('runs only the rules that are named', async () => {
    await withTree({ 'slow.js': slow }, async (cwd) => {
      const other = ['--rule', 'breaker-without-timeout'];
      assert.equal((await altitude(['scan', '.', ...other], { cwd })).code, 0);
      assert.equal((await altitude(['scan', '.', ...other, '--rule', rule], { cwd })).code, 1);
      const unknown = await altitude(['scan', '.', '--rule', 'no-such-rule'], { cwd });
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /^unknown rule: no-such-rule; .*\n$/);
    });
  });

  it('looks at test files when it is told to, or they are named', async () => {
    await withTree({ 'server.test.js': slow, 'test/server.js': slow }, async (cwd) => {
      assert.equal((await altitude(['scan', '.'], { cwd })).code, 0);
      const both = await altitude(['scan', '.', '--include-tests', '--format', 'json'], { cwd });
      assert.deepEqual(places(parsed(both.stdout)), ['server.test.js:5', 'test/server.js:5']);
      const named = await altitude(['scan', 'server.test.js', 'test', '--format', 'json'], { cwd });
      assert.deepEqual(places(parsed(named.stdout)), ['server.test.js:5', 'test/server.js:5']);
    });
  });

  it('says in one sentence what is wrong with a command line', async () => {
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [['scan'], /^scan needs a path: /],
      [['scan', '.', '--format', 'xml'], /^unknown format: xml; use pretty, json, sarif\n$/],
      [['scan', '.', '--no-such'], /--no-such/],
      [['scan', '.', '--fix', '--fix-dry-run'], /exclude each other\n$/],
      [['scan', '.', '--rule'], /rule/],
      [['rules', '--fix'], /^rules has no option --fix; /],
      [['rules', 'src'], /^unknown rule: src; `altitude rules` lists them\n$/],
      [['lessons', 'src'], /^lessons takes no path: src\n$/],
      [['lessons', '--rule', 'x'], /^lessons has no option --rule; /],
      [['lint-lessons'], /^no lessons in or below this folder: /],
      [['scam', '.'], /^unknown command: scam; /],
    ];
    await withTree({}, async (cwd) => {
      for (const [args, message] of wrong) {
        const { code, stdout, stderr } = await altitude(args, { cwd });
        assert.deepEqual([code, stdout], [2, ''], args.join(' '));
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/, 'no stack');
      }
    });
  });

  it('says that a named file is in no language it reads', async () => {
    await withTree({ 'a.py': '', 'slow.js': slow }, async (cwd) => {
      const { code, stderr } = await altitude(['scan', 'a.py', 'slow.js'], { cwd });
      assert.equal(code, 1);
      assert.equal(stderr, 'not scanned: a.py: no JavaScript, TypeScript, Go or SQL\n');
    });
  });

  it('writes all of a large document into a pipe', async () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}.js`, slow]));
    await withTree(many, async (cwd) => {
      const { stdout } = await altitude(['scan', '.', '--format', 'json'], { cwd });
      assert.ok(stdout.length > 1_000_000, `${stdout.length}`);
      assert.equal(parsed(stdout).findings.length, 2000);
    });
  });

  it('ends quietly when its reader leaves early', async function () {
    if (process.platform === 'win32') this.skip();
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}.js`, slow]));
    await withTree(many, async (cwd) => {
      const { stderr } = await altitude(['-c', `"${process.execPath}" "${path.resolve('dist/cli.js')}" scan . --format json | head -c 10`], { cwd, command: 'sh' });
      assert.equal(stderr, '');
    });
  });

  it('prints for a person: place, message, rule, fix, and a count', async () => {
    await withTree({ 'a\u001b[31m.js': slow, 'min.js': 'x=1;'.repeat(5000) }, async (cwd) => {
      const { stdout } = await altitude(['scan', '.'], { cwd, env: { FORCE_COLOR: '1' } });
      assert.match(stdout, /^a\\u\{1b\}\[31m\.js\n {2}6:16 +information {2}readFileSync .* {2}sync-in-request-path\n +fix: .* \(safe\)\n/);
      assert.match(stdout, /\nskipped min\.js: generated\n\n1 finding in 1 file, \d+ ms\n$/);
      assert.ok(!stdout.includes('\u001b'), 'nothing from a file reaches the terminal as a control character, and a pipe gets no colour');
    });
  });
});

describe('the other commands', () => {
  before(builtCommand);

  it('list rules and lessons as JSON, and print help and version', async () => {
    await withTree({}, async (cwd) => {
      const { rules } = JSON.parse((await altitude(['rules', '--format', 'json'], { cwd })).stdout) as { rules: { id: string; lesson: string }[] };
      assert.ok(rules.some(({ id }) => id === rule));
      const lessons = JSON.parse((await altitude(['lessons', '--format', 'json'], { cwd })).stdout) as Record<string, unknown>;
      assert.ok(Object.keys(lessons).length > 0);
      assert.match((await altitude(['--help'], { cwd })).stdout, /^altitude finds /);
      assert.match((await altitude(['--version'], { cwd })).stdout, /^\d+\.\d+\.\d+\n$/);
      assert.equal((await altitude([], { cwd })).code, 2);
    });
  });

  it('checks lessons, its own without a complaint', async () => {
    assert.deepEqual(await altitude(['lint-lessons', 'lessons'], { cwd: process.cwd() }), { code: 0, stdout: '', stderr: '' });
    await withTree({ 'track/lesson/lesson.md': '# no front matter' }, async (cwd) => {
      const { code, stdout } = await altitude(['lint-lessons', '.'], { cwd });
      assert.equal(code, 1);
      assert.match(stdout, /track\.yml:\d+: /);
    });
  });
});

describe('paths in the output on Windows', () => {
  it('are relative with forward slashes, and absolute on another drive', () => {
    assert.equal(relativeTo('C:\\work', 'C:/work/src/a.js', path.win32), 'src/a.js');
    assert.equal(relativeTo('C:\\work\\b', 'C:/work/a.js', path.win32), '../a.js');
    assert.equal(relativeTo('C:\\work', 'D:/a.js', path.win32), 'D:/a.js');
  });
});
