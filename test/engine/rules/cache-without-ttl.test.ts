import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { cacheWithoutTtl } from '../../../src/engine/rules/caching/cache-without-ttl';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(cacheWithoutTtl, { hits: 15, misses: 15 });

const folder = path.join(process.cwd(), 'test/engine/rules/cache-without-ttl/fixtures');
const project = new Map([['package.json', readFileSync(path.join(folder, 'package.json'), 'utf8')]]);

const sourceOf = (text: string, language: Language = 'typescript') => ({ file: `/project/main.${language === 'javascript' ? 'js' : 'ts'}`, text, language });

async function findingsIn(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, 'hits', fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(cacheWithoutTtl, project);
  return (await analyzer.analyze(sourceOf(text, fixture.endsWith('.js') ? 'javascript' : 'typescript'))) ?? [];
}

async function fixed(text: string): Promise<string> {
  return (await fixText(await analyzerFor(cacheWithoutTtl, project), sourceOf(text), { safety: 'review' })).text;
}

describe('cache-without-ttl', () => {
  const titles: readonly [fixture: string, severity: Finding['severity'], title: string][] = [
    ['pool-query.ts', 'information', 'Let the entry expire after 300 s'],
    ['constant-of-the-file.ts', 'information', 'Let the entry expire after CACHE_SECONDS seconds'],
    ['deleted-after-writes.js', 'hint', 'Let the entry expire after 300 s'],
    ['words-for-node-redis.ts', 'warning', 'Give the expiry in the object that node-redis reads'],
  ];
  for (const [fixture, severity, title] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      const found = await findingsIn(fixture);
      assert.deepEqual(
        found.map((each) => [each.severity, ...each.fixes.map((fix) => `${fix.safety}: ${fix.title}`)]),
        [[severity, `review: ${title}`]],
      );
    });
  }

  it('is a hint where the key carries a version', async () => {
    const text = (key: string) => `import Redis from 'ioredis';\nimport { load } from './plans.js';\n\nconst redis = new Redis();\n\nexport async function plan(id: string, version: number) {\n  const known = await redis.get(\`plan:${key}\`);\n  if (known) return JSON.parse(known);\n  const plan = await load(id, version);\n  await redis.set(\`plan:${key}\`, JSON.stringify(plan));\n  return plan;\n}\n`;
    const analyzer = await analyzerFor(cacheWithoutTtl, new Map([...project, ['plans.ts', 'export const load = async (id: string, version: number) => (await fetch(`https://plans/${id}/${version}`)).json();\n']]));
    const severityOf = async (key: string) => (await analyzer.analyze(sourceOf(text(key))))?.map(({ severity }) => severity);
    assert.deepEqual(await severityOf('${id}'), ['information']);
    assert.deepEqual(await severityOf('${id}:${version}'), ['hint']);
  });

  it('is a hint where another file stores or deletes the constant key, without an edit where it stores it', async () => {
    const text = `import Redis from 'ioredis';\nimport { countCarts } from './carts.js';\n\nconst redis = new Redis();\nexport const CARTS_KEY = 'carts:count';\n\nexport async function carts() {\n  const known = await redis.get(CARTS_KEY);\n  if (known) return JSON.parse(known);\n  const count = await countCarts();\n  await redis.set(CARTS_KEY, JSON.stringify(count));\n  return count;\n}\n`;
    const found = async (job: string) => {
      const analyzer = await analyzerFor(cacheWithoutTtl, new Map([...project, ['main.ts', text], ['jobs.ts', `import { CARTS_KEY } from './main.js';\n${job}`]]));
      return (await analyzer.analyze(sourceOf(text)))?.map(({ severity, fixes }) => [severity, fixes.length]);
    };
    assert.deepEqual(await found('export const nightly = async () => {\n  await redis.set(\n    CARTS_KEY,\n    JSON.stringify(await count()),\n  );\n};\n'), [['hint', 0]]);
    assert.deepEqual(await found('export const changed = () => redis.del(CARTS_KEY);\n'), [['hint', 1]]);
    assert.deepEqual(await found('export const shown = () => redis.get(CARTS_KEY);\n'), [['information', 1]]);
  });

  it('keeps tabs and CRLF', async () => {
    const before = [
      `import Redis from 'ioredis';`,
      '',
      'const redis = new Redis();',
      '',
      'export async function user(id: string) {',
      '\tconst cached = await redis.get(id);',
      '\tif (cached) return cached;',
      '\tconst found = await findUser(id);',
      '\tawait redis.set(',
      '\t\tid,',
      '\t\tfound,',
      '\t);',
      '\treturn found;',
      '}',
      '',
    ];
    const after = [
      `import Redis from 'ioredis';`,
      '',
      'const redis = new Redis();',
      '',
      'export async function user(id: string) {',
      '\tconst cached = await redis.get(id);',
      '\tif (cached) return cached;',
      '\tconst found = await findUser(id);',
      '\tawait redis.set(',
      '\t\tid,',
      '\t\tfound,',
      `\t\t'EX',`,
      '\t\t300,',
      '\t);',
      '\treturn found;',
      '}',
      '',
    ];
    assert.equal(await fixed(before.join('\r\n')), after.join('\r\n'));
  });
});
