import assert from 'node:assert/strict';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { unboundedFanOut } from '../../../src/engine/rules/memory/unbounded-fan-out';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(unboundedFanOut, { hits: 32, misses: 34 });

const packageJson = (dependencies: Record<string, string>) => JSON.stringify({ type: 'module', dependencies });

async function findings(text: string, dependencies: Record<string, string>, file = 'main.js'): Promise<readonly Finding[]> {
  const analyzer = await analyzerFor(unboundedFanOut, new Map([['package.json', packageJson(dependencies)]]));
  return (await analyzer.analyze({ file: `/project/${file}`, text, language: 'javascript' })) ?? [];
}

const handler = (each: string) => `import express from 'express';
import axios from 'axios';

const app = express();

app.post('/all', async (req, res) => {
  await Promise.all(${each});
  res.end();
});
`;

describe('unbounded-fan-out', () => {
  it('says who decides how many there are, and what the calls do', async () => {
    const [finding] = await findings(handler('req.body.ids.map((id) => axios.get(`/x/${id}`))'), { express: '^5' });
    assert.equal(
      finding?.message,
      'The request decides how many there are. Every call of axios.get starts at once: the provider throttles, and sockets and answers pile up in memory.',
    );
    assert.equal(finding.severity, 'information');
  });

  it('is a hint where the caller decides, or each entry opens a file', async () => {
    const [given] = await findings(`import axios from 'axios';\nexport const all = async (ids) => Promise.all(ids.map((id) => axios.get(id)));\n`, { express: '^5' });
    assert.equal(given?.severity, 'hint');
    const [files] = await findings(handler('req.body.ids.map((id) => fs.readFile(`/x/${id}`))').replace('\n', `\nimport fs from 'node:fs/promises';\n`), { express: '^5' });
    assert.equal(files?.severity, 'hint');
  });

  it('is information for every row of a table, and a hint for those a query asks for', async () => {
    const rows = (query: string) => `import pg from 'pg';\nimport axios from 'axios';\nconst pool = new pg.Pool();\nexport async function tell() {\n  const { rows } = await pool.query('${query}');\n  await Promise.all(rows.map((row) => axios.post(address, row)));\n}\n`;
    for (const [query, severity] of [['SELECT id, email FROM users', 'information'], ['SELECT * FROM users u ORDER BY id', 'information'], ['SELECT id FROM users WHERE team = 3', 'hint'], ['SELECT u.id FROM users u JOIN teams t ON t.id = u.team', 'hint']] as const) {
      const [finding] = await findings(rows(query), { express: '^5', pg: '^8' });
      assert.equal(finding?.severity, severity, query);
    }
  });

  it('names the limiter that is missing', async () => {
    const text = handler('req.body.ids.map((id) => axios.get(`/x/${id}`))');
    const titleWith = async (dependencies: Record<string, string>) => (await findings(text, dependencies))[0]?.fixes[0]?.title;
    assert.equal(await titleWith({ express: '^5' }), 'Run at most 10 at once with p-limit (needs p-limit)');
    assert.equal(await titleWith({ express: '^5', 'p-limit': '^7.0.0' }), 'Run at most 10 at once with p-limit');
    assert.equal(await titleWith({ express: '^5', 'p-map': '^7.0.0' }), 'Run at most 10 at once with p-map');
  });

  it('is quiet in a project that serves nothing', async () => {
    const text = `import axios from 'axios';\nexport const all = async (ids) => Promise.all(ids.map((id) => axios.get(id)));\n`;
    assert.deepEqual(await findings(text, { axios: '^1' }), []);
    assert.equal((await findings(text, { axios: '^1', express: '^5' })).length, 1);
  });

  it('follows a list that is made from itself', async () => {
    const text = handler('ids.map((id) => axios.get(id))').replace('  await', '  let ids = req.body.ids;\n  ids = ids.filter(Boolean);\n  ids = [...new Set(ids)];\n  await');
    assert.equal((await findings(text, { express: '^5' })).length, 1);
  });

  it('keeps tabs and line ends', async () => {
    const text = handler('req.body.ids.map(async (id) => axios.get(id))').replace(/^ {2}/gm, '\t').replaceAll('\n', '\r\n');
    const analyzer = await analyzerFor(unboundedFanOut, new Map([['package.json', packageJson({ express: '^5', 'p-limit': '^7.0.0' })]]));
    const after = (await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' })).text;
    assert.ok(after.includes("import pLimit from 'p-limit';\r\n"));
    assert.ok(after.includes('\tconst limit = pLimit(10);\r\n\tawait Promise.all(req.body.ids.map((id) => limit(async () => axios.get(id))));\r\n'), after);
    assert.doesNotMatch(after, /[^\r]\n/);
  });
});
