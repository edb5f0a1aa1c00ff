import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { wholeFileInMemory } from '../../src/engine/rules/memory/whole-file-in-memory';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { endsWithThis } from '../support/temporary.mts';
import { recordFigures, versionOf } from './support/figures';

const fileBytes = 100 * 2 ** 20;
const clients = 5;

/** Inside the repository, so that express resolves as it would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/whole-file-in-memory');

const flawed = `import express from 'express';
import { readFile } from 'node:fs/promises';

export const app = express();

app.get('/files/:name', async (req, res) => {
  try {
    const data = await readFile(\`\${process.env.FILES}/\${req.params.name}\`);
    res.send(data);
  } catch (error) {
    res.status(404).json({ error: error.code });
  }
});
`;

const runner = `import http from 'node:http';
import { app } from './app.mjs';

const server = http.createServer(app).listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('message', () => process.send(process.resourceUsage().maxRSS));
`;

async function fixed(text: string): Promise<string> {
  const packageJson = JSON.stringify({ type: 'module', dependencies: { express: '^5.0.0' } });
  const project = new ReadProject((file) => (file === '/project/package.json' ? packageJson : undefined));
  const analyzer = new Analyzer({ rules: [wholeFileInMemory], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const { text: after, applied } = await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(applied.length, 1, 'the rule must find the flaw');
  return after;
}

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly bytes: number;
}

const get = (port: number, name: string) =>
  new Promise<Answer>((resolve, reject) => {
    http
      .get({ port, path: `/files/${name}`, agent: false }, (res) => {
        let bytes = 0;
        res.on('data', (chunk: Buffer) => (bytes += chunk.length));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, type: res.headers['content-type'], bytes }));
      })
      .on('error', reject);
  });

/** A client that hangs up after the first bytes. */
const hangUp = (port: number) =>
  new Promise<void>((resolve) => {
    const request = http.get({ port, path: '/files/large.bin', agent: false }, (res) => {
      res.once('data', () => {
        request.destroy();
        resolve();
      });
    });
    request.on('error', () => undefined);
  });

/** Five downloads at once from a service in a process of its own. */
async function serve(name: string, text: string) {
  const dir = path.join(folder, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'app.mjs'), text);
  writeFileSync(path.join(dir, 'run.mjs'), runner);
  const child = endsWithThis(spawn(process.execPath, [path.join(dir, 'run.mjs')], { env: { ...process.env, FILES: folder }, stdio: ['ignore', 'pipe', 'ignore', 'ipc'] }));
  try {
    const [printed] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const port = Number(printed.toString());
    const answers = await Promise.all(Array.from({ length: clients }, () => get(port, 'large.bin')));
    child.send('peak');
    const [peak] = (await once(child, 'message')) as [number];
    await hangUp(port);
    const missing = await get(port, 'none.bin');
    return { answers, missing, peak: Math.round(peak / 1024) };
  } finally {
    child.kill();
  }
}

describe('evidence: whole-file-in-memory', function () {
  this.timeout(60_000);
  before(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'large.bin'), Buffer.alloc(fileBytes));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('five downloads of 100 MB hold five copies; with our fix the same answers need none', async () => {
    const before = await serve('before', flawed);
    const after = await serve('after', await fixed(flawed));
    const expected = Array.from({ length: clients }, () => ({ status: 200, type: 'application/octet-stream', bytes: fileBytes }));
    assert.deepEqual(before.answers, expected);
    assert.deepEqual(after.answers, expected, 'the same status, type and bytes');
    assert.deepEqual(after.missing, before.missing, 'a file that is not there is answered as before, also after a client hung up');
    assert.ok(before.peak > after.peak + 200, `${before.peak} MB before, ${after.peak} MB after`);
    recordFigures('whole-file-in-memory', { express: versionOf('express') }, [
      { what: 'peak memory of the process, five downloads of a 100 MB file at once', before: before.peak, after: after.peak, unit: 'MB' },
    ]);
  });
});
