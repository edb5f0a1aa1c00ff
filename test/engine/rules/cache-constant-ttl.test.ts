import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, Language } from '../../../src/engine/finding';
import { cacheConstantTtl } from '../../../src/engine/rules/caching/cache-constant-ttl';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(cacheConstantTtl, { hits: 13, misses: 13 });

const folder = path.join(process.cwd(), 'test/engine/rules/cache-constant-ttl/fixtures');
const project = new Map([['package.json', readFileSync(path.join(folder, 'package.json'), 'utf8')]]);

const sourceOf = (text: string, language: Language) => ({ file: `/project/main.${language === 'javascript' ? 'js' : 'ts'}`, text, language });

async function findingsIn(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, 'hits', fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(cacheConstantTtl, project);
  return (await analyzer.analyze(sourceOf(text, fixture.endsWith('.js') ? 'javascript' : 'typescript'))) ?? [];
}

describe('cache-constant-ttl', () => {
  const titles: readonly [fixture: string, severity: Finding['severity'], title: string][] = [
    ['warm-up.ts', 'hint', 'Spread the expiry over another tenth of its time'],
    ['node-cache.js', 'hint', 'Spread the expiry over another tenth of its time'],
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
    ['options-elsewhere.ts', /the expiry is written elsewhere/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const [finding] = await findingsIn(fixture);
      assert.deepEqual(finding?.fixes, []);
      assert.match(finding.message, reason);
    });
  }
});
