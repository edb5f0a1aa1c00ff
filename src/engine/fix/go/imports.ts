import type { GoImport } from '../../facts/go/scope';
import type { GoSource } from '../../source';
import { namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { endOfLine, startOfLine } from '../../text/lineEnds';
import { styleOf } from '../style';

/** A package a fix needs; `name` is its own name where the path's last element does not say it. */
export interface GoPackage {
  readonly path: string;
  readonly name?: string;
}

export interface GoImportFix {
  /** What the package is called in the file once the edits are made. */
  readonly local: string;
  readonly edits: readonly TextEdit[];
}

export interface GoImportsFix {
  /** The local names, in the order asked for. */
  readonly locals: readonly string[];
  readonly edits: readonly TextEdit[];
}

interface Wanted {
  readonly path: string;
  /** As it is written in the import declaration. */
  readonly text: string;
}

/** Makes one package usable in the file: under the name it is imported by, or by a new import in gofmt's order. */
export function ensureGoImport(source: GoSource, path: string, name?: string): GoImportFix {
  const { locals, edits } = ensureGoImports(source, [{ path, ...(name === undefined ? {} : { name }) }]);
  return { local: locals[0] ?? '', edits };
}

/** `ensureGoImport` for several packages at once: their edits fit together. */
export function ensureGoImports(source: GoSource, packages: readonly GoPackage[]): GoImportsFix {
  const missing: Wanted[] = [];
  const taken = new Set<string>();
  const locals = packages.map(({ path, name = lastElement(path) }) => {
    const known = source.scopes.imports.find((entry) => entry.path === path && entry.name !== '_' && entry.name !== '.');
    if (known !== undefined) return isNamed(known) ? known.name : name;
    const local = freeName(source, name, taken);
    taken.add(local);
    missing.push({ path, text: local === name ? `"${path}"` : `${local} "${path}"` });
    return local;
  });
  return { locals, edits: missing.length === 0 ? [] : addImports(source, missing.sort(byPath)) };
}

const byPath = (a: Wanted, b: Wanted) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const isNamed = (entry: GoImport) => entry.spec.childForFieldName('name') !== null;

const lastElement = (path: string) => path.replace(/\/v\d+$/, '').split('/').at(-1) ?? path;

/** A package that nothing imports yet cannot be what an identifier of that name means: something else is called so. */
function freeName(source: GoSource, name: string, taken: ReadonlySet<string>): string {
  const candidates = [name, `std${name}`, `go${name}`];
  return candidates.find((candidate) => !taken.has(candidate) && !isUsed(source, candidate)) ?? `${name}pkg`;
}

function isUsed(source: GoSource, name: string): boolean {
  if (source.scopes.imports.some((entry) => entry.name === name)) return true;
  // A fragment leaves its packages unimported, so there the identifier does mean the package.
  if (isFragment(source)) return false;
  const { text, tree } = source;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const node = tree.rootNode.descendantForIndex(at, at + name.length);
    const isName = node?.type === 'identifier' || node?.type === 'type_identifier' || node?.type === 'package_identifier';
    if (isName && node.startIndex === at && node.endIndex === at + name.length && node.parent?.type !== 'package_clause') return true;
  }
  return false;
}

const packageClause = (source: GoSource) => namedChildren(source.tree.rootNode).find((child) => child.type === 'package_clause');

/** A pasted piece of a file has no package clause and so nowhere to import to. */
const isFragment = (source: GoSource) => packageClause(source) === undefined;

function addImports(source: GoSource, missing: readonly Wanted[]): TextEdit[] {
  const clause = packageClause(source);
  if (clause === undefined) return [];
  const { newline } = styleOf(source.text);
  // cgo's import carries its preamble as a comment and stays alone.
  const declarations = namedChildren(source.tree.rootNode).filter((child) => child.type === 'import_declaration');
  const ordinary = declarations.filter((declaration) => specsOf(declaration).every(({ path }) => path !== 'C'));
  const group = ordinary.find((declaration) => isGroup(declaration, source));
  if (group !== undefined) return addToGroup(group, missing, source, newline);
  const [only] = ordinary;
  if (only !== undefined && declarations.length === 1 && isPlainSingle(only)) {
    return [{ start: only.startIndex, end: only.endIndex, newText: declarationOf([...specsOf(only), ...missing].sort(byPath), newline) }];
  }
  const last = declarations.at(-1);
  const at = endOfLine(source.text, (last ?? clause).endIndex);
  if (last === undefined) return [insertion(at, newline + newline + declarationOf(missing, newline))];
  const separator = specsOf(last).some(({ path }) => path === 'C') ? newline + newline : newline;
  return [insertion(at, separator + missing.map(({ text }) => `import ${text}`).join(newline))];
}

const insertion = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

interface Spec extends Wanted {
  readonly node: Node;
}

function specsOf(declaration: Node): Spec[] {
  return declaration.descendantsOfType('import_spec').flatMap((node) => {
    const path = node?.childForFieldName('path')?.text.slice(1, -1);
    return node === null || path === undefined ? [] : [{ node, path, text: node.text }];
  });
}

/** A parenthesised declaration with a line for each import, as gofmt writes it. */
function isGroup(declaration: Node, source: GoSource): boolean {
  if (!declaration.namedChildren.some((child) => child?.type === 'import_spec_list')) return false;
  const specs = specsOf(declaration);
  const ends = [declaration.startPosition.row, ...specs.map(({ node }) => node.startPosition.row), declaration.endPosition.row];
  return specs.length > 0 && new Set(ends).size === ends.length && source.text[declaration.endIndex - 1] === ')';
}

const isPlainSingle = (declaration: Node) => declaration.namedChildren.length === 1 && declaration.namedChild(0)?.type === 'import_spec';

function declarationOf(imports: readonly Wanted[], newline: string): string {
  const [first] = imports;
  if (first !== undefined && imports.length === 1) return `import ${first.text}`;
  const blocks = [imports.filter(({ path }) => isStandard(path)), imports.filter(({ path }) => !isStandard(path))];
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.map(({ text }) => `\t${text}${newline}`).join(''));
  return `import (${newline}${lines.join(newline)})`;
}

/** First path elements of Go's standard library: a module's own path may have no dot either. */
const standard: ReadonlySet<string> = new Set(
  (
    'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index ' +
    'io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time ' +
    'unicode unique unsafe weak'
  ).split(' '),
);

const isStandard = (path: string) => standard.has(path.split('/')[0] ?? path);

function addToGroup(group: Node, missing: readonly Wanted[], source: GoSource, newline: string): TextEdit[] {
  const blocks = blocksOf(specsOf(group), source);
  const texts = new Map<number, { after: string; before: string }>();
  const put = (at: number, side: 'after' | 'before', text: string) => {
    const known = texts.get(at) ?? { after: '', before: '' };
    texts.set(at, { ...known, [side]: known[side] + text });
  };
  const unplaced: Wanted[] = [];
  for (const wanted of missing) {
    const block = blockFor(wanted.path, blocks);
    if (block === undefined) {
      unplaced.push(wanted);
      continue;
    }
    const previous = block.findLast(({ path }) => path < wanted.path);
    if (previous !== undefined) put(endOfLine(source.text, previous.node.endIndex), 'after', `${newline}\t${wanted.text}`);
    else put(startOfFirst(block, source), 'before', `\t${wanted.text}${newline}`);
  }
  const own = unplaced.filter(({ path }) => isStandard(path));
  const foreign = unplaced.filter(({ path }) => !isStandard(path));
  const [firstBlock] = blocks;
  const lastSpec = blocks.at(-1)?.at(-1);
  if (own.length > 0 && firstBlock !== undefined) {
    const lines = own.map(({ text }) => `\t${text}${newline}`).join('');
    put(startOfLine(source.text, commentsAbove(firstBlock[0]?.node ?? group).startIndex), 'before', lines + newline);
  }
  if (foreign.length > 0 && lastSpec !== undefined) {
    put(endOfLine(source.text, lastSpec.node.endIndex), 'after', newline + foreign.map(({ text }) => `${newline}\t${text}`).join(''));
  }
  return [...texts].map(([at, { after, before }]) => insertion(at, after + before));
}

/** Runs of imports with no blank line between them: gofmt sorts each by itself. */
function blocksOf(specs: readonly Spec[], source: GoSource): Spec[][] {
  const blocks: Spec[][] = [];
  let end = -1;
  for (const spec of specs) {
    const isApart = end < 0 || /\n[ \t]*\r?\n/.test(source.text.slice(end, spec.node.startIndex));
    if (isApart) blocks.push([]);
    blocks.at(-1)?.push(spec);
    end = spec.node.endIndex;
  }
  return blocks;
}

/** The block that holds imports of the same kind; of several third-party ones the nearest by path. */
function blockFor(path: string, blocks: readonly Spec[][]): readonly Spec[] | undefined {
  if (isStandard(path)) {
    const allStandard = blocks.find((block) => block.every((spec) => isStandard(spec.path)));
    return allStandard ?? blocks.find((block) => block.some((spec) => isStandard(spec.path)));
  }
  const foreign = blocks.filter((block) => block.some((spec) => spec.path.split('/')[0]?.includes('.')));
  const nearness = (block: readonly Spec[]) => Math.max(...block.map((spec) => sharedElements(spec.path, path)));
  const near = [...foreign].sort((a, b) => nearness(b) - nearness(a))[0];
  return near;
}

function sharedElements(a: string, b: string): number {
  const other = b.split('/');
  const parts = a.split('/');
  const differs = parts.findIndex((part, i) => part !== other[i]);
  return differs < 0 ? parts.length : differs;
}

/** A comment above a blank import explains that import; above any other it heads the block. */
function startOfFirst(block: readonly Spec[], source: GoSource): number {
  const node = block[0]?.node;
  if (node === undefined) return 0;
  const isBlank = node.childForFieldName('name')?.type === 'blank_identifier';
  return startOfLine(source.text, (isBlank ? commentsAbove(node) : node).startIndex);
}

function commentsAbove(node: Node): Node {
  let first = node;
  for (let at = node.previousNamedSibling; at?.type === 'comment'; at = at.previousNamedSibling) {
    if (at.endPosition.row !== first.startPosition.row - 1) break;
    first = at;
  }
  return first;
}
