import assert from 'node:assert/strict';
import { isAnswerConsumed, outboundCall, outboundCallsIn, type Limit } from '../../../src/engine/facts/javascript/outboundCalls';
import { nodeAt, scriptSource } from '../support/parse';

const axios = `import axios from 'axios';\n`;
const cases: readonly [name: string, text: string, call: string, limit: Limit | undefined][] = [
  ['fetch', `fetch('x');`, `fetch('x')`, { state: 'none' }],
  ['fetch with a timeout it does not know', `fetch('x', { timeout: 5 });`, `fetch('x', { timeout: 5 })`, { state: 'none' }],
  ['fetch with a deadline', `fetch('x', { signal: AbortSignal.timeout(5 * 1000) });`, `fetch('x', { signal: AbortSignal.timeout(5 * 1000) })`, { state: 'set', ms: 5000 }],
  ['fetch with one of several signals', `fetch('x', { signal: AbortSignal.any([s, AbortSignal.timeout(10)]) });`, `fetch('x', { signal: AbortSignal.any([s, AbortSignal.timeout(10)]) })`, { state: 'set', ms: 10 }],
  ['fetch with a named deadline', `const signal = AbortSignal.timeout(ms); fetch('x', { signal });`, `fetch('x', { signal })`, { state: 'set' }],
  ["fetch with the caller's signal", `function f(signal) { return fetch('x', { signal }); }`, `fetch('x', { signal })`, { state: 'unknown' }],
  ['fetch with options from elsewhere', `function f(init) { return fetch('x', init); }`, `fetch('x', init)`, { state: 'unknown' }],
  ['fetch of a Request', `const r = new Request('x', { signal }); fetch(r);`, `fetch(r)`, { state: 'unknown' }],
  ['a local function called fetch', `function fetch(x) {} fetch('x');`, `fetch('x')`, undefined],
  ['node-fetch 2 with its own timeout', `import fetch from 'node-fetch'; fetch('x', { timeout: 5 });`, `fetch('x', { timeout: 5 })`, { state: 'set', ms: 5 }],
  ['axios', `${axios}axios.get('x');`, `axios.get('x')`, { state: 'none' }],
  ['axios with timeout 0', `${axios}axios.get('x', { timeout: 0 });`, `axios.get('x', { timeout: 0 })`, { state: 'none' }],
  ['axios with a timeout', `${axios}axios.post('x', { a: 1 }, { timeout: 7 });`, `axios.post('x', { a: 1 }, { timeout: 7 })`, { state: 'set', ms: 7 }],
  ['axios with a config', `${axios}axios({ url: 'x', timeout: 7 });`, `axios({ url: 'x', timeout: 7 })`, { state: 'set', ms: 7 }],
  ['an axios instance', `${axios}const api = axios.create({ timeout: 9 }); api.get('x');`, `api.get('x')`, { state: 'set', ms: 9 }],
  ['an axios instance without a timeout', `${axios}const api = axios.create({ baseURL: 'x' }); api.get('x');`, `api.get('x')`, { state: 'none' }],
  ['axios with defaults set', `${axios}axios.defaults.timeout = 5; axios.get('x');`, `axios.get('x')`, { state: 'unknown' }],
  ['got', `import got from 'got'; got('x');`, `got('x')`, { state: 'none' }],
  ['got with a timeout', `import got from 'got'; got('x', { timeout: { request: 5 } });`, `got('x', { timeout: { request: 5 } })`, { state: 'set' }],
  ['a got instance', `import got from 'got'; const api = got.extend({ prefixUrl: 'x' }); api.get('y');`, `api.get('y')`, { state: 'none' }],
  ['a typed axios call', `${axios}async function f() { await axios.get<T>('x', { timeout: 3 }); }`, `await axios.get<T>('x', { timeout: 3 })`, { state: 'set', ms: 3 }],
  ['http.get', `import http from 'node:http'; http.get('x', (r) => r.resume());`, `http.get('x', (r) => r.resume())`, { state: 'none' }],
  ['http.get of an address it does not see', `import http from 'http'; function f(url) { http.get(url); }`, `http.get(url)`, { state: 'none' }],
  ['http.get with options from elsewhere', `import http from 'http'; function f(options) { http.get(options); }`, `http.get(options)`, { state: 'unknown' }],
  ['http.get whose timeout nobody hears', `import http from 'http'; http.get({ host: 'x', timeout: 5 });`, `http.get({ host: 'x', timeout: 5 })`, { state: 'none' }],
  ['http.get whose timeout is heard', `import http from 'http'; const r = http.get({ timeout: 5 }); r.on('timeout', end);`, `http.get({ timeout: 5 })`, { state: 'set' }],
  ['superagent', `import s from 'superagent'; s.get('x').set('a', 'b');`, `s.get('x')`, { state: 'none' }],
  ['superagent with a timeout', `import s from 'superagent'; s.get('x').set('a', 'b').timeout(5);`, `s.get('x')`, { state: 'set' }],
  ['undici.request', `import { request } from 'undici'; request('x', { headersTimeout: 5 });`, `request('x', { headersTimeout: 5 })`, { state: 'set', ms: 5 }],
  ['another call', `send('x');`, `send('x')`, undefined],
];

const answers: readonly [name: string, body: string, consumed: boolean][] = [
  ['read whole', `const r = await fetch('x'); return r.json();`, true],
  ['read in place', `return (await fetch('x')).text();`, true],
  ['read in a then', `return fetch('x').then((r) => r.json());`, true],
  ['looked at only', `const r = await fetch('x'); if (!r.ok) throw new Error(r.statusText);`, true],
  ['not looked at', `await fetch('x');`, true],
  ['assigned and read', `let r; r = await fetch('x'); return r.json();`, true],
  ['taken apart', `const { status } = await fetch('x'); return status;`, true],
  ['taken apart with its body', `const { body } = await fetch('x'); return body;`, false],
  ['returned', `return fetch('x');`, false],
  ['returned after a look', `const r = await fetch('x'); if (!r.ok) throw 1; return r;`, false],
  ['streamed', `const r = await fetch('x'); return r.body;`, false],
  ['passed on', `const r = await fetch('x'); return parse(r);`, false],
  ['an axios answer', `return axios.get('x');`, true],
  ['an axios stream', `return axios.get('x', { responseType: 'stream' });`, false],
];

describe('calls of HTTP clients', () => {
  for (const [name, text, call, limit] of cases) {
    it(`reads ${name}`, async () => {
      const source = await scriptSource(text);
      assert.deepEqual(outboundCall(nodeAt(source, call), source)?.limit, limit);
    });
  }

  for (const [name, body, consumed] of answers) {
    it(`${consumed ? 'sees that an answer is used up' : 'sees an answer leave'}: ${name}`, async () => {
      const source = await scriptSource(`${axios}async function f() { ${body} }`);
      const [call, ...more] = outboundCallsIn(source.tree.rootNode, source);
      assert.ok(call !== undefined && more.length === 0);
      assert.equal(isAnswerConsumed(call, source), consumed);
    });
  }
});
