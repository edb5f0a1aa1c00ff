import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { withTree, type Entry } from '../engine/support/tree';
import { altitude, builtCommand, type Ran } from './support/command';
import { parsed, places, reasons, slow, type Document } from './support/samples';

const scan = async (cwd: string, paths: readonly string[] = ['.'], options = {}): Promise<Ran & { document: Document }> => {
  const ran = await altitude(['scan', ...paths, '--format', 'json'], { cwd, ...options });
  return { ...ran, document: parsed(ran.stdout) };
};

/** Whatever else lies in the tree, the one good file is found, and what cannot be read is counted. */
async function survives(tree: Readonly<Record<string, Entry>>, skipped: Readonly<Record<string, string>>): Promise<Document> {
  return withTree({ ...tree, 'good.js': slow }, async (cwd) => {
    const { code, stderr, document } = await scan(cwd);
    assert.deepEqual([code, stderr], [1, '']);
    assert.ok(places(document).includes('good.js:5'));
    assert.deepEqual(reasons(document), skipped);
    return document;
  });
}

const crlf = (text: string) => text.replaceAll('\n', '\r\n');

describe('bad input', () => {
  before(builtCommand);

  it('that does not parse: clean functions are still judged, a hopeless file is skipped', async () => {
    const broken = `${slow}app.get('/broken', async (req, res) => {\n  const x = ;\n  res.send(readFileSync('b'));\n});\n`;
    const document = await survives({ 'partly.js': broken, 'wholly.js': `import 'fs'; async %%% {{{ ))) readFileSync(`, 'wholly.go': 'func func {{ http.Get( pgxpool.New( sql.Open( gobreaker' }, { 'wholly.js': 'parse', 'wholly.go': 'parse' });
    assert.deepEqual(places(document), ['good.js:5', 'partly.js:5']);
  });

  it('that is too large, minified, compiled, binary or in another encoding, whatever it says', async () => {
    const line = 'var readFileSync=1;';
    await survives(
      {
        'large.js': line.repeat(270_000),
        'long.js': `${line}\n`.repeat(26_000),
        'compiled.js': `${slow}//# sourceMappingURL=compiled.js.map\n`,
        'minified.js': line.repeat(16_000),
        'binary.js': Buffer.concat([Buffer.from(slow), Buffer.from([0, 1, 2])]),
        'latin1.js': Buffer.from(`// caf\xe9\n${slow}`, 'latin1'),
        'latin1-clean.js': Buffer.from('// caf\xe9\n', 'latin1'),
      },
      { 'large.js': 'too-large', 'long.js': 'too-large', 'compiled.js': 'generated', 'minified.js': 'generated', 'binary.js': 'binary', 'latin1.js': 'encoding', 'latin1-clean.js': 'encoding' },
    );
  });

  it('in unusual but readable form: right places in each', async () => {
    const utf16 = Buffer.from(`\ufeff${slow}`, 'utf16le');
    const document = await survives(
      {
        'bom.js': `\ufeff${slow}`,
        'crlf.js': crlf(slow),
        'empty.js': '',
        'utf16be.js': Buffer.from(utf16).swap16(),
        'utf16le.js': utf16,
        'astral.js': slow.replace('const page =', "const smile = '😀😀'; const page ="),
        'long.js': `${'const x = 1;\n'.repeat(20_000)}${slow}`,
        'only-bom.js': '\ufeff',
      },
      {},
    );
    assert.deepEqual(places(document), ['astral.js:5', 'bom.js:5', 'crlf.js:5', 'good.js:5', 'long.js:20005', 'utf16be.js:5', 'utf16le.js:5']);
    const columns = document.findings.map(({ file, range }) => `${file}:${range.start.character}`);
    assert.ok(columns.includes('astral.js:37') && columns.includes('bom.js:15'), columns.join());
    assert.equal(document.files, 9);
  });

  it('with a lone \\r: lines as the editor counts them', async () => {
    await withTree({ 'a.js': `const a = 1;\rconst b = 2;\r${slow}` }, async (cwd) => {
      assert.deepEqual(places((await scan(cwd)).document), ['a.js:7']);
    });
  });

  it('in names: spaces, per cent, hash, other letters, quotes', async () => {
    const names = ['a b/c%20d#e.js', 'ñ/日本😀.js', `q'uo"te.js`];
    await withTree(Object.fromEntries(names.map((name) => [name, slow])), async (cwd) => {
      assert.deepEqual((await scan(cwd)).document.findings.map(({ file }) => file), [...names].sort());
    });
  });

  it('as links: loops end, a linked root is followed, links below it are not', async () => {
    const tree = { 'real/a.js': slow, 'real/loop': { link: '..' }, 'real/self.js': { link: 'self.js' }, 'real/gone.js': { link: 'nowhere' }, link: { link: 'real' } };
    await withTree(tree, async (cwd) => {
      const { document } = await scan(cwd, ['link', 'real', '.']);
      assert.deepEqual([places(document), document.files, document.skipped], [['link/a.js:5'], 1, []]);
      assert.deepEqual((await altitude(['scan', 'real/gone.js'], { cwd })).stderr, 'no such file or folder: real/gone.js\n');
      assert.equal((await altitude(['scan', 'real/self.js'], { cwd })).code, 2);
    });
  });

  it('as pipes and devices: never waited for', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ 'a.js': slow }, async (cwd) => {
      for (const name of ['pipe.js', 'package.json', '.gitignore', '.altitudeignore', 'schema.sql']) execFileSync('mkfifo', [path.join(cwd, name)]);
      const { code, document } = await scan(cwd, ['.', 'pipe.js', '/dev/zero']);
      assert.equal(code, 2);
      assert.deepEqual(places(document), ['a.js:5']);
      assert.deepEqual(reasons(document), { [path.relative(cwd, '/dev/zero')]: 'unreadable', 'pipe.js': 'unreadable', 'schema.sql': 'unreadable' });
    });
  });

  it('that may not be read: files and folders are counted, a named one is an error', async function () {
    if (process.platform === 'win32') this.skip();
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    await withTree({ 'a.js': slow, 'locked.js': slow, 'closed/b.js': slow }, async (cwd) => {
      chmodSync(path.join(cwd, 'locked.js'), 0o000);
      chmodSync(path.join(cwd, 'closed'), 0o000);
      const options = uid === undefined ? {} : { uid };
      const { code, document } = await scan(cwd, ['.'], options);
      assert.equal(code, 1);
      assert.deepEqual([places(document), reasons(document)], [['a.js:5'], { closed: 'unreadable', 'locked.js': 'unreadable' }]);
      assert.equal((await scan(cwd, ['locked.js', 'a.js'], options)).code, 2);
      assert.equal((await scan(cwd, ['closed'], options)).code, 2);
      assert.equal((await altitude(['scan', 'closed/b.js'], { cwd, ...options })).stderr, 'cannot read closed/b.js: EACCES\n');
    });
  });

  it('in package.json: broken, huge, with a byte order mark, a list, a folder', async () => {
    const contents: readonly Entry[] = ['{ broken', `{"x": "${'y'.repeat(2_000_000)}"}`, '\ufeff{"type": "module"}', '[]', 'null', '{"dependencies": 3, "bin": [1]}', Buffer.from([0xff, 0xfe, 0])];
    const tree = Object.fromEntries(contents.flatMap((content, i) => [[`p${i}/package.json`, content], [`p${i}/a.js`, slow]]));
    await withTree({ ...tree, 'q/package.json/': '', 'q/a.js': slow }, async (cwd) => {
      const { code, document } = await scan(cwd);
      assert.equal(code, 1);
      assert.equal(document.findings.length, contents.length + 1);
      assert.deepEqual(document.skipped, []);
    });
  });

  it('that the parser cannot finish: that file is skipped, the rest is found', async function () {
    this.timeout(60_000);
    await survives({ 'pathological.js': `import 'fs';\nasync () => readFileSync();\n${'class {\n'.repeat(60_000)}` }, { 'pathological.js': 'timeout' });
  });

  it('of constants that name each other several times over: written out nowhere, whoever looks into them', async function () {
    this.timeout(60_000);
    const chain = (first: string, next: (name: string) => string, length: number) => [`const c0 = ${first};`, ...Array.from({ length }, (_, at) => `const c${at + 1} = ${next(`c${at}`)};`)].join('\n');
    const times = (text: string, separator: string) => Array.from({ length: 12 }, () => text).join(separator);
    const uses = (last: string) => `writeFileSync(${last}, readFileSync(${last}));\n  await pool.query(${last});\n  await fetch('https://shop.example', ${last});`;
    const head = "import { Pool } from 'pg';\nimport path from 'node:path';\nimport { readFileSync, writeFileSync } from 'node:fs';\nimport express from 'express';\nconst app = express();\nconst pool = new Pool();\n";
    const handler = (body: string) => `${head}app.post('/', async (req, res) => {\n  ${body}\n  res.end();\n});\n`;
    const within = (first: string, next: (name: string) => string, length: number) => handler(`${chain(first, next, length)}\n  ${uses(`c${length}`)}`);
    const tree = {
      'calls.js': `${chain('() => {}', (name) => `async (id) => { ${times(`await ${name}(id);`, ' ')} }`, 7)}\n${handler('await c7(req.body.id);')}`,
      'paths.js': within("'/data'", (name) => `path.join(${times(name, ', ')})`, 7),
      'pairs.js': within('1', (name) => `${name} ? ${name} : ${name}`, 40),
      'self.js': within("'a'", () => '`${c1} ${c1}`', 1),
      'spread.js': within('{ a: 1 }', (name) => `{ ...${name}, ...${name} }`, 40),
      'texts.js': within("'a'", (name) => `\`${times(`\${${name}}`, ' ')}\``, 7),
    };
    await withTree(tree, async (cwd) => {
      const { code, document } = await scan(cwd);
      assert.deepEqual([code, document.files, document.skipped], [1, 6, []]);
    });
  });

  it('nested ten thousand deep, in code and in SQL', async () => {
    const deep = 10_000;
    const nested = (inner: string) => `${'(\n'.repeat(deep)}${inner}${')\n'.repeat(deep)}`;
    const tree = {
      'a.js': `${slow}x = ${nested('load()')};\n`,
      'b.sql': `SELECT ${nested('1')};\nSELECT 1 FROM t; INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING;\n`,
      'c.js': `${slow}y = 'a'${" +\n'b'".repeat(deep)};\n`,
      'd.js': `${slow}z${'\n.then(f)'.repeat(deep)};\n`,
    };
    await withTree(tree, async (cwd) => {
      const { code, document } = await scan(cwd);
      assert.equal(code, 1);
      assert.deepEqual(places(document), ['a.js:5', 'c.js:5', 'd.js:5']);
    });
  });

  it('given as ten roots, or one inside another, or twice: each file once', async () => {
    const folders = Array.from({ length: 10 }, (_, i) => `r${i}`);
    await withTree(Object.fromEntries(folders.map((name) => [`${name}/a.js`, slow])), async (cwd) => {
      const { document } = await scan(cwd, [...folders, '.', 'r1', './r1/a.js', 'r2/../r1']);
      assert.deepEqual([document.findings.length, document.files], [10, 10]);
    });
  });

  it('that is ignored: .gitignore with negation, nested and above; .altitudeignore', async () => {
    const tree = {
      '.git/': '',
      '.gitignore': 'ignored/\n*.gen.js\n!kept.gen.js\nabove.js',
      '.altitudeignore': 'ours.js',
      'ignored/a.js': slow,
      'a.gen.js': slow,
      'src/ours.js': slow,
      'src/above.js': slow,
      'src/.gitignore': '!above.js\nnested.js',
      'src/nested.js': slow,
      'src/b.js': slow,
    };
    await withTree(tree, async (cwd) => {
      assert.deepEqual(places((await scan(cwd)).document), ['src/above.js:5', 'src/b.js:5']);
      assert.deepEqual(places((await scan(path.join(cwd, 'src'))).document), ['above.js:5', 'b.js:5']);
      assert.deepEqual(places((await scan(cwd, ['ignored', 'src/nested.js'])).document), ['ignored/a.js:5', 'src/nested.js:5']);
    });
  });

  it('that asks to be left alone: suppressed in every output', async () => {
    const quiet = slow.replace('  const page', '  // altitude-disable-next-line sync-in-request-path -- once a day\n  const page');
    await withTree({ 'a.js': quiet }, async (cwd) => {
      assert.equal((await scan(cwd)).code, 0);
      assert.equal((await altitude(['scan', '.', '--format', 'sarif'], { cwd })).code, 0);
      assert.equal((await altitude(['scan', '.', '--fix-dry-run'], { cwd })).stdout, '');
    });
  });

  it('with nothing in it', async () => {
    await withTree({}, async (cwd) => {
      const { code, document } = await scan(cwd);
      assert.deepEqual([code, document.findings, document.files, document.skipped], [0, [], 0, []]);
    });
  });
});
