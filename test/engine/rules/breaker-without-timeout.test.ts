import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding, Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { breakerWithoutTimeout } from '../../../src/engine/rules/pools/breaker-without-timeout';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(breakerWithoutTimeout, { hits: 40, misses: 30 });

const folder = path.join(process.cwd(), 'test/engine/rules/breaker-without-timeout/fixtures/hits');
const packageJson = readFileSync(path.join(folder, '../package.json'), 'utf8');

function sourceOf(text: string, language: Language, fragment = false): SourceText {
  const ending = { javascript: 'js', typescript: 'ts', tsx: 'tsx', go: 'go', sql: 'sql' }[language];
  return { file: `/project/main.${ending}`, text, language, fragment };
}

async function findingsOf(source: SourceText): Promise<readonly Finding[]> {
  const analyzer = await analyzerFor(breakerWithoutTimeout, new Map([['package.json', packageJson]]));
  return (await analyzer.analyze(source)) ?? [];
}

async function fixed(source: SourceText): Promise<string> {
  const analyzer = await analyzerFor(breakerWithoutTimeout, new Map([['package.json', packageJson]]));
  return (await fixText(analyzer, source, { safety: 'review' })).text;
}

async function only(fixture: string): Promise<Finding> {
  const text = readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');
  const language = fixture.endsWith('.go') ? 'go' : fixture.endsWith('.ts') ? 'typescript' : 'javascript';
  const [finding, ...more] = await findingsOf(sourceOf(text, language));
  assert.ok(finding !== undefined && more.length === 0, fixture);
  return finding;
}

describe('breaker-without-timeout', () => {
  const titles: readonly [fixture: string, title: string][] = [
    ['opossum-false.js', 'Give the breaker a timeout of 5 s, and abort the call at 4.5 s'],
    ['opossum-factory.ts', 'Give the breaker a timeout of 5 s'],
    ['opossum-implied.js', "State the breaker's timeout of 10 s"],
    ['cockatiel-direct.ts', 'Put a timeout of 5 s inside the breaker'],
    ['cockatiel-reversed.ts', 'Move the timeout inside the breaker'],
    ['cockatiel-cooperative.ts', 'Let the timeout reject by itself'],
    ['cockatiel-uncounted.ts', 'Count timeouts as failures'],
    ['local-class.ts', 'Count a call that takes longer than 5 s as failed'],
    ['go-get.go', 'Give up the call after 5 s'],
    ['go-client-literal.go', 'Give the client a timeout of 5 s'],
  ];
  for (const [fixture, title] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      const { fixes, lesson } = await only(fixture);
      assert.deepEqual(
        fixes.map((fix) => [fix.title, fix.safety]),
        [[title, 'review']],
      );
      assert.equal(lesson, 'incident-reading#blind-breaker');
    });
  }

  const severities: readonly [fixture: string, severity: Finding['severity']][] = [
    ['opossum-false.js', 'information'],
    ['opossum-factory.ts', 'hint'],
    ['opossum-implied.js', 'hint'],
    ['opossum-implied-too-short.js', 'hint'],
    ['cockatiel-direct.ts', 'information'],
    ['cockatiel-opaque.ts', 'hint'],
    ['local-class.ts', 'hint'],
    ['go-get.go', 'information'],
  ];
  for (const [fixture, severity] of severities) {
    it(`reports ${fixture} as ${severity}`, async () => {
      assert.equal((await only(fixture)).severity, severity);
    });
  }

  const refusals: readonly [fixture: string, reason: RegExp][] = [
    ['opossum-implied-too-short.js', /the call may run for 30 s.*which of the two must change is your decision/],
    ['cockatiel-overall-short.ts', /must be shorter than the 2 s outside/],
    ['go-response-returned.go', /a deferred cancel would end the reading of its body/],
    ['go-loop.go', /a deferred cancel would pile up in this loop/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const { fixes, message } = await only(fixture);
      assert.deepEqual(fixes, []);
      assert.match(message, reason);
    });
  }

  it('takes an unbound CircuitBreaker for opossum in a fragment only', async () => {
    const text = `const breaker = new CircuitBreaker(charge, { timeout: false });\n`;
    assert.deepEqual(await findingsOf(sourceOf(text, 'javascript')), []);
    assert.equal(await fixed(sourceOf(text, 'javascript', true)), `const breaker = new CircuitBreaker(charge, { timeout: 5000 });\n`);
  });

  it('fixes a fragment of cockatiel without imports', async () => {
    const text = `const breaker = circuitBreaker(handleAll, options);\nbreaker.execute(() => fetch(url));\n`;
    assert.deepEqual(await findingsOf(sourceOf(text, 'javascript')), []);
    assert.equal(
      await fixed(sourceOf(text, 'javascript', true)),
      `const breaker = circuitBreaker(handleAll, options);\nconst policy = wrap(breaker, timeout(5000, TimeoutStrategy.Aggressive));\npolicy.execute(() => fetch(url));\n`,
    );
  });

  const versions: readonly [range: string, timeout: string, meaning: RegExp][] = [
    ['^5.1.3', 'false', /turns opossum's timeout off/],
    ['^6.4.0', '0', /means opossum's default of 10 s/],
    ['^8.5.0', '0', /turns opossum's timeout off/],
    ['^10.0.0', 'null', /means opossum's default of 10 s/],
  ];
  for (const [range, timeout, meaning] of versions) {
    it(`knows what timeout: ${timeout} means in opossum ${range}`, async () => {
      const text = `const CircuitBreaker = require('opossum');\nmodule.exports = new CircuitBreaker(require('./send'), { timeout: ${timeout} });\n`;
      const analyzer = await analyzerFor(breakerWithoutTimeout, new Map([['package.json', JSON.stringify({ dependencies: { opossum: range } })]]));
      const [finding] = (await analyzer.analyze(sourceOf(text, 'javascript'))) ?? [];
      assert.match(finding?.message ?? '', meaning);
    });
  }

  it('finds and fixes the snippet of its lesson', async () => {
    const text = readFileSync('lessons/incident-reading/incident-reading/provider.ts', 'utf8');
    const source = sourceOf(text, 'typescript', true);
    assert.equal((await findingsOf(source)).length, 1);
    const result = await fixed(source);
    assert.match(result, /import \{[^}]*\btimeout, TimeoutStrategy, wrap \} from 'cockatiel';/);
    assert.match(result, /const policy = wrap\(breaker, timeout\(5_000, TimeoutStrategy\.Aggressive\)\);/);
    assert.match(result, /policy\.execute\(async \(\{ signal \}\) => \{/);
    assert.deepEqual(await findingsOf({ ...source, text: result }), []);
  });
});
