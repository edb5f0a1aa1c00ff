import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { serverWithoutTimeouts } from '../../src/engine/rules/pools/server-without-timeouts';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { endsWithThis, temporaryFolder } from '../support/temporary.mts';
import { requireTool, toolVersion } from '../support/tools';
import { recordFigures } from './support/figures';

/** Clients that send a byte of a header now and then, and the limit our fix puts in, in milliseconds. */
const slowClients = 50;
const timeoutMs = 400;

/** A server that says how many connections it holds, and streams to those who ask for longer than the limit lasts. */
const flawed = `package main

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"time"
)

func main() {
	http.HandleFunc("/goroutines", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, runtime.NumGoroutine()) })
	http.HandleFunc("/stream", func(w http.ResponseWriter, _ *http.Request) {
		for range 5 {
			fmt.Fprint(w, ".")
			w.(http.Flusher).Flush()
			time.Sleep(300 * time.Millisecond)
		}
	})
	if err := http.ListenAndServe(":"+os.Args[1], nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`;

async function fixed(text: string): Promise<string> {
  const analyzer = new Analyzer({
    rules: [serverWithoutTimeouts],
    assets: grammarAssets,
    projectOf: () => new ReadProject(() => undefined),
    settings: { ...defaultFixSettings, timeoutMs },
  });
  const { text: after, applied } = await fixText(analyzer, { file: '/project/main.go', text, language: 'go' }, { safety: 'review' });
  assert.equal(applied.length, 1, 'the rule must find the flaw');
  return after;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function build(go: string, dir: string, name: string, text: string): string {
  const folder = path.join(dir, name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'go.mod'), 'module evidence\n\ngo 1.22\n');
  writeFileSync(path.join(folder, 'main.go'), text);
  const { status, stderr } = spawnSync(go, ['build', '-o', 'server', '.'], { cwd: folder, encoding: 'utf8', env: { ...process.env, GOWORK: 'off' } });
  assert.equal(status, 0, stderr);
  return path.join(folder, 'server');
}

async function started(binary: string, port: number): Promise<ChildProcess> {
  const child = endsWithThis(spawn(binary, [String(port)], { stdio: 'inherit' }));
  for (let i = 0; i < 100; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/goroutines`).catch(() => undefined);
    if (answer !== undefined) return child;
    await delay(20);
  }
  throw new Error('the server did not start');
}

interface Outcome {
  /** Slow connections still open after several limits. */
  readonly open: number;
  readonly goroutines: number;
  /** What a proper client got meanwhile from an answer that takes longer than the limit. */
  readonly streamed: string;
}

async function attacked(port: number): Promise<Outcome> {
  let open = 0;
  const sockets: Socket[] = [];
  for (let i = 0; i < slowClients; i++) {
    const socket = connect(port, '127.0.0.1', () => {
      open++;
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    });
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.once('close', () => open--);
    sockets.push(socket);
  }
  const drip = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('a')), 100);
  const stream = fetch(`http://127.0.0.1:${port}/stream`).then((answer) => answer.text());
  await delay(timeoutMs * 5);
  const goroutines = Number(await (await fetch(`http://127.0.0.1:${port}/goroutines`)).text());
  const outcome = { open, goroutines, streamed: await stream };
  clearInterval(drip);
  for (const socket of sockets) socket.destroy();
  return outcome;
}

describe('evidence: server-without-timeouts', function () {
  this.timeout(60_000);

  it('holds every slow client for ever before our fix, and none after it', async function () {
    const go = requireTool(this, 'go');
    const { folder: dir, remove } = temporaryFolder('slow');
    const servers: ChildProcess[] = [];
    try {
      const binaries = [build(go, dir, 'before', flawed), build(go, dir, 'after', await fixed(flawed))];
      const outcomes = await Promise.all(
        binaries.map(async (binary) => {
          const port = await freePort();
          servers.push(await started(binary, port));
          return attacked(port);
        }),
      );
      const [before, after] = outcomes;
      assert.ok(before !== undefined && after !== undefined);
      assert.equal(before.open, slowClients, 'nothing ends them');
      assert.ok(before.goroutines >= slowClients, `${before.goroutines} goroutines`);
      assert.equal(after.open, 0, 'the server closed them');
      assert.ok(after.goroutines < slowClients / 2, `${after.goroutines} goroutines`);
      assert.deepEqual([before.streamed, after.streamed], ['.....', '.....'], 'an answer that takes longer than the limit is not cut');
      recordFigures('server-without-timeouts', { go: toolVersion(go, 'env', 'GOVERSION') }, [
        { what: `connections still held after five limits, of ${slowClients} that send a byte of a header every 100 ms`, before: before.open, after: after.open },
        { what: 'goroutines of the server meanwhile', before: before.goroutines, after: after.goroutines },
      ]);
    } finally {
      for (const server of servers) server.kill();
      remove();
    }
  });
});
