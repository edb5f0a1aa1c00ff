import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ReadProject } from '../../src/engine/facts/project/project';
import type { Language } from '../../src/engine/finding';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { callWithoutDeadline } from '../../src/engine/rules/pools/call-without-deadline';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { endsWithThis, temporaryFolder } from '../support/temporary.mts';
import { requireTool, toolVersion } from '../support/tools';
import { recordFigures, versionOf, type Figure } from './support/figures';
import { startHungProvider, type HungProvider } from './support/hungProvider';

/** Calls made at once, and the deadline our fix puts in, in milliseconds. */
const calls = 50;
const timeoutMs = 300;

/** Inside the repository, so that the clients resolve as they would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/call-without-deadline');

const packageJson = JSON.stringify({ dependencies: { express: '^5.0.0', 'node-fetch': versionOf('node-fetch') } });

async function fixed(text: string, language: Language): Promise<string> {
  const project = new ReadProject((file) => (file === '/project/package.json' ? packageJson : undefined), undefined, '/project');
  const analyzer = new Analyzer({ rules: [callWithoutDeadline], assets: grammarAssets, projectOf: () => project, settings: { ...defaultFixSettings, timeoutMs } });
  const { text: after, applied } = await fixText(analyzer, { file: `/project/src/provider.${language === 'go' ? 'go' : 'mjs'}`, text, language }, { safety: 'review' });
  assert.ok(applied.length > 0, 'the rule must find the flaw');
  return after;
}

async function load(name: string, text: string): Promise<() => Promise<unknown>> {
  const file = path.join(folder, `${name}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return ((await import(pathToFileURL(file).href)) as { ask: () => Promise<unknown> }).ask;
}

interface Outcome {
  /** How many calls had settled, by the name of their error. */
  readonly settled: Readonly<Record<string, number>>;
  readonly held: number;
}

/** Waits several deadlines long: whoever has not given up by then is not about to. */
async function outcomeOf(ask: () => Promise<unknown>, provider: HungProvider): Promise<Outcome> {
  const settled: Record<string, number> = {};
  const count = (kind: string) => {
    settled[kind] = (settled[kind] ?? 0) + 1;
  };
  for (let i = 0; i < calls; i++) void ask().then(() => count('answer'), (error: unknown) => count((error as Error).name));
  await delay(timeoutMs * 3);
  return { settled, held: provider.held };
}

const node = `import { hostname } from 'node:os';\n`;

/** The flawed module of each client, for a provider at a URL, and the error its deadline ends in. */
const clients: readonly { readonly name: string; readonly text: (url: string) => string; readonly error: string }[] = [
  { name: 'fetch', error: 'TimeoutError', text: (url) => `${node}export async function ask() {\n  const answer = await fetch('${url}?' + hostname());\n  return answer.json();\n}\n` },
  { name: 'undici', error: 'TimeoutError', text: (url) => `import { request } from 'undici';\n\nexport async function ask() {\n  const { body } = await request('${url}');\n  return body.json();\n}\n` },
  { name: 'node-fetch', error: 'FetchError', text: (url) => `import fetch from 'node-fetch';\n\nexport async function ask() {\n  const answer = await fetch('${url}');\n  return answer.json();\n}\n` },
  { name: 'axios', error: 'AxiosError', text: (url) => `${node}import axios from 'axios';\n\nexport const ask = async () => (await axios.get('${url}?' + hostname())).data;\n` },
  { name: 'axios.create', error: 'AxiosError', text: (url) => `${node}import axios from 'axios';\n\nconst api = axios.create({ baseURL: '${url}' });\n\nexport const ask = async () => (await api.get(hostname())).data;\n` },
  { name: 'got', error: 'TimeoutError', text: (url) => `import got from 'got';\n\nexport const ask = async () => got('${url}', { retry: { limit: 0 } }).json();\n` },
  { name: 'superagent', error: 'Error', text: (url) => `${node}import superagent from 'superagent';\n\nexport const ask = async () => (await superagent.get('${url}').query({ host: hostname() })).body;\n` },
  {
    name: 'http.get',
    error: 'AbortError',
    text: (url) =>
      `import http from 'node:http';\n\nexport function ask() {\n  return new Promise((resolve, reject) => {\n    http.get('${url}', (answer) => {\n      answer.resume();\n      answer.on('end', resolve);\n    }).on('error', reject);\n  });\n}\n`,
  },
  {
    name: 'http.get with a timeout that nobody hears',
    error: 'AbortError',
    text: (url) =>
      `import http from 'node:http';\n\nexport function ask() {\n  return new Promise((resolve, reject) => {\n    http.get('${url}', { timeout: ${timeoutMs} }, (answer) => {\n      answer.resume();\n      answer.on('end', resolve);\n    }).on('error', reject);\n  });\n}\n`,
  },
];

/** A program that asks once through a package of its own, as a server would. */
const goCall = (url: string) => `package provider

import (
	"io"
	"net/http"
)

// Ask asks the provider.
func Ask() ([]byte, error) {
	resp, err := http.Get("${url}")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
`;

const goMain = `package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"evidence/provider"
)

func main() {
	var settled atomic.Int64
	var wait sync.WaitGroup
	for range ${calls} {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if _, err := provider.Ask(); err != nil {
				settled.Add(1)
			}
		}()
	}
	done := make(chan struct{})
	go func() { wait.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(${timeoutMs * 3} * time.Millisecond):
	}
	fmt.Println(settled.Load())
}
`;

function runGo(go: string, dir: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = endsWithThis(spawn(go, ['run', '.'], { cwd: dir, env: { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=mod' } }));
    let text = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Number(text)) : reject(new Error(errors))));
  });
}

describe('evidence: call-without-deadline', function () {
  this.timeout(60_000);
  let provider: HungProvider;
  let second: HungProvider;
  const figures: Figure[] = [];
  const tools: Record<string, string> = {};

  beforeEach(async () => {
    [provider, second] = await Promise.all([startHungProvider(), startHungProvider()]);
  });
  afterEach(() => Promise.all([provider.close(), second.close()]));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
    const packages = ['axios', 'got', 'superagent', 'undici', 'node-fetch'];
    recordFigures('call-without-deadline', { ...tools, ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])) }, figures);
  });

  clients.forEach(({ name, text, error }, i) => {
    it(`${name}: waits with the provider before our fix, gives up after it`, async () => {
      const [ask, askFixed] = [await load(`before-${i}`, text(provider.url)), await load(`after-${i}`, await fixed(text(second.url), 'javascript'))];
      const [before, after] = await Promise.all([outcomeOf(ask, provider), outcomeOf(askFixed, second)]);
      assert.deepEqual(before, { settled: {}, held: calls }, 'every call hangs');
      assert.deepEqual(after, { settled: { [error]: calls }, held: 0 }, 'every call ended in the deadline and gave its connection back');
      figures.push({ what: `calls that had given up after three deadlines, of ${calls} to a provider that hangs, ${name}`, before: 0, after: calls });
    });
  });

  it('http.Get in Go: waits with the provider before our fix, gives up after it', async function () {
    const go = requireTool(this, 'go');
    tools['go'] = toolVersion(go, 'env', 'GOVERSION');
    const { folder: dir, remove } = temporaryFolder('deadline');
    const write = (text: string) => writeFileSync(path.join(dir, 'provider/provider.go'), text);
    try {
      mkdirSync(path.join(dir, 'provider'));
      writeFileSync(path.join(dir, 'go.mod'), 'module evidence\n\ngo 1.22\n');
      writeFileSync(path.join(dir, 'main.go'), goMain);
      const flawed = goCall(provider.url);
      write(flawed);
      const before = await runGo(go, dir);
      write(await fixed(flawed, 'go'));
      const after = await runGo(go, dir);
      assert.deepEqual({ before, after }, { before: 0, after: calls });
      figures.push({ what: `calls that had given up after three deadlines, of ${calls} to a provider that hangs, Go's http.Get`, before, after });
    } finally {
      remove();
    }
  });
});
