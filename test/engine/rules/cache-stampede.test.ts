import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { cacheStampede } from '../../../src/engine/rules/caching/cache-stampede';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(cacheStampede, { hits: 12, misses: 13 });

const folder = path.join(process.cwd(), 'test/engine/rules/cache-stampede/fixtures');
const project = new Map([['package.json', readFileSync(path.join(folder, 'package.json'), 'utf8')]]);

const sourceOf = (text: string, language: Language = 'typescript') => ({ file: `/project/main.${language === 'javascript' ? 'js' : 'ts'}`, text, language });

async function findingsIn(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, 'hits', fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(cacheStampede, project);
  return (await analyzer.analyze(sourceOf(text, fixture.endsWith('.js') ? 'javascript' : 'typescript'))) ?? [];
}

async function fixed(text: string): Promise<string> {
  return (await fixText(await analyzerFor(cacheStampede, project), sourceOf(text), { safety: 'review' })).text;
}

describe('cache-stampede', () => {
  const titles: readonly [fixture: string, severity: Finding['severity'], title: string][] = [
    ['leaderboard.ts', 'hint', 'Let requests that miss together share one load'],
    ['wrapper-with-argument.js', 'hint', 'Let requests that miss together share one load'],
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

  it('keeps tabs and CRLF', async () => {
    const before = [
      `import Redis from 'ioredis';`,
      `import { findBrands } from './brands';`,
      '',
      'const redis = new Redis();',
      '',
      'export async function brands() {',
      `\tconst cached = await redis.get('brands');`,
      '\tif (cached) return cached;',
      '\tconst found = await findBrands();',
      `\tawait redis.set('brands', found, 'EX', 60);`,
      '\treturn found;',
      '}',
      '',
    ];
    const after = [
      `import Redis from 'ioredis';`,
      `import { findBrands } from './brands';`,
      '',
      'const loadsInFlight = new Map<string, Promise<unknown>>();',
      '',
      '/** Callers that ask for a key while it is being loaded get the same promise. */',
      'function singleFlight<T>(key: string, load: () => Promise<T>): Promise<T> {',
      '\tconst running = loadsInFlight.get(key) as Promise<T> | undefined;',
      '\tif (running !== undefined) return running;',
      '\tconst started = load().finally(() => loadsInFlight.delete(key));',
      '\tloadsInFlight.set(key, started);',
      '\treturn started;',
      '}',
      '',
      'const redis = new Redis();',
      '',
      'export async function brands() {',
      `\tconst cached = await redis.get('brands');`,
      '\tif (cached) return cached;',
      `\tconst found = await singleFlight('brands', async () => findBrands());`,
      `\tawait redis.set('brands', found, 'EX', 60);`,
      '\treturn found;',
      '}',
      '',
    ];
    assert.equal(await fixed(before.join('\r\n')), after.join('\r\n'));
  });
});
