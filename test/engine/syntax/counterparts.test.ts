import assert from 'node:assert/strict';
import { counterparts } from '../../../src/engine/syntax/counterparts';

/** Statements of the lengths of words, each of the type its first letter names. */
function placed(words: string) {
  let at = 0;
  return words.split(' ').filter(Boolean).map((name) => ({ name, type: name.charAt(0), startIndex: at, endIndex: (at += name.length) }));
}

const pairs = (nodes: string, former: string) => counterparts(placed(nodes), placed(former)).map(([node, other]) => `${node.name} ${other.name}`);

describe('counterparts', () => {
  it('pairs lists of one length in order', () => {
    assert.deepEqual(pairs('aa bbb cc', 'a b cc'), ['aa a', 'bbb b', 'cc cc']);
  });

  it('pairs what stands before and behind something added', () => {
    assert.deepEqual(pairs('aa bb xxxx cc', 'aa bb cc'), ['aa aa', 'bb bb', 'cc cc']);
  });

  it('pairs what stands before and behind something removed', () => {
    assert.deepEqual(pairs('aa cc', 'aa bbbb cc'), ['aa aa', 'cc cc']);
  });

  it('pairs nothing with what is of another type', () => {
    assert.deepEqual(pairs('aa xx', 'aa bb'), ['aa aa']);
  });
});
