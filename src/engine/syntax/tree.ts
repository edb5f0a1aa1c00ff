import type { Node as ParsedNode, Point, Tree as ParsedTree } from '@vscode/tree-sitter-wasm';

/**
 * A syntax tree whose nodes remember what was asked of them. The library makes a new object for every node it hands
 * out, answers each question in WebAssembly, and looks for a parent from the root down; rules ask the same nodes for
 * their type and climb from them again and again.
 */
export class Tree {
  private readonly nodes = new Map<number, Node>();
  readonly rootNode: Node;

  /** @param parsed for the parser, which builds the next tree on it */
  constructor(
    readonly parsed: ParsedTree,
    readonly text: string,
  ) {
    this.rootNode = this.node(parsed.rootNode, null);
  }

  /** Tells the tree of a change of its text. From then on it serves only to be parsed anew from. */
  edit(change: Parameters<ParsedTree['edit']>[0]): void {
    this.parsed.edit(change);
  }

  /** Frees the tree: nothing may be asked of its nodes afterwards. */
  delete(): void {
    this.parsed.delete();
  }

  /**
   * The one object for a node of this tree.
   * @param parent undefined when it is not known
   */
  node(parsed: ParsedNode, parent: Node | null | undefined): Node {
    let node = this.nodes.get(parsed.id);
    if (node === undefined) {
      node = new Node(this, parsed, parent);
      this.nodes.set(parsed.id, node);
    } else if (parent !== undefined) node.isChildOf(parent);
    return node;
  }

  /** Finds the path down to a node; all on it know their parents then. */
  parentOf(node: Node): Node {
    let at = node.startIndex < node.endIndex ? this.outermostAround(node.startIndex, node.endIndex) : this.rootNode;
    if (at === node) return this.rootNode;
    for (;;) {
      const next = at.parsed.childWithDescendant(node.parsed);
      if (next === null || next.id === node.id) return at;
      at = this.node(next, at);
    }
  }

  /** The child of the root that spans a range that is not empty; the root when none does. */
  outermostAround(start: number, end: number): Node {
    const { children } = this.rootNode;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle]?.endIndex ?? 0) < end) low = middle + 1;
      else high = middle;
    }
    const child = children[low];
    return child != null && child.startIndex <= start ? child : this.rootNode;
  }
}

/** A node of a tree: one object a node, so that two may be compared with `===`. */
export class Node {
  readonly id: number;
  readonly startIndex: number;
  private knownType: string | undefined;
  private knownEnd: number | undefined;
  private knownText: string | undefined;
  private knownDepth: number | undefined;
  private knownChildren: readonly (Node | null)[] | undefined;
  private knownNamed: readonly (Node | null)[] | undefined;
  private fields: Map<string, Node | null> | undefined;

  constructor(
    private readonly tree: Tree,
    readonly parsed: ParsedNode,
    private knownParent: Node | null | undefined,
  ) {
    this.id = parsed.id;
    this.startIndex = parsed.startIndex;
  }

  get type(): string {
    return (this.knownType ??= this.parsed.type);
  }

  get endIndex(): number {
    return (this.knownEnd ??= this.parsed.endIndex);
  }

  get text(): string {
    return (this.knownText ??= this.tree.text.slice(this.startIndex, this.endIndex));
  }

  get startPosition(): Point {
    return this.parsed.startPosition;
  }

  get endPosition(): Point {
    return this.parsed.endPosition;
  }

  get isError(): boolean {
    return this.parsed.isError;
  }

  get isMissing(): boolean {
    return this.parsed.isMissing;
  }

  /** Whether the node or anything in it does not parse. */
  get hasError(): boolean {
    return this.parsed.hasError;
  }

  /** Null of the root. */
  get parent(): Node | null {
    if (this.knownParent === undefined) this.knownParent = this.tree.parentOf(this);
    return this.knownParent;
  }

  /** How many nodes it lies in: 0 of the root. */
  get depth(): number {
    const path: Node[] = [];
    let at = this.parent;
    for (; at !== null && at.knownDepth === undefined; at = at.parent) path.push(at);
    let depth = at?.knownDepth ?? -1;
    for (const node of path.reverse()) node.knownDepth = ++depth;
    return (this.knownDepth ??= depth + 1);
  }

  get children(): readonly (Node | null)[] {
    return (this.knownChildren ??= this.own(this.parsed.children));
  }

  get namedChildren(): readonly (Node | null)[] {
    return (this.knownNamed ??= this.own(this.parsed.namedChildren));
  }

  get childCount(): number {
    return this.children.length;
  }

  get namedChildCount(): number {
    return this.namedChildren.length;
  }

  get firstNamedChild(): Node | null {
    return this.namedChildren[0] ?? null;
  }

  get lastNamedChild(): Node | null {
    return this.namedChildren.at(-1) ?? null;
  }

  get nextSibling(): Node | null {
    return this.sibling(this.parsed.nextSibling);
  }

  get nextNamedSibling(): Node | null {
    return this.sibling(this.parsed.nextNamedSibling);
  }

  get previousSibling(): Node | null {
    return this.sibling(this.parsed.previousSibling);
  }

  get previousNamedSibling(): Node | null {
    return this.sibling(this.parsed.previousNamedSibling);
  }

  namedChild(index: number): Node | null {
    return this.namedChildren[index] ?? null;
  }

  childForFieldName(name: string): Node | null {
    const known = this.fields?.get(name);
    if (known !== undefined) return known;
    const found = this.parsed.childForFieldName(name);
    const child = found === null ? null : this.tree.node(found, this);
    this.fields ??= new Map();
    this.fields.set(name, child);
    return child;
  }

  childrenForFieldName(name: string): (Node | null)[] {
    return this.own(this.parsed.childrenForFieldName(name));
  }

  /** Every node of one of these types in it, itself counted, in order of the text. */
  descendantsOfType(types: string | string[]): (Node | null)[] {
    return this.parsed.descendantsOfType(types).map((each) => (each === null ? null : this.tree.node(each, undefined)));
  }

  /** The smallest node in it that spans a range; null when the range ends before it begins. */
  descendantForIndex(start: number, end = start): Node | null {
    const found = this.around(start, end).descendantForIndex(start, end);
    return found === null ? null : this.tree.node(found, undefined);
  }

  /** The smallest named node in it that spans a range; null when the range ends before it begins. */
  namedDescendantForIndex(start: number, end = start): Node | null {
    const found = this.around(start, end).namedDescendantForIndex(start, end);
    return found === null ? null : this.tree.node(found, undefined);
  }

  /** Tells a node that was found by its place what its parent is. */
  isChildOf(parent: Node | null): void {
    this.knownParent = parent;
  }

  /** Where a search for a range may begin: the root may have thousands of children. */
  private around(start: number, end: number): ParsedNode {
    return (this === this.tree.rootNode && start < end ? this.tree.outermostAround(start, end) : this).parsed;
  }

  private own(children: readonly (ParsedNode | null)[]): (Node | null)[] {
    return children.map((each) => (each === null ? null : this.tree.node(each, this)));
  }

  private sibling(found: ParsedNode | null): Node | null {
    return found === null ? null : this.tree.node(found, this.knownParent);
  }
}
