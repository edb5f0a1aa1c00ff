import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../src/engine/finding';
import { highCardinalityLabel } from '../../../src/engine/rules/observability/high-cardinality-label';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(highCardinalityLabel, { hits: 13, misses: 15 });

const folder = path.join(process.cwd(), 'test/engine/rules/high-cardinality-label/fixtures/hits');
const packageJson = readFileSync(path.join(folder, '../package.json'), 'utf8');

async function only(fixture: string): Promise<Finding> {
  const text = readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(highCardinalityLabel, new Map([['package.json', packageJson]]));
  const [finding, ...more] = (await analyzer.analyze({ file: `/project/${fixture}`, text, language: fixture.endsWith('.ts') ? 'typescript' : 'javascript' })) ?? [];
  assert.ok(finding !== undefined && more.length === 0, fixture);
  return finding;
}

describe('high-cardinality-label', () => {
  const told: readonly [fixture: string, message: RegExp][] = [
    ['middleware.js', /^Every address that is asked for makes a new series/],
    ['fallback.ts', /^Every address that no route matches makes a new series/],
    ['user.js', /^Every user makes a new series.*leave the label out, and write the value to the log or the trace\.$/],
    ['parameter.js', /^Every id that is asked for/],
    ['error-message.ts', /^Every text of an error/],
    ['start.js', /no route has matched yet here; read it when the response has finished\.$/],
  ];
  for (const [fixture, message] of told) it(`tells what grows in ${fixture}`, async () => assert.match((await only(fixture)).message, message));

  it('offers its rewrites for review, since dashboards change with them', async () => {
    for (const fixture of ['middleware.js', 'fallback.ts', 'fastify.ts', 'error-handler.js']) {
      assert.deepEqual((await only(fixture)).fixes.map(({ safety }) => safety), ['review']);
    }
  });
});
