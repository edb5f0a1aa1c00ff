import assert from 'node:assert/strict';
import type { Finding, Language } from '../../../src/engine/finding';
import { callWithoutDeadline } from '../../../src/engine/rules/pools/call-without-deadline';
import { analyzerFor } from '../support/ruleTests';

const nest = '{"dependencies": {"express": "^5.0.0", "axios": "^1.7.0"}}';

async function found(file: string, text: string, language: Language): Promise<Finding> {
  const files = new Map([['package.json', nest], ['go.mod', 'module example.com/shop\n']]);
  const [finding, ...others] = (await (await analyzerFor(callWithoutDeadline, files)).analyze({ file: `/project/${file}`, text, language })) ?? [];
  assert.ok(finding !== undefined && others.length === 0, `${String(others.length)} besides in ${file}`);
  return finding;
}

const route = (call: string, before = '') => `import express from 'express';\nimport axios from 'axios';\n${before}\nexpress().post('/hooks', async (req, res) => {\n  ${call}\n  res.sendStatus(204);\n});\n`;
const goHandler = (body: string, rest = '', parameters = 'w http.ResponseWriter, r *http.Request') =>
  `package hooks\n\nimport (\n\t"bytes"\n\t"io"\n\t"net/http"\n\t"time"\n)\n\n${rest}\nfunc send(${parameters}) {\n${body}\n\tres, err := http.DefaultClient.Do(req)\n\tread(res, err)\n}\n`;

describe('call-without-deadline: the figure of a fix', () => {
  const chosen = 'Give up the call after 60 s, a figure to choose: it may rightly take long';
  const paid = 'Give up the call after 60 s, a figure to choose: a payment that is cut off may still be made';
  const script: readonly [what: string, text: string, title: string][] = [
    ['a charge', route(`await axios.post(base + '/billing/payments/charge', { amount: 10 });`, `const base = process.env.BILLING_URL;`), paid],
    ['a refund, by what its function is named', route(`const refundOrder = async () => { const answer = await fetch('https://bank.example/orders', { method: 'POST', body: '{}' }); return answer.json(); };\n  res.json(await refundOrder());`), paid],
    ['a charge that is only read', route(`await fetch('https://bank.example/charges/1');`), 'Give up the call after 5 s'],
    ['a write that says it was paid', route(`await fetch('https://mail.example/send', { method: 'POST', body: JSON.stringify({ paid: true }) });`), 'Give up the call after 5 s'],
    ['a write to repay a payload', route(`await fetch('https://store.example/payload', { method: 'POST', body: '{}' });`), 'Give up the call after 5 s'],
    ['a plain call', route(`await fetch('https://rates.example/today');`), 'Give up the call after 5 s'],
    ['a write with a small body', route(`await fetch('https://rates.example/today', { method: 'PUT', body: JSON.stringify({ fileName: 'a' }) });`), 'Give up the call after 5 s'],
    ['a body that is a file', route(`await fetch('https://store.example/a', { method: 'PUT', body: fileBuffer });`), chosen],
    ['a body of axios that is a file', route(`await axios.put('https://store.example/a', fileContent, {});`), chosen],
    ['a method that others choose', route(`await fetch('https://rates.example/today', { method: req.body.method });`), chosen],
    ['a write to what manages machines', route(`await fetch(base + '/vm/a', { method: 'PATCH', body: '{}' });`, `const base = 'https://management.azure.com';`), chosen],
    ['a read from what manages machines', route(`await fetch(base + '/vm/a', { method: 'GET' });`, `const base = 'https://management.azure.com';`), 'Give up the call after 5 s'],
    ['a feed of somebody else', route(`await fetch(req.body.feedUrl);`), chosen],
    ['a file that gives another call long', route(`await fetch('https://rates.example/today');`, `const timeoutMs = Number(process.env.RATES_TIMEOUT ?? 90_000);`), 'Give up the call after 90 s, a figure to choose: it may rightly take long'],
    ['a file that gives another call little more', route(`await fetch('https://rates.example/today');`, `const timeoutMs = 6000;`), 'Give up the call after 5 s'],
    ['a file that keeps something for a day', route(`await fetch('https://rates.example/today');`, `const cacheTimeout = 86_400_000;`), 'Give up the call after 5 s'],
  ];
  for (const [what, text, title] of script) {
    it(`is told by ${what}`, async () => {
      assert.deepEqual((await found('src/hooks.ts', text, 'typescript')).fixes.map((fix) => fix.title), [title]);
    });
  }

  const go: readonly [what: string, text: string, isLong: boolean][] = [
    ['a plain request', goHandler('\treq, _ := http.NewRequest("GET", "https://rates.example", nil)'), false],
    ['a small body', goHandler('\treq, _ := http.NewRequest("PUT", "https://rates.example", bytes.NewReader(text))'), false],
    ['a reader as its body', goHandler('\treq, _ := http.NewRequest("PUT", "https://store.example/"+name, content)', '', 'w http.ResponseWriter, r *http.Request, name string, content io.Reader'), true],
    ['a method that callers choose', goHandler('\treq, _ := http.NewRequest(method, "https://rates.example", nil)', '', 'w http.ResponseWriter, r *http.Request, method string'), true],
    ['a method of net/http', goHandler('\treq, _ := http.NewRequest(http.MethodGet, "https://rates.example", nil)'), false],
    ['another limit of the file', goHandler('\treq, _ := http.NewRequest("GET", "https://rates.example", nil)', 'const buildTimeout = 45 * time.Second\n'), true],
  ];
  it('is told in Go by a charge', async () => {
    const { fixes } = await found('hooks/hooks.go', goHandler('\treq, _ := http.NewRequest("POST", "https://bank.example/charges", bytes.NewReader(text))'), 'go');
    assert.deepEqual(fixes.map(({ title }) => title.replace(/^.*60 s/, '')), [', a figure to choose: a payment that is cut off may still be made']);
  });
  for (const [what, text, isLong] of go) {
    it(`is told in Go by ${what}`, async () => {
      const { fixes } = await found('hooks/hooks.go', text, 'go');
      assert.deepEqual(fixes.map(({ title }) => title.endsWith('60 s, a figure to choose: it may rightly take long')), [isLong]);
    });
  }

  const models: readonly [what: string, call: string, fixes: number, file?: string][] = [
    ['an answer, with the usual figure in its reason', `await axios.post(base + '/api/chat', { messages });`, 0, 'src/report.ts'],
    ['a list that options ask for by GET', `await axios.request({ method: 'GET', url: base + '/models' });`, 1],
    ['an answer that options ask for', `await axios.request({ method: 'POST', url: base + '/api/chat', data: { messages } });`, 0],
  ];
  for (const [what, call, fixes, file = 'src/hooks.ts'] of models) {
    it(`knows of a model ${what}`, async () => {
      const finding = await found(file, route(call, `const base = 'https://openrouter.example';`), 'typescript');
      assert.equal(finding.fixes.length, fixes);
      if (fixes === 0) assert.match(finding.message, /a model's answer takes longer than the 5 s/);
    });
  }

  for (const [what, body] of [
    ['its address', '\treq, _ := http.NewRequest("POST", base+"/chat/completions", bytes.NewReader(text))'],
    ['its header', '\treq, _ := http.NewRequest("POST", base+"/messages", bytes.NewReader(text))\n\treq.Header.Set("anthropic-version", "2023-06-01")'],
  ] as const) {
    it(`is none in Go for an answer of a language model, told by ${what}`, async () => {
      const { fixes, message } = await found('hooks/hooks.go', goHandler(body), 'go');
      assert.deepEqual(fixes, []);
      assert.match(message, /No edit is offered: a model's answer takes longer than the 5 s/);
    });
  }

  const executors: readonly [what: string, executor: string, fixes: number][] = [
    ['catches nothing', `async (resolve) => {\n    const answer = await fetch('https://rates.example/today');\n    resolve(answer.status);\n  }`, 0],
    ['rejects what it caught', `async (resolve, reject) => {\n    try {\n      const answer = await fetch('https://rates.example/today');\n      resolve(answer.status);\n    } catch (error) {\n      reject(error);\n    }\n  }`, 1],
    ['ends its chain with a catch', `async (resolve, reject) => {\n    await fetch('https://rates.example/today').then((answer) => resolve(answer.status)).catch(reject);\n  }`, 1],
    ['only tidies up', `async (resolve) => {\n    try {\n      const answer = await fetch('https://rates.example/today');\n      resolve(answer.status);\n    } finally {\n      close();\n    }\n  }`, 0],
  ];
  for (const [what, executor, fixes] of executors) {
    it(`${fixes === 0 ? 'is none' : 'is there'} in an async executor that ${what}`, async () => {
      const finding = await found('src/hooks.ts', route(`await new Promise(${executor});`), 'typescript');
      assert.equal(finding.fixes.length, fixes);
      if (fixes === 0) assert.match(finding.message, /the executor it stands in is async and catches nothing/);
    });
  }
});
