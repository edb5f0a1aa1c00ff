import type { Node as ParsedNode, Point, Tree as ParsedTree } from '@vscode/tree-sitter-wasm';
import { LineIndex } from '../text/lineIndex';
import { Node } from './node';
import { Part } from './part';

/**
 * A syntax tree whose nodes remember what was asked of them. The library makes a new object for every node it hands
 * out, answers each question in WebAssembly, and looks for a parent from the root down; rules ask the same nodes for
 * their type and climb from them again and again. What is known of the parts that an edit leaves alone goes on to the
 * next tree.
 */
export class Tree {
  /** The root and its children. */
  private readonly top: Part;
  readonly rootNode: Node;
  private rows: LineIndex | undefined;

  /**
   * @param parsed for the parser, which builds the next tree on it
   * @param input what the parser read; it keeps that for as long as one of its nodes is kept, so it is emptied
   * @param former the tree that this one was parsed from, not yet freed: its nodes that the parser took over come to
   * this tree, and nothing may be asked of it afterwards
   */
  constructor(
    readonly parsed: ParsedTree,
    private readonly input: { text: string },
    former?: Tree,
  ) {
    this.top = new Part(this, 0);
    this.rootNode = new Node(this.top, parsed.rootNode, null);
    this.top.nodes.set(this.rootNode.id, this.rootNode);
    if (former !== undefined) this.inherit(former);
  }

  get text(): string {
    return this.input.text;
  }

  /** Tells the tree of a change of its text. From then on it serves only to be parsed anew from. */
  edit(change: Parameters<ParsedTree['edit']>[0]): void {
    this.parsed.edit(change);
  }

  /** Frees the tree: nothing may be asked of its nodes afterwards. */
  delete(): void {
    this.parsed.delete();
    this.input.text = '';
  }

  /**
   * The one object for a node of this tree.
   * @param parent undefined when it is not known
   */
  node(parsed: ParsedNode, parent: Node | undefined): Node {
    if (parent === this.rootNode) return this.topNode(parsed);
    const known = parent === undefined ? this.top.nodes.get(parsed.id) : undefined;
    if (known !== undefined) return known;
    const { part } = parent ?? this.topAround(parsed);
    let node = part.nodes.get(parsed.id);
    if (node === undefined) {
      node = new Node(part, parsed, parent);
      part.nodes.set(parsed.id, node);
    } else if (parent !== undefined) node.isChildOf(parent);
    return node;
  }

  /** Rows end at \n alone, as the parser counts them. */
  pointAt(offset: number): Point {
    this.rows ??= new LineIndex(this.text.replaceAll('\r', ' '));
    const { line, character } = this.rows.positionAt(offset);
    return { row: line, column: character };
  }

  /** Finds the path down to a node; all on it know their parents then. */
  parentOf(node: Node): Node {
    const { startIndex, endIndex } = node;
    let at = this.rootNode;
    for (;;) {
      const next = startIndex < endIndex ? at.childAround(startIndex, endIndex) : this.childWith(node, at);
      if (next === undefined || next === node) return at;
      at = next;
    }
  }

  private topNode(parsed: ParsedNode): Node {
    let node = this.top.nodes.get(parsed.id);
    if (node === undefined) {
      const part = new Part(this, parsed.startIndex);
      node = new Node(part, parsed, this.rootNode);
      part.nodes.set(parsed.id, node);
      this.top.nodes.set(parsed.id, node);
    }
    return node;
  }

  /** The child of the root that holds a node; the root when it is the root's own. */
  private topAround(parsed: ParsedNode): Node {
    const { startIndex, endIndex } = parsed;
    if (startIndex < endIndex) return this.rootNode.childAround(startIndex, endIndex) ?? this.rootNode;
    const top = this.rootNode.parsed.childWithDescendant(parsed);
    return top === null ? this.rootNode : this.topNode(top);
  }

  private childWith(node: Node, at: Node): Node | undefined {
    const found = at.parsed.childWithDescendant(node.parsed);
    return found === null ? undefined : this.node(found, at);
  }

  /**
   * Both trees are in memory, so what has the same id in both is one and the same: a part that no change touched and
   * that the parser did not read again.
   */
  private inherit(former: Tree): void {
    const waiting: [Node, Node][] = [[this.rootNode, former.rootNode]];
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) waiting.push(...pair[0].inherit(pair[1]));
  }
}
