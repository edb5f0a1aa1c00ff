import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, parsed, places, rule, slow } from './support/samples';

const json = ['--format', 'json'];

describe('altitude scan --baseline', () => {
  before(builtCommand);

  const baseline = ['--baseline', 'baseline.json'];

  it('reports only what is new, wherever the known findings have moved to in their file', async () => {
    await withTree({ 'src/server.js': slow }, async (cwd) => {
      const written = await altitude(['scan', 'src', ...baseline, '--update-baseline'], { cwd });
      assert.deepEqual(written, { code: 0, stdout: '', stderr: '1 finding written to baseline.json\n' });
      const known = await altitude(['scan', 'src', ...baseline, ...json], { cwd });
      assert.deepEqual([known.code, parsed(known.stdout).findings, known.stderr], [0, [], '1 finding known from baseline.json\n']);

      writeFileSync(path.join(cwd, 'src/server.js'), `// A comment moves every line.\n\n${slow.replace(/^ {2}const/m, '\t\tconst')}`);
      assert.equal((await altitude(['scan', 'src', ...baseline], { cwd })).code, 0);

      writeFileSync(path.join(cwd, 'src/server.js'), slow.replace("app.get('/page'", "app.get('/other', async (req, res) => {\n  res.send(readFileSync('other.html'));\n});\napp.get('/page'"));
      const grown = await altitude(['scan', 'src', ...baseline, ...json], { cwd });
      assert.equal(grown.code, 1);
      assert.deepEqual(places(parsed(grown.stdout)), ['src/server.js:5']);
    });
  });

  it('counts findings that look alike: one more than before is new', async () => {
    const twice = slow.replace("  res.send", "  readFileSync('page.html', 'utf8');\n  res.send");
    await withTree({ 'a.js': twice }, async (cwd) => {
      await altitude(['scan', '.', ...baseline, '--update-baseline'], { cwd });
      writeFileSync(path.join(cwd, 'a.js'), twice.replace('  res.send', "  readFileSync('page.html', 'utf8');\n  res.send"));
      const { code, stdout } = await altitude(['scan', '.', ...baseline, ...json], { cwd });
      assert.deepEqual([code, places(parsed(stdout))], [1, ['a.js:7']]);
    });
  });

  it('says when its findings are gone, and is the same file whatever the order of the paths', async () => {
    await withTree({ 'b.js': slow, 'a.js': slow }, async (cwd) => {
      const file = path.join(cwd, 'baseline.json');
      await altitude(['scan', 'b.js', 'a.js', ...baseline, '--update-baseline'], { cwd });
      const first = readFileSync(file, 'utf8');
      await altitude(['scan', '.', ...baseline, '--update-baseline'], { cwd });
      assert.equal(readFileSync(file, 'utf8'), first);
      writeFileSync(path.join(cwd, 'b.js'), clean);
      const { code, stderr } = await altitude(['scan', '.', ...baseline], { cwd });
      assert.deepEqual([code, stderr], [0, '1 finding known from baseline.json; gone since: 1 (--update-baseline drops them)\n']);
    });
  });

  it('of other files and other rules says nothing, and keeps them when it is written', async () => {
    await withTree({ 'src/a.js': slow, 'lib/b.js': slow }, async (cwd) => {
      const file = path.join(cwd, 'baseline.json');
      await altitude(['scan', '.', ...baseline, '--update-baseline'], { cwd });
      const whole = readFileSync(file, 'utf8');
      const part = await altitude(['scan', 'src', ...baseline], { cwd });
      assert.deepEqual([part.code, part.stderr], [0, '1 finding known from baseline.json\n']);
      const other = await altitude(['scan', '.', '--rule', 'call-without-deadline', ...baseline], { cwd });
      assert.deepEqual([other.code, other.stderr], [0, '0 findings known from baseline.json\n']);
      const written = await altitude(['scan', 'src', ...baseline, '--update-baseline'], { cwd });
      assert.equal(written.stderr, '1 finding written to baseline.json; 1 of other files or rules kept\n');
      assert.equal(readFileSync(file, 'utf8'), whole);
      writeFileSync(path.join(cwd, 'src/a.js'), clean);
      await altitude(['scan', 'src', ...baseline, '--update-baseline'], { cwd });
      assert.deepEqual(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { findings: object }).findings), ['lib/b.js']);
    });
  });

  it('is written anew over a file that is none', async () => {
    await withTree({ 'a.js': slow, 'baseline.json': '{ "version": 1' }, async (cwd) => {
      assert.equal((await altitude(['scan', '.', ...baseline, '--update-baseline'], { cwd })).code, 0);
      assert.equal((await altitude(['scan', '.', ...baseline], { cwd })).code, 0);
    });
  });

  for (const [name, text, message] of [
    ['missing', undefined, /^no such baseline: baseline.json; write it with --update-baseline\n$/],
    ['cut off', '{ "version": 1', /^baseline.json: not a baseline \(.*\); write it anew with --update-baseline\n$/],
    ['of another kind', '{ "version": 2, "findings": {} }', /^baseline.json: not a baseline of this version; write it anew with --update-baseline\n$/],
  ] as const) {
    it(`refuses one that is ${name}`, async () => {
      await withTree({ 'a.js': slow, ...(text === undefined ? {} : { 'baseline.json': text }) }, async (cwd) => {
        const { code, stdout, stderr } = await altitude(['scan', '.', ...baseline], { cwd });
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, message);
      });
    });
  }

  it('is not written from a part of the files, and does not go with a fix', async () => {
    await withTree({ 'a.js': slow }, async (cwd) => {
      for (const more of [['--update-baseline', '--shard', '1/2'], ['--fix'], ['--fix-dry-run']]) {
        const { code, stderr } = await altitude(['scan', '.', ...baseline, ...more], { cwd });
        assert.equal(code, 2, more.join(' '));
        assert.match(stderr, /^--(?:update-)?baseline /);
      }
      assert.equal((await altitude(['scan', '.', '--update-baseline'], { cwd })).stderr, '--update-baseline needs --baseline FILE\n');
    });
  });
});

describe('altitude scan --changed-since', () => {
  before(builtCommand);

  const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd, stdio: 'pipe', encoding: 'utf8' });

  function repository(cwd: string): void {
    git(cwd, 'init', '-q', '-b', 'main');
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-q', '-m', 'first');
  }

  it('looks at what the branch, the working tree and new files changed, not at what main did meanwhile', async () => {
    const files = ['old', 'edited', 'committed', 'onmain', 'moved', 'gone'].map((name): [string, string] => [`src/${name}.js`, slow]);
    await withTree(Object.fromEntries(files), async (cwd) => {
      repository(cwd);
      git(cwd, 'checkout', '-q', '-b', 'topic');
      writeFileSync(path.join(cwd, 'src/committed.js'), `\n${slow}`);
      git(cwd, 'commit', '-q', '-am', 'topic');
      git(cwd, 'checkout', '-q', 'main');
      writeFileSync(path.join(cwd, 'src/onmain.js'), `\n${slow}`);
      git(cwd, 'commit', '-q', '-am', 'main');
      git(cwd, 'checkout', '-q', 'topic');
      writeFileSync(path.join(cwd, 'src/edited.js'), `\n${slow}`);
      writeFileSync(path.join(cwd, 'src/näw file.js'), slow);
      renameSync(path.join(cwd, 'src/moved.js'), path.join(cwd, 'src/there.js'));
      rmSync(path.join(cwd, 'src/gone.js'));
      const { code, stdout } = await altitude(['scan', 'src', '--changed-since', 'main', ...json], { cwd });
      assert.equal(code, 1);
      const document = parsed(stdout);
      assert.deepEqual(places(document), ['src/committed.js:6', 'src/edited.js:6', 'src/näw file.js:5', 'src/there.js:5']);
      assert.equal(document.files, 4);
    });
  });

  it('looks at new files unless the repository ignores them, whatever the user does everywhere', async () => {
    await withTree({ 'old.js': slow, 'user/config': '[core]\n\texcludesFile = user/excludes', 'user/excludes': '*.js' }, async (cwd) => {
      repository(cwd);
      writeFileSync(path.join(cwd, '.git/info/exclude'), 'scratch.js');
      for (const name of ['new.js', 'scratch.js']) writeFileSync(path.join(cwd, name), slow);
      const env = { GIT_CONFIG_GLOBAL: path.join(cwd, 'user/config').replaceAll('\\', '/') };
      const { stdout } = await altitude(['scan', '.', '--changed-since', 'main', ...json], { cwd, env });
      assert.deepEqual(places(parsed(stdout)), ['new.js:5']);
    });
  });

  it('finds the changed files of a folder that is reached by a link', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ 'real/src/old.js': slow }, async (cwd) => {
      const real = path.join(cwd, 'real');
      repository(real);
      writeFileSync(path.join(real, 'src/new.js'), slow);
      symlinkSync(real, path.join(cwd, 'link'));
      for (const root of ['link', 'link/src', 'link/src/new.js']) {
        const { stdout } = await altitude(['scan', root, '--changed-since', 'main', ...json], { cwd });
        assert.deepEqual(places(parsed(stdout)), ['link/src/new.js:5'], root);
      }
    });
  });

  it('says what to fetch in a clone that lacks the history', async () => {
    await withTree({ 'origin/a.js': slow }, async (cwd) => {
      const origin = path.join(cwd, 'origin');
      repository(origin);
      git(origin, 'checkout', '-q', '-b', 'topic');
      writeFileSync(path.join(origin, 'a.js'), clean);
      git(origin, 'commit', '-q', '-am', 'topic');
      git(cwd, 'clone', '-q', '--depth', '1', '--branch', 'topic', `file://${origin}`, 'shallow');
      const shallow = path.join(cwd, 'shallow');
      const run = async () => altitude(['scan', '.', '--changed-since', 'origin/main'], { cwd: shallow });
      const unknown = await run();
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /origin\/main is no branch, tag or commit that is known here; fetch it \(actions\/checkout: fetch-depth: 0\)/);
      git(shallow, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main');
      const apart = await run();
      assert.equal(apart.code, 2);
      assert.match(apart.stderr, /origin\/main and this commit have no common commit here; fetch the history/);
      git(shallow, 'fetch', '-q', '--unshallow', 'origin', '+refs/heads/*:refs/remotes/origin/*');
      assert.equal((await run()).code, 0);
    });
  });

  it('says what is wrong outside a repository, for an unknown name and for one that is an option', async () => {
    await withTree({ 'a.js': slow }, async (cwd) => {
      const run = async (ref: string) => altitude(['scan', 'a.js', '--changed-since', ref], { cwd });
      assert.match((await run('main')).stderr, /lies in no Git repository/);
      repository(cwd);
      const unknown = await run('no-such-branch');
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /no-such-branch is no branch, tag or commit that is known here; fetch it/);
      assert.equal((await run('')).stderr, '--changed-since needs a branch, tag or commit\n');
      assert.equal((await altitude(['scan', 'a.js', '--changed-since=--all'], { cwd })).code, 2);
    });
  });
});

describe('altitude scan --force-exclude', () => {
  before(builtCommand);

  it('of files that are named, looks at those that a scan of the folder would', async () => {
    const files = ['src/a.js', 'src/a.test.js', 'test/b.js', 'legacy/c.js', 'old/d.js', 'node_modules/e/e.js'];
    const tree = { ...Object.fromEntries(files.map((file) => [file, slow])), '.gitignore': 'old\n', '.altitudeignore': 'legacy/*\n' };
    await withTree(tree, async (cwd) => {
      const of = async (...args: string[]) => places(parsed((await altitude(['scan', ...args, '--force-exclude', ...json], { cwd })).stdout));
      assert.deepEqual(await of(...files), ['src/a.js:5']);
      assert.deepEqual(await of('--include-tests', ...files), ['src/a.js:5', 'src/a.test.js:5', 'test/b.js:5']);
      assert.deepEqual(await of('.'), ['src/a.js:5']);
      const none = await altitude(['scan', 'legacy/c.js', '--force-exclude'], { cwd });
      assert.deepEqual([none.code, none.stderr], [0, '']);
      assert.equal((await altitude(['scan', 'gone.js', '--force-exclude'], { cwd })).code, 2);
    });
  });
});

describe('altitude scan --shard', () => {
  before(builtCommand);

  it('gives every file to exactly one shard', async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`src/route${i}.js`, slow]));
    await withTree(files, async (cwd) => {
      const shards = await Promise.all([1, 2, 3].map(async (i) => places(parsed((await altitude(['scan', 'src', '--shard', `${i}/3`, ...json], { cwd })).stdout))));
      assert.ok(shards.every((shard) => shard.length > 4), shards.map((shard) => shard.length).join());
      assert.deepEqual(shards.flat().sort(), Object.keys(files).map((file) => `${file}:5`).sort());
    });
  });

  it('refuses what is no part of a whole', async () => {
    await withTree({ 'a.js': slow }, async (cwd) => {
      for (const shard of ['0/2', '3/2', '1', '1/0', 'a/b']) {
        const { code, stderr } = await altitude(['scan', '.', '--shard', shard], { cwd });
        assert.deepEqual([code, stderr], [2, `--shard must be i/n with 1 <= i <= n, such as 2/8, not ${shard}\n`]);
      }
    });
  });
});

describe('.altitude/config.json', () => {
  before(builtCommand);

  const config = (value: unknown) => ({ '.altitude/config.json': JSON.stringify(value) });

  it('turns rules off and sets their severity, by path', async () => {
    const settings = { rules: { [rule]: 'error' }, overrides: [{ files: ['legacy/**'], rules: { [rule]: 'off' } }] };
    await withTree({ ...config(settings), 'src/a.js': slow, 'legacy/b.js': slow }, async (cwd) => {
      const { stdout } = await altitude(['scan', '.', ...json], { cwd });
      const document = parsed(stdout);
      assert.deepEqual([places(document), document.findings.map(({ severity }) => severity)], [['src/a.js:5'], ['error']]);
      const named = await altitude(['scan', '.', '--rule', rule, ...json], { cwd });
      assert.deepEqual(places(parsed(named.stdout)), ['legacy/b.js:5', 'src/a.js:5']);
    });
  });

  it('is found above the paths, up to the top of the repository', async () => {
    await withTree({ ...config({ rules: { [rule]: 'off' } }), 'repo/src/a.js': slow, 'src/a.js': slow }, async (cwd) => {
      mkdirSync(path.join(cwd, '.git'));
      assert.equal((await altitude(['scan', 'src'], { cwd })).code, 0);
      mkdirSync(path.join(cwd, 'repo/.git'));
      assert.equal((await altitude(['scan', 'repo/src'], { cwd })).code, 1);
      assert.equal((await altitude(['scan', 'repo/src', '--config', '.altitude/config.json'], { cwd })).code, 0);
    });
  });

  it('sets the numbers that fixes insert', async () => {
    const pool = "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 5 });\n";
    await withTree({ ...config({ fixes: { timeoutMs: 1234 } }), 'db.js': pool }, async (cwd) => {
      const { stdout } = await altitude(['scan', 'db.js', '--rule', 'pool-acquire-without-timeout', ...json], { cwd });
      assert.match(JSON.stringify(parsed(stdout).findings.map(({ fixes }) => fixes)), /connectionTimeoutMillis: 1_?234/);
    });
  });

  it('fails the scan when anything in it is wrong, with file, line and mend', async () => {
    await withTree({ '.altitude/config.json': '{\n  "rules": { "no-such-rule": "off" }\n}', 'a.js': slow }, async (cwd) => {
      const { code, stdout, stderr } = await altitude(['scan', '.'], { cwd });
      assert.deepEqual([code, stdout, stderr], [2, '', '.altitude/config.json:2:14: "no-such-rule" is no rule; `altitude rules` lists them\n']);
      const missing = await altitude(['scan', '.', '--config', 'none.json'], { cwd });
      assert.deepEqual([missing.code, missing.stderr], [2, 'no such configuration file: none.json\n']);
    });
  });
});
