import assert from 'node:assert/strict';
import { objectAccessWithoutOwner } from '../../../src/engine/rules/auth/object-access-without-owner';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(objectAccessWithoutOwner, { hits: 25, misses: 25 });

const service = `import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ connectionTimeoutMillis: 1000 });
const app = express();

app.get('/invoices/:id', authenticate, async (req, res) => {
\tconst { rows } = await pool.query('SELECT * FROM invoices WHERE id = $1', [req.params.id]);
\tif (rows.length === 0) return res.sendStatus(404);
\tres.json({ invoice: rows[0], reader: req.user.id });
});
`;

const files = (columns: string) =>
  new Map([
    ['package.json', '{ "dependencies": { "express": "^5.0.0", "pg": "^8.0.0" } }'],
    ['schema.sql', `CREATE TABLE invoices (id serial PRIMARY KEY, ${columns});`],
  ]);

describe('object-access-without-owner', () => {
  const find = async (text: string, columns = 'user_id int NOT NULL') => (await (await analyzerFor(objectAccessWithoutOwner, files(columns))).analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];

  it('names the table and the column nobody asks for', async () => {
    const [finding] = await find(service);
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /any row of invoices read by its id: nothing asks whether its user_id is the sender’s\.$/);
    assert.deepEqual(finding.fixes.map(({ title, safety }) => ({ title, safety })), [{ title: 'Select by user_id too', safety: 'review' }]);
  });

  for (const columns of ['cents int', 'currency_id int', 'customer_name text']) {
    it(`is quiet where the table has ${columns} alone`, async () => {
      assert.deepEqual(await find(service, columns), []);
    });
  }

  it('says why it does not fix a tenant’s row', async () => {
    const [finding] = await find(service, 'tenant_id uuid NOT NULL');
    assert.deepEqual(finding?.fixes, []);
    assert.match(finding.message, /No automatic fix: whether tenant_id is the sender’s must be read from the session\.$/);
  });

  it('is a hint where code of the file puts the id into the body itself', async () => {
    const fromBody = service.replace('[req.params.id]', '[invoiceId]').replace('\tconst { rows }', '\tconst { invoiceId } = req.body;\n\tconst { rows }');
    const before = (value: string) => `${fromBody}
async function prepare(req, res, next) {
\tconst made = await createDraft();
\treq.body.invoiceId = ${value};
\tnext();
}
`;
    assert.deepEqual((await find(fromBody)).map(({ severity }) => severity), ['warning']);
    const [handedOn] = await find(before('made.id'));
    assert.equal(handedOn?.severity, 'hint');
    assert.match(handedOn.message, /sets that id in the body itself/);
    assert.deepEqual((await find(before('made.id').replace('await createDraft()', 'req.body.draft'))).map(({ severity }) => severity), ['warning']);
    assert.deepEqual((await find(before('Number(req.body.invoiceId)'))).map(({ severity }) => severity), ['warning']);
  });

  it('keeps the file’s line ends', async () => {
    const [finding] = await find(service.replaceAll('\n', '\r\n'));
    assert.equal(finding?.fixes.length, 1);
    assert.ok(finding.fixes[0]?.edits.every(({ newText }) => !newText.includes('\n')));
  });

  describe('in a fragment, which has no schema', () => {
    const list = `app.get('/invoices', authenticate, async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM invoices WHERE user_id = $1 LIMIT 50', [req.user.id]);
  res.json(rows);
});
`;
    const inFragment = async (text: string, fragment = true) => {
      const analyzer = await analyzerFor(objectAccessWithoutOwner);
      return (await analyzer.analyze({ file: '/lesson/main.js', text, language: 'javascript', fragment })) ?? [];
    };

    it('takes the column from another query of the table by the sender', async () => {
      const [finding] = await inFragment(service + list);
      assert.match(finding?.message ?? '', /nothing asks whether its user_id is the sender’s\.$/);
      assert.deepEqual(finding?.fixes[0]?.edits.map(({ newText }) => newText), [' AND user_id = $2', ', req.user.id']);
    });

    it('is quiet where no query shows one, or one of another table', async () => {
      assert.deepEqual(await inFragment(service), []);
      assert.deepEqual(await inFragment(service + list.replace('FROM invoices', 'FROM payments')), []);
    });

    it('is quiet where only the writer of a row is known and it is read', async () => {
      assert.deepEqual(await inFragment(service + list.replace('user_id', 'created_by')), []);
    });

    it('takes it so in a real file too, which no schema is seen of', async () => {
      assert.equal((await inFragment(service + list, false)).length, 1);
      assert.deepEqual(await inFragment(service, false), []);
    });
  });
});
