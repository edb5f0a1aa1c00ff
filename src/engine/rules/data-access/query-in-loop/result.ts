import { argumentsOf, awaitOf } from '../../../facts/javascript/calls';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Loop } from './loop';
import type { Batch, KeyRead } from './read';

/** Where the result of a query goes, and how it is read. */
interface Result {
  /** The expression that is replaced: the awaited call, or a member of it. */
  readonly node: Node;
  readonly part: 'rows' | 'row';
  /** The pattern or name that is declared, and what is to be declared instead. */
  readonly target?: { readonly node: Node; readonly text: string };
  /** Reads of a name that holds the driver's result: `result.rows`, `result.rowCount`. */
  readonly members?: readonly { readonly node: Node; readonly text: string }[];
  /** Names that hold rows, and names that hold one row. */
  readonly holders: readonly { readonly id: Node; readonly part: 'rows' | 'row' }[];
}

/** True when the Map can hold one row for a key, not a list of them. */
export function isSingle(read: KeyRead, batch: Batch, source: ScriptSource): boolean {
  return read.gives === 'row' || (batch.isUnique && read.gives !== 'rows' && isFirst(read, source));
}

/** True when the code that is replaced reads one row, not the list of them. */
export const isFirst = (read: KeyRead, source: ScriptSource): boolean => resultOf(read, source)?.part === 'row';

/** What is written where rows, or one row, were read. */
export interface Lookups {
  readonly rows: string;
  readonly row: string;
}

/** Look-ups in a Map of rows, or of lists of rows, by key. */
export function mapLookups(read: KeyRead, batch: Batch, map: string, source: ScriptSource): Lookups {
  const lookup = `${map}.get(${batch.asText ? `String(${read.value.text})` : read.value.text})`;
  const none = read.missing === 'null' ? ' ?? null' : '';
  return { rows: `${lookup} ?? []`, row: isSingle(read, batch, source) ? `${lookup}${none}` : `${lookup}?.[0]` };
}

/** Edits that put look-ups in the place of the query. */
export function resultEdits(read: KeyRead, lookups: Lookups, source: ScriptSource): TextEdit[] | undefined {
  const result = resultOf(read, source);
  if (result === undefined) return undefined;
  const target = result.target === undefined ? [] : [{ start: result.target.node.startIndex, end: result.target.node.endIndex, newText: result.target.text }];
  const members = (result.members ?? []).map(({ node, text }) => ({ start: node.startIndex, end: node.endIndex, newText: text }));
  return [...target, { start: result.node.startIndex, end: result.node.endIndex, newText: guarded(lookups[result.part], result.node) }, ...members];
}

const plain: ReadonlySet<string> = new Set(['variable_declarator', 'parenthesized_expression', 'arguments', 'pair', 'return_statement', 'array', 'arrow_function', 'template_substitution', 'assignment_expression', 'expression_statement']);

/** `a ?? b` and `await a` in parentheses where their neighbours would bind tighter. */
const guarded = (text: string, node: Node): string => (plain.has(node.parent?.type ?? '') || !/ \?\? |^await /.test(text) ? text : `(${text})`);

function resultOf(read: KeyRead, source: ScriptSource): Result | undefined {
  const awaited = awaitOf(read.call) ?? (read.gives === 'row' || read.gives === 'rows' ? read.call : undefined);
  if (awaited === undefined) return undefined;
  if (read.gives === 'row' || read.gives === 'rows') return { node: awaited, part: read.gives, holders: holdersOf(awaited, read.gives, source) };
  const rows = rowsMember(awaited, read.gives);
  if (rows !== undefined) return indexed(rows, source) ?? { node: rows, part: 'rows', holders: holdersOf(rows, 'rows', source) };
  const declarator = awaited.parent?.type === 'variable_declarator' ? awaited.parent : undefined;
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  if (name === undefined) return undefined;
  if (name.type === 'identifier') return read.gives === 'pg' ? keptResult(name, awaited, source) : undefined;
  const inner = rowsPattern(name, read.gives);
  if (inner === undefined) return undefined;
  const first = inner.type === 'array_pattern' ? namedChildren(inner) : [];
  if (inner.type === 'array_pattern') {
    const [row] = first;
    if (first.length !== 1 || row === undefined || row.type !== 'identifier' || inner.children.filter((child) => child?.type === ',').length > 0) return undefined;
    return { node: awaited, part: 'row', target: { node: name, text: row.text }, holders: [{ id: row, part: 'row' }] };
  }
  return inner.type === 'identifier' || inner.type === 'shorthand_property_identifier_pattern'
    ? { node: awaited, part: 'rows', target: { node: name, text: inner.text }, holders: [{ id: inner, part: 'rows' }] }
    : undefined;
}

/** `(await …).rows`, or mysql2's `(await …)[0]`. */
function rowsMember(awaited: Node, gives: 'pg' | 'mysql'): Node | undefined {
  const wrapped = awaited.parent?.type === 'parenthesized_expression' ? awaited.parent : undefined;
  const outer = wrapped?.parent;
  if (wrapped === undefined || outer == null || field(outer, 'object')?.id !== wrapped.id) return undefined;
  if (gives === 'pg') return outer.type === 'member_expression' && field(outer, 'property')?.text === 'rows' ? outer : undefined;
  return outer.type === 'subscript_expression' && field(outer, 'index')?.text === '0' ? outer : undefined;
}

/** `rows[0]`. */
function indexed(rows: Node, source: ScriptSource): Result | undefined {
  const outer = rows.parent;
  const isFirst = outer?.type === 'subscript_expression' && field(outer, 'object')?.id === rows.id && field(outer, 'index')?.text === '0';
  return isFirst ? { node: outer, part: 'row', holders: holdersOf(outer, 'row', source) } : undefined;
}

/** What a pattern binds the rows to: `{ rows }`, `{ rows: found }`, `{ rows: [first] }`, `[rows]`, `[[first]]`. */
function rowsPattern(pattern: Node, gives: 'pg' | 'mysql'): Node | undefined {
  const [only, ...others] = namedChildren(pattern);
  if (only === undefined || others.length > 0) return undefined;
  if (gives === 'mysql') return pattern.type === 'array_pattern' && pattern.children[1]?.type !== ',' ? only : undefined;
  if (pattern.type !== 'object_pattern') return undefined;
  if (only.type === 'shorthand_property_identifier_pattern') return only.text === 'rows' ? only : undefined;
  return only.type === 'pair_pattern' && field(only, 'key')?.text === 'rows' ? field(only, 'value') : undefined;
}

/** `const result = await …`, of which only `rows` and `rowCount` are read. */
function keptResult(name: Node, awaited: Node, source: ScriptSource): Result | undefined {
  const declaration = source.scopes.resolve(name);
  if (declaration?.kind !== 'const') return undefined;
  const members: { node: Node; text: string }[] = [];
  const uses = source.scopes.references(declaration);
  const own = uses.every((use) => {
    const member = use.parent;
    const property = member?.type === 'member_expression' && field(member, 'object')?.id === use.id ? field(member, 'property')?.text : undefined;
    if (member == null || (property !== 'rows' && property !== 'rowCount')) return false;
    members.push({ node: member, text: property === 'rows' ? name.text : `${name.text}.length` });
    return true;
  });
  if (!own || members.length === 0) return undefined;
  // A list is not called `result` where a better name is free.
  const isRows = /^(?:res|result|response|r|q|query|data)\w*$/i.test(name.text) && source.scopes.lookup('rows', awaited) === undefined;
  const named = isRows ? 'rows' : name.text;
  const parts = members.map(({ node, text }) => ({ node, text: named + text.slice(name.text.length) }));
  const holders = members.filter(({ text }) => text === name.text).flatMap(({ node }) => [...holdersOf(node, 'rows', source), { id: node, part: 'rows' as const }]);
  return { node: awaited, part: 'rows', target: { node: name, text: named }, members: parts, holders };
}

/** The names an expression's value is given to. */
function holdersOf(value: Node, part: 'rows' | 'row', source: ScriptSource): Result['holders'] {
  let at = value;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  const declarator = at.parent?.type === 'variable_declarator' ? at.parent : undefined;
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  if (name?.type === 'identifier') return [{ id: name, part }];
  if (name !== undefined) return [];
  const subscript = at.parent?.type === 'subscript_expression' && field(at.parent, 'object')?.id === at.id ? at.parent : undefined;
  return subscript === undefined ? [{ id: value, part }] : holdersOf(subscript, 'row', source);
}

const mutating = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|set)$/;

/** Every expression that stands for rows or a row: the uses of their names, and what those are read into. */
function usesOf(read: KeyRead, source: ScriptSource): { readonly node: Node; readonly part: 'rows' | 'row' }[] {
  const result = resultOf(read, source);
  const found: { node: Node; part: 'rows' | 'row' }[] = [];
  const waiting = [...(result?.holders ?? [])];
  for (let holder = waiting.pop(); holder !== undefined && found.length < 200; holder = waiting.pop()) {
    const { id, part } = holder;
    const isName = id.type === 'identifier' || id.type === 'shorthand_property_identifier_pattern';
    const declaration = isName ? source.scopes.resolve(id) : undefined;
    for (const use of isName ? (declaration === undefined ? [] : source.scopes.references(declaration)) : [id]) {
      const subscript = part === 'rows' && use.parent?.type === 'subscript_expression' && field(use.parent, 'object')?.id === use.id ? use.parent : undefined;
      found.push({ node: subscript ?? use, part: subscript === undefined ? part : 'row' });
      const outer = (subscript ?? use).parent;
      const name = outer?.type === 'variable_declarator' ? field(outer, 'name') : undefined;
      if (name?.type === 'identifier') waiting.push({ id: name, part: subscript === undefined ? part : 'row' });
      else if (name?.type === 'array_pattern') waiting.push(...namedChildren(name).filter(({ type }) => type === 'identifier').map((row) => ({ id: row, part: 'row' as const })));
    }
  }
  return found;
}

/** True when the loop changes a row or the list of them: elements with equal keys share both after the fix. */
export function changesRows(read: KeyRead, loop: Loop, source: ScriptSource): boolean {
  return usesOf(read, source).some(({ node }) => {
    const member = node.parent?.type === 'member_expression' && field(node.parent, 'object')?.id === node.id ? node.parent : undefined;
    if (member === undefined) return node.parent?.type === 'assignment_expression' && field(node.parent, 'left')?.id === node.id;
    const outer = member.parent;
    const isTarget = (outer?.type === 'assignment_expression' || outer?.type === 'augmented_assignment_expression') && field(outer, 'left')?.id === member.id;
    const isCalled = outer?.type === 'call_expression' && field(outer, 'function')?.id === member.id && mutating.test(field(member, 'property')?.text ?? '');
    return (isTarget || isCalled || outer?.type === 'update_expression') && isInside(member, loop.body);
  });
}

/** True when a whole row leaves the loop, so that one more column would be seen. */
export function readsWholeRow(read: KeyRead, source: ScriptSource): boolean {
  return usesOf(read, source).some(({ node, part }) => {
    const outer = node.parent;
    if (outer == null) return true;
    if (outer.type === 'member_expression' && field(outer, 'object')?.id === node.id) return part === 'rows' && field(outer, 'property')?.text !== 'length' && !visitsMembers(outer, source);
    if (outer.type === 'variable_declarator') return field(outer, 'name')?.type === 'object_pattern' && /\.\.\./.test(field(outer, 'name')?.text ?? '');
    return !/^(?:unary_expression|if_statement)$/.test(outer.type) && !(outer.type === 'parenthesized_expression' && /^(?:if_statement|member_expression)$/.test(outer.parent?.type ?? '')) && !isTested(node, outer);
  });
}

const visiting = /^(?:map|flatMap|forEach|some|every)$/;

/** `rows.map((row) => row.name)`: a callback that only reads members of the row. */
function visitsMembers(method: Node, source: ScriptSource): boolean {
  const call = method.parent?.type === 'call_expression' ? method.parent : undefined;
  const [callback] = call === undefined || !visiting.test(field(method, 'property')?.text ?? '') ? [] : argumentsOf(call);
  const name = callback === undefined ? undefined : (field(callback, 'parameter') ?? namedChildren(field(callback, 'parameters') ?? callback)[0]);
  const id = name === undefined ? undefined : (field(name, 'pattern') ?? name);
  const declaration = callback?.type === 'arrow_function' && id?.type === 'identifier' ? source.scopes.lookup(id.text, field(callback, 'body') ?? callback) : undefined;
  return declaration !== undefined && source.scopes.references(declaration).every((use) => use.parent?.type === 'member_expression' && field(use.parent, 'object')?.id === use.id);
}

/** `row ? row.name : null`, `row && row.name`, `row === undefined`. */
function isTested(node: Node, outer: Node): boolean {
  if (outer.type === 'ternary_expression') return field(outer, 'condition')?.id === node.id;
  return outer.type === 'binary_expression' && (/^(?:[!=]==?)$/.test(field(outer, 'operator')?.text ?? '') || (field(outer, 'operator')?.text === '&&' && field(outer, 'left')?.id === node.id));
}
