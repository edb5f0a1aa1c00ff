import assert from 'node:assert/strict';
import { closingBrace, field, walk } from '../../../src/engine/syntax/nodes';
import { scriptSource } from '../support/parse';

describe('walk', () => {
  it('goes outer before inner and left before right, and skips where told', async () => {
    const { tree } = await scriptSource('a(b); function c() { d(e); } f;', { language: 'javascript' });
    const seen: string[] = [];
    walk(tree.rootNode, (node) => {
      if (node.type === 'identifier') seen.push(node.text);
      return node.type === 'statement_block' ? false : undefined;
    });
    assert.deepEqual(seen, ['a', 'b', 'c', 'f']);
  });

  it('walks code that nests deeper than the stack', async () => {
    const depth = 20_000;
    const { tree } = await scriptSource(`x = ${'['.repeat(depth)}y${']'.repeat(depth)};`, { language: 'javascript' });
    let arrays = 0;
    walk(tree.rootNode, (node) => {
      if (node.type === 'array') arrays++;
      return undefined;
    });
    assert.equal(arrays, depth);
  });
});

describe('closingBrace', () => {
  it('is the brace, also where the grammar counts a comment behind it to the block', async () => {
    for (const language of ['javascript', 'typescript'] as const) {
      const text = 'function a() { b(); } /* } c */';
      const { tree } = await scriptSource(text, { language });
      const body = field(tree.rootNode.firstNamedChild!, 'body')!;
      assert.equal(body.endIndex, text.length, 'the quirk this is for');
      assert.equal(closingBrace(body), text.indexOf('}'));
    }
  });
});
