import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, Language } from '../../../src/engine/finding';
import { cacheStaleAfterWrite } from '../../../src/engine/rules/caching/cache-stale-after-write';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(cacheStaleAfterWrite, { hits: 13, misses: 15 });

const folder = path.join(process.cwd(), 'test/engine/rules/cache-stale-after-write/fixtures');
const project = new Map([['package.json', readFileSync(path.join(folder, 'package.json'), 'utf8')]]);

const sourceOf = (text: string, language: Language) => ({ file: `/project/main.${language === 'javascript' ? 'js' : 'ts'}`, text, language });

async function findingsIn(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, 'hits', fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(cacheStaleAfterWrite, project);
  return (await analyzer.analyze(sourceOf(text, fixture.endsWith('.js') ? 'javascript' : 'typescript'))) ?? [];
}

describe('cache-stale-after-write', () => {
  const titles: readonly [fixture: string, severity: Finding['severity'], title: string][] = [
    ['profile-pool.ts', 'information', 'Delete the cached entry after the write'],
    ['record-and-list.ts', 'information', 'Delete the cached entries after the write'],
    ['list-with-expiry.ts', 'hint', 'Delete the cached entry after the write'],
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

  const refusals: readonly [fixture: string, reason: RegExp][] = [
    ['transaction.ts', /delete the key after it commits/],
    ['not-async.js', /not async/],
    ['client-of-the-function.ts', /not known where the write is/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const [finding] = await findingsIn(fixture);
      assert.deepEqual(finding?.fixes, []);
      assert.match(finding.message, reason);
    });
  }

  it('says for how long the old value is given', async () => {
    const [finding] = await findingsIn('profile-pool.ts');
    assert.match(finding?.message ?? '', /for up to 3600 s/);
    const [list] = await findingsIn('list.ts');
    assert.match(list?.message ?? '', /for good/);
  });
});
