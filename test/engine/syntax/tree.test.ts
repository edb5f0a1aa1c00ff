import assert from 'node:assert/strict';
import type { Node } from '../../../src/engine/syntax/nodes';
import { parseText } from '../../../src/engine/syntax/grammars';
import { sharedGrammars } from '../support/grammars';

const text = `import { a } from 'a';

class Desk {
  async open(/* who */ { id, name = 'x' }: Ticket) {
    const rows = await a.query(\`SELECT \${id}\`);
    return rows.map((row) => ({ ...row, name }));
  }
}

export const desk = new Desk(
`;

function* all(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) if (child !== null) yield* all(child);
}

async function parsed() {
  const tree = parseText(await sharedGrammars.parser('typescript'), text, 2000);
  assert.ok(tree);
  return tree;
}

describe('a tree', () => {
  it('has one object for each node, whichever way leads there', async () => {
    const tree = await parsed();
    const nodes = [...all(tree.rootNode)];
    assert.ok(nodes.length > 80);
    for (const node of nodes) {
      const same = tree.rootNode.descendantsOfType(node.type).find((each) => each?.id === node.id);
      if (node.type !== 'ERROR') assert.equal(same, node);
      for (const child of node.children) assert.equal(child?.parent, node);
      for (const child of node.namedChildren) assert.ok(node.children.includes(child));
    }
    tree.delete();
  });

  it('finds the parent of a node that was reached by its place', async () => {
    const whole = await parsed();
    const expected = [...all(whole.rootNode)].map((node) => [node.type, node.startIndex, node.endIndex, node.parent?.type, node.depth]);
    for (const [index, [type, start, end]] of expected.entries()) {
      if (start === end) continue;
      // A tree of its own: nothing was asked of it before.
      const tree = await parsed();
      let node = tree.rootNode.descendantForIndex(start as number, end as number);
      // Of nodes with the same range the innermost is found.
      while (node !== null && node.type !== type) node = node.parent;
      const found = [node?.type, node?.startIndex, node?.endIndex, node?.parent?.type, node?.depth];
      assert.deepEqual(found, expected[index]);
      tree.delete();
    }
    whole.delete();
  });

  it('gives each node the answers of the parser', async () => {
    const tree = await parsed();
    for (const node of all(tree.rootNode)) {
      assert.equal(node.type, node.parsed.type);
      assert.equal(node.endIndex, node.parsed.endIndex);
      assert.equal(node.text, node.parsed.text);
      assert.equal(node.parent?.id, node.parsed.parent?.id);
      assert.deepEqual(node.namedChildren.map((each) => each?.id), node.parsed.namedChildren.map((each) => each?.id));
      for (const name of ['name', 'body', 'value', 'arguments', 'function']) {
        assert.equal(node.childForFieldName(name)?.id, node.parsed.childForFieldName(name)?.id);
        assert.equal(node.childForFieldName(name)?.parent, node.childForFieldName(name) === null ? undefined : node);
      }
    }
    tree.delete();
  });

  it('finds the smallest node around every range, as the parser does', async () => {
    const tree = await parsed();
    const { rootNode } = tree;
    for (let start = 0; start < text.length; start++) {
      for (const length of [0, 1, 2, 7, 40]) {
        const [found, expected] = [rootNode.descendantForIndex(start, start + length), rootNode.parsed.descendantForIndex(start, start + length)];
        assert.equal(found?.id, expected?.id, `${start}+${length}`);
        const [named, other] = [rootNode.namedDescendantForIndex(start, start + length), rootNode.parsed.namedDescendantForIndex(start, start + length)];
        assert.equal(named?.id, other?.id, `${start}+${length}`);
      }
    }
    tree.delete();
  });
});
