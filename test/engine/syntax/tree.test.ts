import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Node as ParsedNode } from '@vscode/tree-sitter-wasm';
import type { Node } from '../../../src/engine/syntax/nodes';
import { parseText } from '../../../src/engine/syntax/grammars';
import type { Tree } from '../../../src/engine/syntax/tree';
import { anyEdit, changeOf } from '../support/edits';
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

  it('keeps what it knows of what an edit leaves alone, and each node still gives the answers of the parser', async function () {
    this.timeout(30_000);
    const parser = await sharedGrammars.parser('typescript');
    let kept = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEdit, fc.nat(3)), { minLength: 1, maxLength: 12 }), (edits) => {
        let source = long;
        let tree = parseText(parser, source, 2000);
        assert.ok(tree);
        for (const [edit, how] of edits) {
          const before = new Set(ask(tree, how));
          const { change, after } = changeOf(source, edit);
          const [start, end] = [offsetOf(source, change.range.start), offsetOf(source, change.range.end)];
          const position = ({ line, character }: { readonly line: number; readonly character: number }) => ({ row: line, column: character });
          const newEnd = start + change.text.length;
          const lines = after.slice(0, newEnd).split('\n');
          tree.edit({
            startIndex: start,
            oldEndIndex: end,
            newEndIndex: newEnd,
            startPosition: position(change.range.start),
            oldEndPosition: position(change.range.end),
            newEndPosition: { row: lines.length - 1, column: lines.at(-1)?.length ?? 0 },
          });
          source = after;
          const next = parseText(parser, source, 2000, tree);
          tree.delete();
          assert.ok(next);
          tree = next;
          const nodes = [...all(tree.rootNode)];
          kept += nodes.filter((node) => before.has(node)).length;
          assertSame(tree, source);
        }
        tree.delete();
      }),
      { numRuns: 60, seed: 3 },
    );
    // Were every node made anew there would be nothing to test.
    assert.ok(kept > 10_000, `${kept} nodes were kept`);
  });

  it('computes of a node once what is made of it alone, until an edit changes it', async () => {
    const parser = await sharedGrammars.parser('typescript');
    const before = 'function a() {}\nfunction b() {}\n';
    const tree = parseText(parser, before, 2000);
    assert.ok(tree);
    const asked: string[] = [];
    const nameOf = (node: Node) => {
      asked.push(node.text);
      return node.childForFieldName('name');
    };
    const names = ({ rootNode }: Tree) => rootNode.children.map((node) => node?.once(nameOf)).map((name) => name?.text);
    assert.deepEqual([names(tree), names(tree)], [['a', 'b'], ['a', 'b']]);
    assert.deepEqual(asked, ['function a() {}', 'function b() {}']);
    const point = { row: 0, column: 10 };
    tree.edit({ startIndex: 10, oldEndIndex: 10, newEndIndex: 11, startPosition: point, oldEndPosition: point, newEndPosition: { row: 0, column: 11 } });
    const next = parseText(parser, before.replace('a()', 'a2()'), 2000, tree);
    tree.delete();
    assert.ok(next);
    assert.deepEqual(names(next), ['a2', 'b']);
    assert.deepEqual(asked.slice(2), ['function a2() {}']);
    next.delete();
  });
});

const long = `${text.replace('Desk(\n', 'Desk();\n')}
// One more.
function twice(n: number): number { return n * 2; } const half = (n: number) => n / 2;

${text.replaceAll('desk', 'bench').replaceAll('Desk', 'Bench').replace('Bench(\n', 'Bench();\n')}
type Row = { readonly id: string; name?: string };

export default async function main(): Promise<void> {
  for (const row of await desk.open({ id: '1' })) {
    if (half(2) > 1) console.log(row, \`a \${row.name}
      and more\`);
    else break;
  }
}
`;

function offsetOf(source: string, { line, character }: { readonly line: number; readonly character: number }): number {
  return source.split('\n').slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
}

/** Asks for nodes in one of the ways there are. @returns all that were handed out then */
function ask({ rootNode, text: source }: Tree, how: number): Node[] {
  if (how === 0) return [...all(rootNode)];
  if (how === 1) return rootNode.descendantsOfType(['identifier', 'call_expression', 'statement_block']).filter((node) => node !== null);
  const found: Node[] = [];
  for (let at = 0; at < source.length - 3; at += 17) {
    for (let node = rootNode.descendantForIndex(at, at + (how - 1)); node !== null; node = node.parent) found.push(node, ...node.namedChildren.filter((child) => child !== null));
  }
  return found.flatMap((node) => [node, node.childForFieldName('body') ?? node]);
}

/** Compares every node with what the library itself says of it, and the objects with each other. */
function assertSame(tree: Tree, source: string): void {
  const seen = new Map<number, Node>();
  const waiting: [Node, ParsedNode, number][] = [[tree.rootNode, tree.parsed.rootNode, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, parsed, depth] = next;
    seen.set(node.id, node);
    const answers = ({ id, type, startIndex, endIndex, startPosition, endPosition, isError, isMissing, hasError }: Node | ParsedNode) => ({ id, type, startIndex, endIndex, startPosition, endPosition, isError, isMissing, hasError });
    assert.deepEqual(answers(node), answers(parsed));
    assert.equal(node.text, source.slice(parsed.startIndex, parsed.endIndex));
    assert.equal(node.depth, depth);
    assert.deepEqual(node.namedChildren.map((each) => each?.id), parsed.namedChildren.map((each) => each?.id));
    assert.equal(node.childForFieldName('body')?.id, parsed.childForFieldName('body')?.id);
    assert.equal(node.nextNamedSibling?.id, parsed.nextNamedSibling?.id);
    assert.equal(node.childCount, parsed.childCount);
    for (const [index, child] of node.children.entries()) {
      const other = parsed.children[index];
      assert.ok(child && other);
      assert.equal(child.parent, node);
      waiting.push([child, other, depth + 1]);
    }
  }
  for (const found of tree.rootNode.descendantsOfType(['identifier', 'call_expression'])) assert.equal(found, seen.get(found?.id ?? 0));
  for (let at = 0; at < source.length; at += 5) {
    const found = tree.rootNode.descendantForIndex(at, at + 3);
    assert.equal(found, seen.get(tree.parsed.rootNode.descendantForIndex(at, at + 3)?.id ?? 0));
  }
}
