import assert from 'node:assert/strict';
import { collectSchema } from '../../../src/engine/facts/sql/collect';
import { columnType, hasPartialKey, hasUniqueKey, tableFacts, uniqueKeyWithin, type SchemaFacts } from '../../../src/engine/facts/sql/schema';
import { loadSqlParser, type SqlParser } from '../../../src/engine/syntax/sql';

describe('what the SQL of a workspace says of its tables', () => {
  let sql: SqlParser;
  before(async () => {
    sql = await loadSqlParser();
  });
  const schemaOf = (...texts: string[]): SchemaFacts => collectSchema(texts.map((text, i) => ({ file: `/m/${i + 1}.sql`, text })), sql);

  for (const [name, text] of [
    ['a column constraint', 'CREATE TABLE t (a text UNIQUE, b int)'],
    ['a primary key', 'CREATE TABLE t (a text PRIMARY KEY)'],
    ['a table constraint', 'CREATE TABLE t (a text, UNIQUE (a))'],
    ['an added constraint', 'CREATE TABLE t (a text); ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)'],
    ['an added column', 'CREATE TABLE t (b int); ALTER TABLE t ADD COLUMN a text UNIQUE'],
    ['an index', 'CREATE TABLE t (a text); CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS k ON t (a)'],
    ['a constraint made of an index', 'CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i'],
    ['a schema and quotes', 'CREATE TABLE app."T" ("A" text UNIQUE)'],
    ['a renamed column', 'CREATE TABLE t (b text UNIQUE); ALTER TABLE t RENAME COLUMN b TO a'],
    ['a renamed table', 'CREATE TABLE s (a text UNIQUE); ALTER TABLE s RENAME TO t'],
  ] as const) {
    it(`knows the key of ${name}`, () => {
      assert.equal(hasUniqueKey(schemaOf(text), 't', ['a']), true);
    });
  }

  for (const [name, text] of [
    ['a plain index', 'CREATE TABLE t (a text); CREATE INDEX k ON t (a)'],
    ['a partial index', 'CREATE TABLE t (a text); CREATE UNIQUE INDEX k ON t (a) WHERE b IS NULL'],
    ['an expression', 'CREATE TABLE t (a text); CREATE UNIQUE INDEX k ON t (lower(a))'],
    ['a wider key', 'CREATE TABLE t (a text, b text, UNIQUE (a, b))'],
    ['a dropped constraint', 'CREATE TABLE t (a text UNIQUE); ALTER TABLE t DROP CONSTRAINT t_a_key'],
    ['a dropped index', 'CREATE UNIQUE INDEX k ON t (a); DROP INDEX k'],
    ['a dropped column', 'CREATE TABLE t (a text UNIQUE); ALTER TABLE t DROP COLUMN a'],
    ['a dropped table', 'CREATE TABLE t (a text UNIQUE); DROP TABLE t'],
    ['a renamed and dropped constraint', 'CREATE TABLE t (a text UNIQUE); ALTER TABLE t RENAME CONSTRAINT t_a_key TO k; ALTER TABLE t DROP CONSTRAINT k'],
  ] as const) {
    it(`knows no key of ${name}`, () => {
      assert.equal(hasUniqueKey(schemaOf(text), 't', ['a']), false);
    });
  }

  it('reads later files after earlier ones, and not the way back', () => {
    const up = 'CREATE TABLE t (a text UNIQUE);';
    assert.equal(hasUniqueKey(schemaOf(up, 'ALTER TABLE t DROP CONSTRAINT t_a_key'), 't', ['a']), false);
    assert.equal(hasUniqueKey(schemaOf(`-- +goose Up\n${up}\n-- +goose Down\nDROP TABLE t;`), 't', ['a']), true);
    const pair = [
      { file: '/m/1_t.up.sql', text: up },
      { file: '/m/1_t.down.sql', text: 'DROP TABLE t;' },
    ];
    assert.equal(hasUniqueKey(collectSchema(pair, sql), 't', ['a']), true);
  });

  it('knows keys of several columns in any order, and the longest one inside a list', () => {
    const schema = schemaOf('CREATE TABLE t (a text UNIQUE, b text, c text, UNIQUE (b, c))');
    assert.equal(hasUniqueKey(schema, 'T', ['C', 'B']), true);
    assert.deepEqual(uniqueKeyWithin(schema, 't', ['a', 'c', 'b']), ['b', 'c']);
    assert.deepEqual(uniqueKeyWithin(schema, 't', ['a', 'b']), ['a']);
    assert.equal(uniqueKeyWithin(schema, 't', ['b']), undefined);
  });

  it('knows partial keys by their condition', () => {
    const schema = schemaOf(`CREATE UNIQUE INDEX k ON t (a) WHERE t.deleted_at IS NULL AND status = 'open'`);
    const where = tableFacts(schema, 't')?.partial[0]?.where ?? [];
    assert.equal(where.length, 2);
    assert.equal(hasPartialKey(schema, 't', { columns: ['a'], where: [...where].reverse() }), true);
    assert.equal(hasPartialKey(schema, 't', { columns: ['a'], where: where.slice(1) }), false);
    assert.equal(hasPartialKey(schema, 't', { columns: ['b'], where }), false);
  });

  it('knows which columns an INSERT must give', () => {
    const schema = schemaOf(
      `CREATE TABLE t (id bigserial PRIMARY KEY, a text NOT NULL, b text, c text NOT NULL DEFAULT '', d int NOT NULL GENERATED ALWAYS AS IDENTITY, e text PRIMARY KEY, f text NOT NULL, g text, h text NOT NULL)`,
      'ALTER TABLE t ALTER f DROP NOT NULL, ALTER g SET NOT NULL, ALTER h SET DEFAULT 1',
    );
    assert.deepEqual(tableFacts(schema, 't')?.required, ['a', 'e', 'g']);
  });

  it('knows the types of columns', () => {
    const schema = schemaOf('CREATE TABLE t (id bigserial PRIMARY KEY, a INTEGER, b varchar(20), c uuid[], d text)', 'ALTER TABLE t ALTER d TYPE citext');
    assert.deepEqual(['id', 'A', 'b', 'c', 'd', 'e'].map((name) => columnType(schema, 'T', name)), ['bigserial', 'int4', 'varchar', undefined, 'citext', undefined]);
  });
});
