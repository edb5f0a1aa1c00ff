import assert from 'node:assert/strict';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { Memo } from '../../../src/engine/memo';
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
    assert.ok(new Prefilter(rules, 'sql').matches(Buffer.from('… iNsErT')));
  });

  it('holds nothing without a rule', () => {
    const prefilter = new Prefilter([], 'go');
    assert.equal(prefilter.matches(Buffer.from('anything')), false);
    assert.deepEqual(found(prefilter, 'anything'), []);
  });

  describe('comments', () => {
    const prefilter = new Prefilter([rule('r', ['retry'])], 'script');
    const likely = (text: string) => [...prefilter.likelyHits({ file: '/a.ts', text, fragment: false, project: new ReadProject(() => undefined), memo: new Memo(), names: () => true })].length;
    const comments = ['// retry', '  // may retry', '/* retry */', '/**\n * We retry.\n */', '  /*\n   * one\n   * retry', '/**\r\n * retry'];
    const code = ['retry();', 'go(); // retry', '/* why */ retry()', '/** why */\nretry()', 'a\n  * retry', 'class A {\n  *retry() {}\n}', '/**\n * why\n */\n*retry() {}', '/**\n * why */ * retry', '* retry', 'x /*\n* retry'];
    for (const text of comments) it(`leaves out ${JSON.stringify(text)}`, () => assert.equal(likely(text), 0));
    for (const text of code) it(`keeps ${JSON.stringify(text)}`, () => assert.equal(likely(text), 1));
  });
});
