import assert from 'node:assert/strict';
import { appendToList, keyText, numberText, objectText } from '../../../src/engine/fix/javascript/lists';
import { applyEdits } from '../../../src/engine/text/edits';
import { scriptSource } from '../support/parse';

/** Appends to the last list of the type. */
async function appended(text: string, item: string, type = 'object'): Promise<string> {
  const source = await scriptSource(text);
  const list = source.tree.rootNode.descendantsOfType(type).at(-1);
  assert.ok(list !== null && list !== undefined);
  const result = applyEdits(text, appendToList(list, item, source));
  await scriptSource(result);
  return result;
}

const cases: readonly [name: string, before: string, after: string][] = [
  ['one row', 'f({ a: 1 });', 'f({ a: 1, b: 2 });'],
  ['one row with a last comma', 'f({ a: 1, });', 'f({ a: 1, b: 2, });'],
  ['one tight row', 'f({a: 1});', 'f({a: 1, b: 2});'],
  ['rows', 'f({\n  a: 1\n});', 'f({\n  a: 1,\n  b: 2\n});'],
  ['rows with a last comma', 'f({\n\ta: 1,\n});', 'f({\n\ta: 1,\n\tb: 2,\n});'],
  ['rows in CRLF', 'f({\r\n  a: 1,\r\n});', 'f({\r\n  a: 1,\r\n  b: 2,\r\n});'],
  ['a comment on the last row', 'f({\n  a: 1 // one\n});', 'f({\n  a: 1, // one\n  b: 2\n});'],
  ['a comment after the last comma', 'f({\n  a: 1, // one\n});', 'f({\n  a: 1, // one\n  b: 2,\n});'],
  ['a comment below the last row', 'f({\n  a: 1,\n  // c: 3,\n});', 'f({\n  a: 1,\n  b: 2,\n  // c: 3,\n});'],
  ['a last value over several rows', 'f({\n  s: [\n    1,\n  ],\n});', 'f({\n  s: [\n    1,\n  ],\n  b: 2,\n});'],
  ['nothing yet', 'f({});', 'f({ b: 2 });'],
  ['nothing yet, in a tight file', 'const {x} = y;\nf({});', 'const {x} = y;\nf({b: 2});'],
  ['only a comment', 'f({\n  // a: 1,\n});', 'f({\n  // a: 1,\n  b: 2\n});'],
];

describe('an item added to a list', () => {
  for (const [name, before, after] of cases) {
    it(name, async () => assert.equal(await appended(before, 'b: 2'), after));
  }

  it('breaks up a row that would grow too long, as the file ends its objects', async () => {
    const long = 'const connectionPool = new Pool({ connectionString: process.env.DATABASE_URL, ssl: true });';
    const rows = (comma: string) =>
      `const connectionPool = new Pool({\n  connectionString: process.env.DATABASE_URL,\n  ssl: true,\n  timeout: 5000${comma}\n});`;
    const item = 'timeout: 5000';
    assert.ok(long.length <= 100 && long.length + item.length > 100);
    const source = await scriptSource(long);
    const [list] = source.tree.rootNode.descendantsOfType('object');
    assert.ok(list !== null && list !== undefined);
    assert.equal(applyEdits(long, appendToList(list, 'timeout: 5000', source)), rows(','));

    const bare = `${long}\nf({\n  a: 1\n});`;
    const other = await scriptSource(bare);
    const [first] = other.tree.rootNode.descendantsOfType('object');
    assert.ok(first !== null && first !== undefined);
    assert.equal(applyEdits(bare, appendToList(first, 'timeout: 5000', other)), `${rows('')}\nf({\n  a: 1\n});`);
  });

  it('stays on one row where the row has room, or more than the object would have to be broken up', async () => {
    const inner = 'const db = drizzle({ client: new Pool({ connectionString: process.env.DATABASE_URL }), schema });';
    const source = await scriptSource(inner);
    const list = source.tree.rootNode.descendantsOfType('object')[1];
    assert.ok(list !== null && list !== undefined);
    assert.equal(applyEdits(inner, appendToList(list, 'b: 2', source)), inner.replace('URL }', 'URL, b: 2 }'));
    const wide = `const pool = new Pool({ connectionString: process.env.DATABASE_URL });\n// ${'-'.repeat(110)}`;
    assert.equal(await appended(wide, 'timeoutMillis: 5000'), wide.replace('URL }', 'URL, timeoutMillis: 5000 }'));
  });

  it('quotes a key where the others are quoted', async () => {
    const keys = async (text: string) => {
      const source = await scriptSource(text);
      const [list] = source.tree.rootNode.descendantsOfType('object');
      assert.ok(list !== null && list !== undefined);
      return keyText(list, 'b');
    };
    assert.deepEqual(await Promise.all(['f({ "a": 1 })', `f({ 'a': 1, c })`, 'f({ a: 1 })', 'f({})'].map(keys)), ['"b"', 'b', 'b', 'b']);
  });

  it('adds arguments', async () => {
    assert.equal(await appended('f();', 'b', 'arguments'), 'f(b);');
    assert.equal(await appended('f(a);', 'b', 'arguments'), 'f(a, b);');
    assert.equal(await appended('f(\n  a,\n);', 'b', 'arguments'), 'f(\n  a,\n  b,\n);');
  });

  it('writes objects and numbers as the file does', async () => {
    const tight = await scriptSource('import {a} from "b"; const wait = 10_000; a(wait);');
    assert.equal(objectText(['x: 1', 'y: 2'], tight), '{x: 1, y: 2}');
    assert.equal(numberText(1500, tight), '1_500');
    assert.equal(numberText(250, tight), '250');
    const plain = await scriptSource('f(`${a}`);');
    assert.equal(objectText(['x: 1'], plain), '{ x: 1 }');
    assert.equal(numberText(1500, plain), '1500');
  });
});
