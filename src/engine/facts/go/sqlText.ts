import type { GoSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import type { SqlText } from '../sql/text';
import { SqlTextBuilder } from '../sql/textBuilder';
import { enclosingGoFunction } from './scope';

/** SQL that a Go expression is certain to hold. */
export interface GoSql {
  readonly text: SqlText;
  /** The literal or concatenation it is written in; elsewhere than the expression for a constant. */
  readonly literal: Node;
}

const maxDepth = 8;

/**
 * Reads a string literal, a constant of this file, and any concatenation of them.
 * @returns undefined when a part of the text is decided elsewhere.
 */
export function goSqlTextOf(expression: Node, source: GoSource): GoSql | undefined {
  const literal = heldText(expression, source);
  const builder = new SqlTextBuilder();
  return addText(literal, builder, source, 0) ? { text: builder.build(), literal } : undefined;
}

/** The value of a constant, or what a variable was last given before it is used; else the expression itself. */
export function heldText(expression: Node, source: GoSource): Node {
  const inner = expression.type === 'parenthesized_expression' ? namedChildren(expression)[0] : expression;
  const declaration = inner?.type === 'identifier' ? source.scopes.resolve(inner) : undefined;
  if (inner === undefined || declaration === undefined) return inner ?? expression;
  const { kind, site, index } = declaration;
  const list = field(site, kind === 'short' ? 'right' : 'value');
  const value = list === undefined ? undefined : namedChildren(list)[index];
  if (value === undefined) return inner;
  if (kind === 'const') return value;
  if (kind !== 'var' && kind !== 'short') return inner;
  const writes = source.scopes.references(declaration, source.tree.rootNode).filter(isTarget);
  if (writes.length === 0) return value;
  const isLocal = enclosingGoFunction(declaration.id) !== undefined;
  return (isLocal ? lastGiven(inner, declaration.id, writes, source) : undefined) ?? inner;
}

/** The value of the last assignment before a use, when every way to the use leads over it: both stand in its block. */
function lastGiven(use: Node, id: Node, writes: readonly Node[], source: GoSource): Node | undefined {
  const fn = enclosingGoFunction(use);
  const last = [id, ...writes].filter((write) => write.endIndex <= use.startIndex && !isPartOf(use, write)).at(-1);
  const assignment = last === undefined ? null : ancestorOf(last, assignments);
  const list = assignment?.parent;
  const isSure = fn?.id === enclosingGoFunction(id)?.id && list?.type === 'statement_list' && isInside(use, list) && writes.every((write) => enclosingGoFunction(write)?.id === fn?.id);
  if (!isSure || assignment === null || assignment === undefined || last === undefined) return undefined;
  const targets = namedChildren(field(assignment, 'left') ?? assignment);
  const values = namedChildren(field(assignment, 'right') ?? assignment);
  const isPlain = assignment.children.some((child) => child?.type === '=' || child?.type === ':=') && targets.length === values.length;
  const value = isPlain ? values[targets.findIndex((target) => target.startIndex === last.startIndex)] : undefined;
  return value === undefined ? undefined : heldText(value, source);
}

/** The old value in `query = query + name`. */
function isPartOf(use: Node, write: Node): boolean {
  const assignment = ancestorOf(write, assignments);
  return assignment !== undefined && isInside(use, assignment);
}

const assignments: ReadonlySet<string> = new Set(['assignment_statement', 'short_var_declaration']);

function isTarget(reference: Node): boolean {
  const list = reference.parent;
  const assignment = list?.type === 'expression_list' ? list.parent : undefined;
  if (list?.type === 'unary_expression') return field(list, 'operator')?.text === '&';
  return assignment?.type === 'assignment_statement' && field(assignment, 'left')?.id === list?.id;
}

function addText(node: Node, builder: SqlTextBuilder, source: GoSource, depth: number): boolean {
  if (depth > maxDepth) return false;
  switch (node.type) {
    case 'raw_string_literal':
      builder.add(node.text.slice(1, -1).replaceAll('\r', ' '), node.startIndex + 1, node.endIndex - 1);
      return true;
    case 'interpreted_string_literal':
      return namedChildren(node).every((child) => addPart(child, builder));
    case 'binary_expression': {
      const [left, right] = [field(node, 'left'), field(node, 'right')];
      if (field(node, 'operator')?.text !== '+' || left === undefined || right === undefined) return false;
      return [left, right].every((side) => addText(heldText(side, source), builder, source, depth + 1));
    }
    default:
      return false;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"' };

function addPart(child: Node, builder: SqlTextBuilder): boolean {
  if (child.type !== 'escape_sequence') {
    builder.add(child.text, child.startIndex, child.endIndex);
    return true;
  }
  const char = escapes[child.text.slice(1)];
  if (char !== undefined) builder.add(char, child.startIndex, child.endIndex);
  return char !== undefined;
}
