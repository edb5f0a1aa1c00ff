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

  it('is a hint where the value may have been narrowed before', async () => {
    const analyzer = await analyzerFor(highCardinalityLabel, new Map([['package.json', packageJson]]));
    const severityOf = async (before: string) => {
      const text = `const express = require('express');\nconst client = require('prom-client');\nconst app = express();\nconst calls = new client.Counter({ name: 'calls', help: 'calls', labelNames: ['site'] });\napp.post('/calls', async (req, res) => {\n  const { call } = req.body;\n  ${before}\n  calls.inc({ site: call.site });\n  res.end();\n});\n`;
      return (await analyzer.analyze({ file: '/project/calls.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    const shown = await severityOf('');
    assert.deepEqual(shown, ['information']);
    assert.deepEqual(await severityOf('await siteOf(call.site);'), ['hint']);
    assert.deepEqual(await severityOf('await db.sites.findOneOrFail({ where: { id: call.site } });'), ['hint']);
    assert.deepEqual(await severityOf('await record(req.body);'), ['hint']);
    assert.deepEqual(await severityOf('if (!sites.has(call.site)) return res.status(404).end();'), ['hint']);
    assert.deepEqual(await severityOf('if (!call.site) return res.status(400).end();'), shown);
    assert.deepEqual(await severityOf('await log(req);'), shown);
  });
});
