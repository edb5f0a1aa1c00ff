import assert from 'node:assert/strict';
import { insertLayout, whereLayout } from '../../../src/engine/facts/sql/layout';
import { readInsert, readSelect } from '../../../src/engine/facts/sql/statements';
import { loadSqlParser, type SqlParser } from '../../../src/engine/syntax/sql';

describe('facts of SQL statements', () => {
  let sql: SqlParser;
  before(async () => {
    sql = await loadSqlParser();
  });

  const select = (text: string, ...variables: string[]) => {
    const [statement] = sql.parse(text).statements;
    return statement === undefined ? undefined : readSelect(statement.node, new Set(variables));
  };
  const insert = (text: string) => {
    const [statement] = sql.parse(text).statements;
    return statement === undefined ? undefined : readInsert(statement.node);
  };

  it('reads a SELECT by key', () => {
    const facts = select('SELECT id, u.name AS n FROM app.users u WHERE u.email = $1::text AND $2 = tenant_id LIMIT 1 FOR UPDATE');
    assert.deepEqual(facts, {
      kind: 'rows',
      negated: false,
      table: { schema: 'app', name: 'users' },
      conditions: [
        { kind: 'equals', column: 'email', value: { kind: 'parameter', number: 1 } },
        { kind: 'equals', column: 'tenant_id', value: { kind: 'parameter', number: 2 } },
      ],
      output: ['id', 'n'],
      locks: true,
    });
  });

  for (const [text, kind, output, negated] of [
    ['SELECT EXISTS (SELECT 1 FROM t WHERE a = $1)', 'exists', 'exists', false],
    ['SELECT NOT EXISTS (SELECT 1 FROM t WHERE a = $1) AS is_free', 'exists', 'is_free', true],
    ['SELECT count(*) FROM t WHERE a = $1', 'count', 'count', false],
    ['SELECT count(*)::int AS n FROM t WHERE a = $1', 'count', 'n', false],
    ['SELECT * FROM t WHERE a = $1', 'rows', '*', false],
  ] as const) {
    it(`knows what it answers: ${text}`, () => {
      const facts = select(text);
      assert.deepEqual([facts?.kind, facts?.output, facts?.negated, facts?.table.name], [kind, [output], negated, 't']);
    });
  }

  for (const text of [
    'SELECT max(id) FROM t WHERE a = $1',
    'SELECT a, count(*) FROM t GROUP BY a',
    'SELECT coalesce(sum(n), 0) FROM t WHERE a = $1',
    'SELECT 1 FROM t JOIN u ON u.id = t.id WHERE t.a = $1',
    'SELECT 1 FROM t, u WHERE a = $1',
    'SELECT 1 FROM t WHERE a = $1 UNION SELECT 2',
    'SELECT now()',
    'UPDATE t SET a = $1',
  ]) {
    it(`does not read: ${text}`, () => {
      assert.equal(select(text), undefined);
    });
  }

  it('tells conditions on constants from keys and from all others', () => {
    const facts = select("SELECT 1 FROM t WHERE a = $1 AND deleted_at IS NULL AND status = 'open' AND active AND NOT hidden AND b > $2 AND c = d AND lower(e) = $3 AND f IN ($4) AND (g = $5 OR h = $6)");
    assert.deepEqual(
      facts?.conditions.map((condition) => (condition.kind === 'other' || condition.kind === 'either' ? condition.kind : `${condition.kind} ${condition.column}`)),
      ['equals a', 'filter deleted_at', 'filter status', 'filter active', 'filter hidden', 'other', 'other', 'other', 'other', 'either'],
    );
  });

  it('reads named parameters and the variables of a function', () => {
    assert.deepEqual(select('SELECT 1 FROM t WHERE a = @email AND b = sqlc.arg(tenant) AND c = p_key', 'p_key')?.conditions, [
      { kind: 'equals', column: 'a', value: { kind: 'variable', name: 'email' } },
      { kind: 'equals', column: 'b', value: { kind: 'variable', name: 'tenant' } },
      { kind: 'equals', column: 'c', value: { kind: 'variable', name: 'p_key' } },
    ]);
  });

  it('reads an INSERT of one row', () => {
    const facts = insert('INSERT INTO t (a, b, c) VALUES ($1, now(), 1) RETURNING id, a AS key');
    assert.deepEqual(facts?.columns, ['a', 'b', 'c']);
    assert.deepEqual(facts.values?.map(({ kind }) => kind), ['parameter', 'expression', 'constant']);
    assert.deepEqual(facts.returning, ['id', 'key']);
    assert.equal(facts.hasConflictClause, false);
    assert.equal(facts.unless, undefined);
  });

  it('reads an INSERT that asks first', () => {
    const facts = insert('INSERT INTO t (a, b) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM t WHERE a = $1)');
    assert.equal(facts?.unless?.table.name, 't');
    assert.equal(facts.values?.length, 2);
  });

  for (const [name, text] of [
    ['several rows', 'INSERT INTO t (a) VALUES ($1), ($2)'],
    ['rows of a table', 'INSERT INTO t (a) SELECT b FROM u'],
    ['a condition of another kind', 'INSERT INTO t (a) SELECT $1 WHERE $2 > 3'],
    ['defaults', 'INSERT INTO t DEFAULT VALUES'],
  ] as const) {
    it(`does not know the row of ${name}`, () => {
      assert.equal(insert(text)?.values, undefined);
    });
  }

  it('sees ON CONFLICT', () => {
    assert.equal(insert('INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING')?.hasConflictClause, true);
  });

  it('finds the parts of an INSERT in its text', () => {
    const text = `INSERT INTO app."T" (a, "b c") -- (no)\nVALUES (coalesce($1, 'x,y'), ($2)) RETURNING id;`;
    const layout = insertLayout(sql.tokens(text));
    const slice = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
    assert.ok(layout !== undefined);
    assert.equal(slice(layout.table), 'app."T"');
    assert.deepEqual(layout.columns.map(slice), ['a', '"b c"']);
    assert.deepEqual(layout.values.map(slice), [`coalesce($1, 'x,y')`, '($2)']);
    assert.equal(slice(layout.returning), 'RETURNING id');
    assert.equal(text.slice(0, layout.end).endsWith('RETURNING id'), true);
  });

  it('finds the parts of an INSERT … SELECT, in text that is not ASCII', () => {
    const text = `INSERT INTO t (a) SELECT 'é😀' WHERE NOT EXISTS (SELECT 1 FROM t WHERE a = 'é😀')`;
    const layout = insertLayout(sql.tokens(text));
    assert.equal(text.slice(layout?.values[0]?.start, layout?.values[0]?.end), `'é😀'`);
    assert.equal(text.slice(layout?.where?.start, layout?.where?.end), `WHERE NOT EXISTS (SELECT 1 FROM t WHERE a = 'é😀')`);
  });

  it('splits a WHERE clause at its own ANDs', () => {
    const text = 'SELECT EXISTS (SELECT 1 FROM t WHERE a = $1 AND (b OR c AND d) AND deleted_at IS NULL LIMIT 1)';
    assert.deepEqual(
      whereLayout(sql.tokens(text)).map(({ start, end }) => text.slice(start, end)),
      ['a = $1', '(b OR c AND d)', 'deleted_at IS NULL'],
    );
  });
});
