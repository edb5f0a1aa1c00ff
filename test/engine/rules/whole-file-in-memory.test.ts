import assert from 'node:assert/strict';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { wholeFileInMemory } from '../../../src/engine/rules/memory/whole-file-in-memory';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(wholeFileInMemory, { hits: 21, misses: 16 });

const packageJson = (express: string) => JSON.stringify({ type: 'module', dependencies: { express } });

const download = (body: string) => `import express from 'express';
import { readFile } from 'node:fs/promises';

const app = express();

app.get('/exports/:id', async (req, res) => {
  ${body}
});
`;

const send = 'res.type("csv");\n  res.end(await readFile(`/exports/${req.params.id}`));';

async function findings(text: string): Promise<readonly Finding[]> {
  const analyzer = await analyzerFor(wholeFileInMemory, new Map([['package.json', packageJson('^5.0.0')]]));
  return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];
}

async function fixed(text: string, express = '^5.0.0'): Promise<string> {
  const analyzer = await analyzerFor(wholeFileInMemory, new Map([['package.json', packageJson(express)]]));
  return (await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' })).text;
}

describe('whole-file-in-memory', () => {
  it('says what is read and what for', async () => {
    assert.equal((await findings(download(send)))[0]?.message, 'The whole file is read into memory only to be sent: each request at work holds a copy of it.');
  });

  it('is not sure of large uploads of administrators', async () => {
    const uploads = (guard: string) => `import multer from 'multer';\nimport { router, ${guard} } from './router.js';\nrouter.use(${guard});\nrouter.post('/clips', multer({ storage: multer.memoryStorage(), limits: { fileSize: 200 * 1024 * 1024 } }).single('clip'), (req, res) => res.end());\n`;
    assert.deepEqual((await findings(uploads('requireAdmin'))).map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await findings(uploads('requireUser'))).map(({ severity }) => severity), ['information']);
  });

  it('catches what Express 4 would not', async () => {
    const opened = '(await open(`/exports/${req.params.id}`)).createReadStream()';
    assert.ok((await fixed(download(send))).includes(`  await pipeline(${opened}, res);\n`));
    assert.ok((await fixed(download(send), '^4.0.0')).includes(`  await pipeline(${opened}, res).catch((error) => res.destroy(error));\n`));
  });

  it('leaves no import behind when several reads go', async () => {
    const twice = `${download(send)}${download(send).split('\n').slice(5).join('\n').replace('/exports', '/other')}`;
    const after = await fixed(twice);
    assert.doesNotMatch(after, /readFile/);
    assert.equal(after.match(/createReadStream/g)?.length, 2, after);
  });

  it('is quiet about a path of the program itself', async () => {
    for (const path of ["'index.html'", 'new URL("page.html", import.meta.url)', 'process.env.PAGE', '`${import.meta.dirname}/page.html`']) {
      assert.deepEqual(await findings(download(`res.send(await readFile(${path}));`)), [], path);
    }
  });

  it('keeps line ends and tabs', async () => {
    const text = download(send).replace(/^ {2}/gm, '\t').replaceAll('\n', '\r\n');
    const after = await fixed(text);
    assert.doesNotMatch(after, /[^\r]\n/);
    assert.ok(after.includes('\tawait pipeline('), after);
  });

  it('knows the usual names in a pasted fragment', async () => {
    const text = "app.get('/f/:id', async (req, res) => {\n  res.type('csv');\n  res.send(await readFile(`/f/${req.params.id}`));\n});\n";
    const analyzer = await analyzerFor(wholeFileInMemory);
    const after = (await fixText(analyzer, { file: 'untitled:1', text, language: 'javascript', fragment: true }, { safety: 'review' })).text;
    assert.ok(after.includes('  await pipeline((await open(`/f/${req.params.id}`)).createReadStream(), res)'), after);
    assert.doesNotMatch(after, /import|require/);
  });
});
