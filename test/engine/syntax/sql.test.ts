import assert from 'node:assert/strict';
import { loadSqlParser, type SqlParser } from '../../../src/engine/syntax/sql';

describe('SQL parser', () => {
  let sql: SqlParser;
  before(async () => {
    sql = await loadSqlParser();
  });

  it('gives offsets in code units, past characters of any length', () => {
    const text = "SELECT 'é', '€', '😀'; SELECT 2;";
    const parsed = sql.parse(text);
    const [first, second] = parsed.statements;
    assert.equal(text.slice(first?.start, first?.end), "SELECT 'é', '€', '😀'");
    assert.equal(text.slice(second?.start, second?.end).trim(), 'SELECT 2');
    const before = text.slice(0, text.indexOf('😀'));
    assert.equal(parsed.offsetOf(Buffer.byteLength(before)), before.length);
    assert.equal(parsed.offsetOf(Buffer.byteLength(text)), text.length);
    assert.equal(parsed.offsetOf(1_000_000), text.length);
  });

  it('tells comments from strings', () => {
    const text = "SELECT '-- no', \"/* no */\", $$ -- no $$; -- yes é\n/* a /* nested */ one */ SELECT 1 -- last";
    assert.deepEqual(
      sql.comments(text).map(({ start, end }) => text.slice(start, end)),
      ['-- yes é', '/* a /* nested */ one */', '-- last'],
    );
  });

  it('reads a long file of other letters in time that grows with its length', () => {
    const text = "INSERT INTO t VALUES (1, 'ä');\n".repeat(20_000);
    const started = performance.now();
    assert.equal(sql.parse(text).statements.length, 20_000);
    assert.ok(performance.now() - started < 5000);
  });

  it('survives parentheses deeper than its stack', () => {
    assert.match(sql.parse(`SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`).error?.message ?? '', /memory|stack/);
    assert.equal(sql.parse('SELECT 1').statements.length, 1);
  });

  it('takes an empty text for no statement', () => {
    assert.deepEqual(sql.parse(' \n').statements, []);
    assert.deepEqual(sql.tokens(''), []);
    assert.deepEqual(sql.comments(''), []);
  });
});
