import assert from 'node:assert/strict';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { unboundedMemoryCache } from '../../../src/engine/rules/memory/unbounded-memory-cache';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(unboundedMemoryCache, { hits: 16, misses: 20 });

const packageJson = JSON.stringify({ type: 'module', dependencies: { express: '^5.0.0', 'lru-cache': '^11.0.0' } });

async function findings(text: string): Promise<readonly Finding[]> {
  const analyzer = await analyzerFor(unboundedMemoryCache, new Map([['package.json', packageJson]]));
  return (await analyzer.analyze({ file: '/project/main.ts', text, language: 'typescript' })) ?? [];
}

const cached = (more = '') => `import { db } from './db';

const users = new Map<string, object>();

export async function user(id: string) {
  if (!users.has(id)) users.set(id, await db.user(id));
  return users.get(id);
}
${more}`;

describe('unbounded-memory-cache', () => {
  it('names the container and the key', async () => {
    const [finding] = await findings(cached());
    assert.equal(finding?.message, 'users gets an entry for each new `id` and never gives one back: the heap grows until the process ends.');
    assert.equal(finding.fixes[0]?.safety, 'review');
  });

  it('is quiet when anything in the file takes entries out or hands the container on', async () => {
    for (const line of ['users.delete("a");', 'users.clear();', 'export { users };', 'export default users;', 'sweep(users);', 'if (users.size > 9) throw new Error();', 'module.exports = { users };', 'const alias = users;']) {
      assert.deepEqual(await findings(cached(`${line}\n`)), [], line);
    }
  });

  it('keeps line ends, tabs and double quotes', async () => {
    const text = cached().replaceAll("'", '"').replace(/^ {2}/gm, '\t').replaceAll('\n', '\r\n');
    const analyzer = await analyzerFor(unboundedMemoryCache, new Map([['package.json', packageJson]]));
    const after = (await fixText(analyzer, { file: '/project/main.ts', text, language: 'typescript' }, { safety: 'review' })).text;
    assert.ok(after.startsWith('import { db } from "./db";\r\nimport { LRUCache } from "lru-cache";\r\n\r\nconst users = new LRUCache<string, object>({ max: 1000 });\r\n'), after);
  });

  it('is a hint where a caller chooses the key: there may be few', async () => {
    const byKey = cached().replace(/\bid\b/g, 'key');
    assert.deepEqual((await findings(byKey)).map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await findings(cached())).map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await findings(cached().replace(/\bid\b/g, 'visitorId'))).map(({ severity }) => severity), ['information']);
    const text = "import express from 'express';\nconst app = express();\nconst pages = new Map<string, string>();\napp.get('/:id', async (req, res) => {\n  if (!pages.has(req.params.id)) pages.set(req.params.id, await render(req.params.id));\n  res.send(pages.get(req.params.id));\n});\n";
    assert.deepEqual((await findings(text)).map(({ severity }) => severity), ['information']);
  });

  it('is a hint of a few bytes for each account', async () => {
    const severityOf = async (key: string, value: string) => (await findings(`import express from 'express';\nconst app = express();\nconst seen = new Map<string, object>();\nfunction isBusy(userId: string) {\n  const last = seen.get(userId);\n  if (!last) seen.set(userId, ${value});\n  return last;\n}\napp.get('/', (req, res) => res.json(isBusy(${key})));\n`)).map(({ severity }) => severity);
    assert.deepEqual(await severityOf('req.user.id', '{ count: 1, resetAt: Date.now() + windowMs }'), ['hint']);
    assert.deepEqual(await severityOf('req.userId', 'Date.now()'), ['hint']);
    assert.deepEqual(await severityOf('req.query.userId', 'Date.now()'), ['information']);
    assert.deepEqual(await severityOf('req.body.user.id', 'Date.now()'), ['information']);
    assert.deepEqual(await severityOf('req.user.id', 'find(userId)'), ['information']);
    assert.deepEqual(await severityOf('req.user.id', '{ count: 1, pages: [] }'), ['information']);
  });
});
