import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { serverWithoutTimeouts } from '../../../src/engine/rules/pools/server-without-timeouts';
import { languageOf } from '../../../src/engine/syntax/languages';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(serverWithoutTimeouts, { hits: 20, misses: 16 });

const folder = path.join(process.cwd(), 'test/engine/rules/server-without-timeouts/fixtures/hits');

async function first(name: string): Promise<Finding> {
  const language = languageOf(name);
  const text = readFileSync(path.join(folder, name), 'utf8').replace(/[«»]/g, '');
  assert.ok(language !== undefined);
  const [finding] = (await (await analyzerFor(serverWithoutTimeouts)).analyze({ file: `/project/main${path.extname(name)}`, text, language })) ?? [];
  assert.ok(finding !== undefined, name);
  return finding;
}

describe('server-without-timeouts', () => {
  const titles: readonly [fixture: string, title: string][] = [
    ['listen-and-serve.go', 'Limit the wait for headers to 5 s and idle connections to 2 min'],
    ['write-timeout-only.go', 'Limit the wait for headers to 5 s'],
    ['request-timeout-zero.js', "Limit the wait for a client's request to 5 min"],
  ];
  for (const [fixture, title] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      assert.deepEqual(
        (await first(fixture)).fixes.map((fix) => [fix.title, fix.safety]),
        [[title, 'review']],
      );
    });
  }

  const messages: readonly [fixture: string, message: RegExp][] = [
    ['listen-and-serve.go', /`http\.ListenAndServe` gives a client for ever to send its headers.*they would also cut uploads, downloads and streams/],
    ['gin-port-from-environment.go', /No edit is offered: gin takes the address from the environment here/],
    ['literal-comment-beside.go', /No edit is offered: the literal is not laid out/],
    ['request-timeout-zero.js', /Node's own limit is 5 min, which long uploads may need more of/],
  ];
  for (const [fixture, message] of messages) {
    it(`says what happens in ${fixture}`, async () => {
      assert.match((await first(fixture)).message, message);
    });
  }

  it('is a hint for what only operators and probes ask', async () => {
    const severityOf = async (address: string) => {
      const text = `package main\n\nimport "net/http"\n\nfunc serve(address, healthcheckAddress string) error {\n\tserver := &http.Server{Addr: ${address}}\n\treturn server.ListenAndServe()\n}\n`;
      return (await (await analyzerFor(serverWithoutTimeouts)).analyze({ file: '/project/main.go', text, language: 'go' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('healthcheckAddress'), ['hint']);
    assert.deepEqual(await severityOf('address'), ['information']);
  });

  it('fixes a fragment without imports', async () => {
    const text = 'func main() {\n\thttp.ListenAndServe(addr, mux)\n}\n';
    const source = { file: 'untitled:1', text, language: 'go', fragment: true } as const;
    const { text: after } = await fixText(await analyzerFor(serverWithoutTimeouts), source, { safety: 'review' });
    assert.match(after, /server := &http\.Server\{\n\t\tAddr: {14}addr,\n\t\tHandler: {11}mux,\n\t\tReadHeaderTimeout: 5 \* time\.Second,/);
  });
});
