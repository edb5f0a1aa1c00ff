import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { ReadProject } from '../../src/engine/facts/project/project';
import type { Language } from '../../src/engine/finding';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { missingPayloadLimit } from '../../src/engine/rules/memory/missing-payload-limit';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { endsWithThis, temporaryFolder } from '../support/temporary.mts';
import { requireTool, toolVersion } from '../support/tools';
import { recordFigures, versionOf, type Figure } from './support/figures';

const uploadBytes = 200 * 2 ** 20;

/** Inside the repository, so that express and multer resolve as they would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/missing-payload-limit');

const upload = `import express from 'express';
import multer from 'multer';

const upload = multer({ storage: multer.memoryStorage() });
export const app = express();

app.post('/documents', upload.single('document'), (req, res) => {
  res.json({ bytes: req.file.buffer.length });
});
`;

const handler = `package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
)

func receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	fmt.Fprint(w, len(body))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func main() {
	server := httptest.NewServer(http.HandlerFunc(receive))
	defer server.Close()
	res, err := http.Post(server.URL, "application/octet-stream", io.LimitReader(zeros{}, 200<<20))
	status := http.StatusRequestEntityTooLarge
	if err == nil {
		status = res.StatusCode
		res.Body.Close()
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Fprintln(os.Stdout, status, stats.TotalAlloc>>20)
}
`;

async function fixed(text: string, language: Language): Promise<string> {
  const analyzer = new Analyzer({ rules: [missingPayloadLimit], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const { text: after, applied } = await fixText(analyzer, { file: `/project/main.${language === 'go' ? 'go' : 'js'}`, text, language }, { safety: 'review' });
  assert.equal(applied.length, 1, 'the rule must find the flaw');
  return after;
}

const runner = `import http from 'node:http';
import { app } from './app.mjs';

const server = http.createServer(app).listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('message', () => process.send(process.resourceUsage().maxRSS));
`;

/** Uploads 200 MB to a service in a process of its own. @returns the status and the process's peak memory in MB */
async function uploadTo(name: string, text: string): Promise<{ status: number; peak: number }> {
  const dir = path.join(folder, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'app.mjs'), text);
  writeFileSync(path.join(dir, 'run.mjs'), runner);
  const child = endsWithThis(spawn(process.execPath, [path.join(dir, 'run.mjs')], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] }));
  try {
    const [port] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const status = await send(Number(port.toString()));
    child.send('peak');
    const [peak] = (await once(child, 'message')) as [number];
    return { status, peak: Math.round(peak / 1024) };
  } finally {
    child.kill();
  }
}

function send(port: number): Promise<number> {
  return new Promise((resolve) => {
    const head = '--x\r\nContent-Disposition: form-data; name="document"; filename="a.bin"\r\n\r\n';
    const request = http.request({ port, method: 'POST', path: '/documents', headers: { 'content-type': 'multipart/form-data; boundary=x' } });
    request.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    // The service may hang up before it has read everything.
    request.on('error', () => undefined);
    const block = Buffer.alloc(2 ** 20);
    let sent = 0;
    const write = () => {
      while (sent < uploadBytes && !request.destroyed) {
        sent += block.length;
        if (!request.write(block)) return void request.once('drain', write);
      }
      request.end('\r\n--x--\r\n');
    };
    request.write(head);
    write();
  });
}

/** Posts 200 MB to a Go handler. @returns its status and what the program allocated, in MB */
function runGo(text: string, go: string): { status: number; allocated: number } {
  const { folder: dir, remove } = temporaryFolder('body');
  try {
    writeFileSync(path.join(dir, 'main.go'), text);
    writeFileSync(path.join(dir, 'go.mod'), 'module body\n\ngo 1.22\n');
    const [status = 0, allocated = 0] = execFileSync(go, ['run', '.'], { cwd: dir, encoding: 'utf8' }).trim().split(' ').map(Number);
    return { status, allocated };
  } finally {
    remove();
  }
}

describe('evidence: missing-payload-limit', function () {
  this.timeout(60_000);
  const figures: Figure[] = [];
  const tools: Record<string, string> = {};

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    recordFigures('missing-payload-limit', { ...tools, express: versionOf('express'), multer: versionOf('multer') }, figures);
  });

  it('an upload of 200 MB is held in memory; with our fix it is refused', async () => {
    const before = await uploadTo('before', upload);
    const after = await uploadTo('after', await fixed(upload, 'javascript'));
    assert.equal(before.status, 200);
    assert.ok(after.status >= 400, `${after.status}`);
    assert.ok(before.peak > after.peak + 150, `${before.peak} MB before, ${after.peak} MB after`);
    figures.push({ what: "peak memory of the process, one upload of 200 MB to multer's memory storage", before: before.peak, after: after.peak, unit: 'MB' });
  });

  it('a Go handler reads 200 MB; with our fix the read ends at the limit', async function () {
    const go = requireTool(this, 'go');
    tools['go'] = toolVersion(go, 'env', 'GOVERSION');
    const before = runGo(handler, go);
    const after = runGo(await fixed(handler, 'go'), go);
    assert.equal(before.status, 200);
    assert.equal(after.status, 413);
    assert.ok(before.allocated > after.allocated * 5, `${before.allocated} MB before, ${after.allocated} MB after`);
    figures.push({ what: 'allocated by a Go handler for one body of 200 MB', before: before.allocated, after: after.allocated, unit: 'MB' });
  });
});
