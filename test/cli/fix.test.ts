import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeFixed } from '../../src/cli/fixFiles';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, fixed, parsed, rule, slow } from './support/samples';

const read = (root: string, name: string) => readFileSync(path.join(root, name), 'utf8');

describe('altitude scan --fix', () => {
  before(builtCommand);

  it('applies the safe fixes, prints what is left and exits with 0 when nothing is', async () => {
    await withTree({ 'a.js': slow, 'clean.js': clean }, async (cwd) => {
      const { code, stdout, stderr } = await altitude(['scan', '.', '--fix', '--format', 'json'], { cwd });
      assert.deepEqual([code, stderr, parsed(stdout).findings], [0, '', []]);
      assert.equal(read(cwd, 'a.js'), fixed);
      assert.equal(read(cwd, 'clean.js'), clean);
      assert.deepEqual(readdirSync(cwd), ['a.js', 'clean.js'], 'no temporary file is left');
    });
  });

  it('leaves fixes of another grade alone and exits with 1', async () => {
    const pool = "import { Pool } from 'pg';\nexport const pool = new Pool();\n";
    await withTree({ 'pool.js': pool }, async (cwd) => {
      assert.equal((await altitude(['scan', '.', '--fix'], { cwd })).code, 1);
      assert.equal(read(cwd, 'pool.js'), pool);
    });
  });

  it('fixes for the named rules alone, and under the named paths alone', async () => {
    await withTree({ 'in/a.js': slow, 'out/b.js': slow }, async (cwd) => {
      await altitude(['scan', '.', '--fix', '--rule', 'breaker-without-timeout'], { cwd });
      assert.equal(read(cwd, 'in/a.js'), slow);
      await altitude(['scan', 'in', '--fix', '--rule', rule], { cwd });
      assert.equal(read(cwd, 'in/a.js'), fixed);
      assert.equal(read(cwd, 'out/b.js'), slow);
    });
  });

  it('knows the schema that makes a fix safe, also beside the folder that is named', async () => {
    const claim = `import { Pool } from 'pg';
const pool = new Pool({ connectionTimeoutMillis: 1000 });

export async function vote(poll, voter) {
  const already = await pool.query('SELECT 1 FROM votes WHERE poll_id = $1 AND voter = $2', [poll, voter]);
  if (already.rowCount !== 0) {
    return false;
  }
  await pool.query('INSERT INTO votes VALUES ($1, $2)', [poll, voter]);
  return true;
}
`;
    const table = 'CREATE TABLE votes (poll_id bigint, voter text, UNIQUE (poll_id, voter));\n';
    const bare = 'CREATE TABLE votes (poll_id bigint, voter text);\n';
    const isFixed = async (schema: string) =>
      withTree({ '.git/': '', 'package.json': '{}', 'migrations/1.sql': schema, 'src/votes.js': claim }, async (cwd) => {
        const { code } = await altitude(['scan', 'src', '--fix'], { cwd });
        return [code, read(cwd, 'src/votes.js').includes('ON CONFLICT (poll_id, voter) DO NOTHING')];
      });
    assert.deepEqual(await isFixed(table), [0, true]);
    assert.deepEqual(await isFixed(bare), [1, false]);
    assert.deepEqual(await isFixed(`${table}ALTER TABLE votes DROP CONSTRAINT votes_poll_id_voter_key;\n`), [1, false]);
  });

  it('keeps the byte order mark, line ends and other letters', async () => {
    const marked = `\ufeff${slow}`.replaceAll('\n', '\r\n').replace('page.html', 'pàge 😀.html');
    await withTree({ 'a.js': marked }, async (cwd) => {
      assert.equal((await altitude(['scan', '.', '--fix'], { cwd })).code, 0);
      assert.equal(read(cwd, 'a.js'), `\ufeff${fixed}`.replaceAll('\n', '\r\n').replace('page.html', 'pàge 😀.html'));
    });
  });

  it('keeps mode and owner', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ 'a.js': slow }, async (cwd) => {
      const file = path.join(cwd, 'a.js');
      chmodSync(file, 0o750);
      const isRoot = process.getuid?.() === 0;
      if (isRoot) chownSync(file, 12_345, 12_346);
      assert.equal((await altitude(['scan', '.', '--fix'], { cwd })).code, 0);
      const { mode, uid, gid } = statSync(file);
      assert.equal(mode & 0o777, 0o750);
      if (isRoot) assert.deepEqual([uid, gid], [12_345, 12_346]);
    });
  });

  it('writes through a named link, which stays one', async () => {
    await withTree({ 'real/a.js': slow, 'link.js': { link: 'real/a.js' } }, async (cwd) => {
      assert.equal((await altitude(['scan', 'link.js', '--fix'], { cwd })).code, 0);
      assert.ok(lstatSync(path.join(cwd, 'link.js')).isSymbolicLink());
      assert.equal(read(cwd, 'real/a.js'), fixed);
    });
  });

  it('fixes the others when one is read-only, says so and exits with 2', async () => {
    await withTree({ 'a.js': slow, 'locked.js': slow, 'z.js': slow }, async (cwd) => {
      chmodSync(path.join(cwd, 'locked.js'), 0o444);
      const { code, stderr } = await altitude(['scan', '.', '--fix'], { cwd });
      assert.deepEqual([code, stderr], [2, 'not fixed: locked.js: it is read-only\n']);
      assert.deepEqual(['a.js', 'locked.js', 'z.js'].map((name) => read(cwd, name) === fixed), [true, false, true]);
    });
  });

  it('says so when the folder may not be written', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await withTree({ 'sub/a.js': slow }, async (cwd) => {
      const { code, stderr } = await altitude(['scan', '.', '--fix'], { cwd, uid: 65_534 });
      assert.equal(code, 2);
      assert.match(stderr, /^not fixed: sub\/a\.js: EACCES: permission denied/);
      assert.equal(read(cwd, 'sub/a.js'), slow);
    });
  });

  it('reads UTF-16 and does not write it', async () => {
    const bytes = Buffer.from(`\ufeff${slow}`, 'utf16le');
    await withTree({ 'a.js': bytes }, async (cwd) => {
      for (const flag of ['--fix', '--fix-dry-run']) {
        const { code, stderr } = await altitude(['scan', '.', flag], { cwd });
        assert.equal(code, 2);
        assert.match(stderr, /^not fixed: a\.js: only UTF-8 files are written\n/);
      }
      assert.ok(readFileSync(path.join(cwd, 'a.js')).equals(bytes));
    });
  });

  it('never writes a file that changed meanwhile', async () => {
    await withTree({ 'a.js': slow }, async (cwd) => {
      const file = path.join(cwd, 'a.js');
      const planned = { file, bytes: Buffer.from(slow), before: slow, after: fixed };
      writeFileSync(file, clean);
      assert.deepEqual(await writeFixed(planned), { file, why: 'it changed while it was scanned' });
      assert.equal(read(cwd, 'a.js'), clean);
      assert.deepEqual(readdirSync(cwd), ['a.js']);
    });
  });
});

describe('altitude scan --fix-dry-run', () => {
  before(builtCommand);

  const hard = {
    'plain.js': slow,
    'with space/ñ 日本 #%.js': slow,
    'crlf.js': `\ufeff${slow}`.replaceAll('\n', '\r\n'),
    'no newline.js': slow.trimEnd(),
    "quote's.js": slow,
  };

  it('prints a diff, changes nothing, and exits as a scan does', async () => {
    await withTree({ 'a.js': slow, 'clean.js': clean }, async (cwd) => {
      const { code, stdout, stderr } = await altitude(['scan', '.', '--fix-dry-run'], { cwd });
      assert.deepEqual([code, stderr], [1, '1 file would change; 1 finding in all\n']);
      assert.match(stdout, /^diff --git a\/a\.js b\/a\.js\n--- a\/a\.js\n\+\+\+ b\/a\.js\n@@ /);
      assert.match(stdout, /^\+ {2}const page = await readFile\('page\.html', 'utf8'\);$/m);
      assert.equal(read(cwd, 'a.js'), slow);
      assert.equal((await altitude(['scan', 'clean.js', '--fix-dry-run'], { cwd })).code, 0);
    });
  });

  it('prints what git apply makes of the same files that --fix makes', async () => {
    await withTree(hard, async (cwd) => {
      const { stdout } = await altitude(['scan', '.', '--fix-dry-run'], { cwd });
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd, input: stdout });
      const applied = Object.keys(hard).map((name) => read(cwd, name));
      await withTree(hard, async (other) => {
        assert.equal((await altitude(['scan', '.', '--fix'], { cwd: other })).code, 0);
        assert.deepEqual(applied, Object.keys(hard).map((name) => read(other, name)));
      });
    });
  });
});
