import type { Node as ParsedNode, Point } from '@vscode/tree-sitter-wasm';
import { copyOf } from '../text/copy';
import { counterparts } from './counterparts';
import type { Part } from './part';
import type { Tree } from './tree';

/** Longest text that is kept with its node, in characters: names are asked for again and again. */
const longestKept = 60;

/** A node of a tree: one object a node, so that two may be compared with `===`. */
export class Node {
  readonly id: number;
  private knownType: string | undefined;
  /** From the beginning of its part. */
  private offset: number;
  private knownLength: number | undefined;
  private knownText: string | undefined;
  private knownDepth: number | undefined;
  private knownError: boolean | undefined;
  private knownNaming: boolean | undefined;
  private knownChildren: readonly (Node | null)[] | undefined;
  private knownNamed: readonly (Node | null)[] | undefined;
  private fields: Map<string, Node | null> | undefined;
  private found: Map<string, readonly (Node | null)[]> | undefined;

  constructor(
    /** What it belongs to. */
    public part: Part,
    private readonly handle: ParsedNode,
    private knownParent: Node | null | undefined,
  ) {
    this.id = handle.id;
    this.offset = handle.startIndex - part.start;
  }

  private get tree(): Tree {
    return this.part.tree;
  }

  /** The parser's own node, told where it lies now. */
  get parsed(): ParsedNode {
    const { handle, tree } = this;
    if (handle.tree !== tree.parsed) {
      handle.tree = tree.parsed;
      handle.startIndex = this.startIndex;
      handle.startPosition = tree.pointAt(this.startIndex);
    }
    return handle;
  }

  get type(): string {
    return (this.knownType ??= this.parsed.type);
  }

  get startIndex(): number {
    return this.part.start + this.offset;
  }

  get endIndex(): number {
    return this.startIndex + (this.knownLength ??= this.parsed.endIndex - this.startIndex);
  }

  get text(): string {
    if (this.knownText !== undefined) return this.knownText;
    const text = this.tree.text.slice(this.startIndex, this.endIndex);
    return text.length > longestKept ? text : (this.knownText = copyOf(text));
  }

  get startPosition(): Point {
    return this.parsed.startPosition;
  }

  get endPosition(): Point {
    return this.parsed.endPosition;
  }

  get isError(): boolean {
    return this.type === 'ERROR';
  }

  get isMissing(): boolean {
    return this.parsed.isMissing;
  }

  /** Whether the node or anything in it does not parse. */
  get hasError(): boolean {
    return (this.knownError ??= this.parsed.hasError);
  }

  private get isNamed(): boolean {
    return (this.knownNaming ??= this.parsed.isNamed);
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
    return (this.knownNamed ??= this.knownChildren?.filter((child) => child?.isNamed === true) ?? this.own(this.parsed.namedChildren));
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
    return this.sibling(1, () => true);
  }

  get nextNamedSibling(): Node | null {
    return this.sibling(1, (each) => each.isNamed);
  }

  get previousSibling(): Node | null {
    return this.sibling(-1, () => true);
  }

  get previousNamedSibling(): Node | null {
    return this.sibling(-1, (each) => each.isNamed);
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
  descendantsOfType(types: string | readonly string[]): readonly (Node | null)[] {
    const wanted = typeof types === 'string' ? [types] : [...types];
    const key = wanted.join(' ');
    let found = this.found?.get(key);
    if (found === undefined) {
      found = this.parsed.descendantsOfType(wanted).map((each) => (each === null ? null : this.tree.node(each, undefined)));
      this.found ??= new Map();
      this.found.set(key, found);
    }
    return found;
  }

  /** The smallest node in it that spans a range; null when the range ends before it begins. */
  descendantForIndex(start: number, end = start): Node | null {
    if (start < end) return smallestAround(this, start, end);
    const found = this.parsed.descendantForIndex(start, end);
    return found === null ? null : this.tree.node(found, undefined);
  }

  /** The smallest named node in it that spans a range; null when the range ends before it begins. */
  namedDescendantForIndex(start: number, end = start): Node | null {
    let at = this.descendantForIndex(start, end);
    while (at !== null && at !== this && !at.isNamed) at = at.parent;
    return at;
  }

  /** The child that spans a range that is not empty. */
  childAround(start: number, end: number): Node | undefined {
    const { children } = this;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle]?.startIndex ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    // Those of no length that begin where it does stand before it.
    const child = children[low - 1];
    return child != null && child.endIndex >= end ? child : undefined;
  }

  /** What a function makes of the node and what it holds, of nothing else; called once for as long as these stay as they are. */
  once<T>(compute: (node: Node) => T): T {
    return this.part.memo.once(compute, this);
  }

  /** Tells a node that was found by its place what its parent is. */
  isChildOf(parent: Node | null): void {
    this.knownParent = parent;
  }

  /**
   * Takes over what was known of the children of its former self, where the parser took them over.
   * @returns the other children, each with the former child that seems to have stood in its place
   */
  inherit(former: Node): [Node, Node][] {
    if (former.knownChildren === undefined) return [];
    const moved = new Set<Node | null>();
    this.knownChildren = this.parsed.children.map((parsed) => {
      if (parsed === null) return null;
      const same = former.part.nodes.get(parsed.id);
      if (same === undefined) return this.tree.node(parsed, this);
      this.adopt(same, parsed.startIndex);
      moved.add(same);
      return same;
    });
    return counterparts(others(this.knownChildren, moved), others(former.knownChildren, moved));
  }

  private adopt(child: Node, start: number): void {
    if (this.knownParent !== null) {
      child.moveTo(start, this);
      return;
    }
    child.part.tree = this.tree;
    child.part.start = start;
    child.knownParent = this;
    this.part.nodes.set(child.id, child);
  }

  /** Moves the node, with all that is known of what it holds, to where its new parent has it. */
  private moveTo(start: number, parent: Node): void {
    const { part } = parent;
    const ahead = start - this.startIndex;
    const waiting: Node[] = [];
    const take = (node: Node | null, above: Node | undefined): void => {
      if (node === null) return;
      if (node.part !== part) {
        node.offset = node.startIndex + ahead - part.start;
        node.knownDepth = undefined;
        node.knownParent = undefined;
        node.part = part;
        part.nodes.set(node.id, node);
        waiting.push(node);
      }
      node.knownParent = above ?? node.knownParent;
    };
    take(this, parent);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (const child of node.knownChildren ?? node.knownNamed ?? []) take(child, node);
      for (const child of node.fields?.values() ?? []) take(child, node);
      for (const found of node.found?.values() ?? []) for (const each of found) take(each, undefined);
    }
  }

  private own(children: readonly (ParsedNode | null)[]): (Node | null)[] {
    return children.map((each) => (each === null ? null : this.tree.node(each, this)));
  }

  private sibling(step: 1 | -1, isWanted: (node: Node) => boolean): Node | null {
    const siblings = this.parent?.children ?? [];
    let at = siblings.indexOf(this) + step;
    for (let each = siblings[at]; each != null; each = siblings[at]) {
      if (isWanted(each)) return each;
      at += step;
    }
    return null;
  }
}

function smallestAround(node: Node, start: number, end: number): Node {
  let at = node;
  for (let next = at.childAround(start, end); next !== undefined; next = at.childAround(start, end)) at = next;
  return at;
}

const others = (nodes: readonly (Node | null)[], moved: ReadonlySet<Node | null>): Node[] => nodes.filter((node): node is Node => node !== null && !moved.has(node));
