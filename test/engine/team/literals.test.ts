import assert from 'node:assert/strict';
import { literalsOf } from '../../../src/engine/team/literals';
import { ruleFrom, run } from './support';

const of = (rule: Readonly<Record<string, unknown>>, utils?: Readonly<Record<string, unknown>>) => literalsOf({ rule, ...(utils && { utils }) });

describe('literals of team rules', () => {
  it('come from the longest name of a pattern', () => {
    assert.deepEqual(of({ pattern: 'await client.query($SQL, $$$ARGS)' }), ['client']);
    assert.deepEqual(of({ pattern: '$X.acquireConnection()' }), ['acquireConnection']);
  });

  it('are what every choice needs', () => {
    assert.deepEqual(of({ any: [{ pattern: 'readSync($A)' }, { pattern: 'writeSync($A)' }] }), ['readSync', 'writeSync']);
    assert.equal(of({ any: [{ pattern: 'readSync($A)' }, { kind: 'number' }] }), undefined);
  });

  it('come from the part that says most', () => {
    assert.deepEqual(of({ kind: 'call_expression', inside: { stopBy: 'end', pattern: 'app.listen($$$)' } }), ['listen']);
    assert.deepEqual(of({ all: [{ kind: 'identifier' }, { regex: '^(getUser|getOrder)$' }] }), ['getUser', 'getOrder']);
    assert.deepEqual(of({ matches: 'x' }, { x: { pattern: 'spawnSync()' } }), ['spawnSync']);
  });

  it('are none where a match need not hold them', () => {
    for (const rule of [{ pattern: '$A.$B' }, { not: { pattern: 'query()' } }, { pattern: { context: 'query()', strictness: 'signature' } }, { pattern: { context: 'class A { x = 1 }', selector: 'number' } }, { pattern: 'a(/* comment */)' }, { regex: 'a.c' }, { matches: 'x' }]) {
      assert.equal(of(rule, { x: { matches: 'x' } }), undefined, JSON.stringify(rule));
    }
  });

  it('keep ast-grep from being asked, and nothing else', async () => {
    const rule = await ruleFrom('id: broken\nlanguage: JavaScript\nmessage: x\nrule:\n  pattern: rarely($A)\n  has: { kind: no_such_kind }\n');
    assert.deepEqual((await run([rule], 'a.js', 'often(1);\n')).troubles, []);
    assert.equal((await run([rule], 'a.js', 'rarely(1);\n')).troubles.length, 1);
  });
});
