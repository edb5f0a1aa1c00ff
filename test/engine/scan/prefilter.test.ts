import assert from 'node:assert/strict';
import { Prefilter } from '../../../src/engine/scan/prefilter';
import { probeRule } from '../support/probe';

const rule = (id: string, triggers: readonly string[]) => probeRule(id, { script: { triggers, check: () => [] }, sql: { triggers, check: () => [] } });

const found = (prefilter: Prefilter, text: string) => [...prefilter.hits(text)].map((hit) => `${hit.rule.id} ${hit.literal}@${hit.offset}`);

describe('Prefilter', () => {
  it('finds a trigger inside another, at its start and across its end', () => {
    const prefilter = new Prefilter([rule('long', ['readFileSync']), rule('start', ['readFile']), rule('inner', ['Sync']), rule('across', ['Sync('])], 'script');
    assert.deepEqual(found(prefilter, 'x.readFileSync(y)'), ['long readFileSync@2', 'start readFile@2', 'inner Sync@10', 'across Sync(@10']);
  });

  it('gives one trigger of two rules to both', () => {
    assert.deepEqual(found(new Prefilter([rule('a', ['x.y']), rule('b', ['x.y'])], 'script'), 'x.y xzy'), ['a x.y@0', 'b x.y@0']);
  });

  it('minds case except in SQL', () => {
    const rules = [rule('r', ['INSERT'])];
    assert.deepEqual(found(new Prefilter(rules, 'script'), 'insert INSERT'), ['r INSERT@7']);
    assert.deepEqual(found(new Prefilter(rules, 'sql'), 'insert Insert'), ['r insert@0', 'r insert@7']);
    assert.ok(new Prefilter(rules, 'sql').matches('… iNsErT'));
  });

  it('holds nothing without a rule', () => {
    const prefilter = new Prefilter([], 'go');
    assert.equal(prefilter.matches('anything'), false);
    assert.deepEqual(found(prefilter, 'anything'), []);
  });
});
