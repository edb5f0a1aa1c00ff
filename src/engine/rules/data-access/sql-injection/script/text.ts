import { heldValue } from '../../../../facts/javascript/flow';
import { unwrapped } from '../../../../facts/javascript/options';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { Statement, type Literal } from '../statement';

/** The SQL a call is given: where it is written, and what is appended to it on the way. */
export interface WrittenSql {
  readonly statements: readonly Statement[];
  /** The expression that gives the first of them. */
  readonly literal: Node;
}

const maxDepth = 6;

/**
 * Reads the text of a statement with the expressions pasted into it: a template, a concatenation, a variable that holds
 * one, and what is appended to that variable.
 * @returns undefined where nothing is pasted together
 */
export function writtenSql(argument: Node, source: ScriptSource): WrittenSql | undefined {
  const literal = heldValue(argument, source);
  if (isText(literal)) return withConditions([statementOf(literal, source)], literal, source);
  const declaration = literal.type === 'identifier' ? source.scopes.resolve(literal) : undefined;
  const initial = declaration?.kind === 'let' || declaration?.kind === 'var' ? field(declaration.site, 'value') : undefined;
  if (declaration === undefined) return undefined;
  const appended = source.scopes.references(declaration).flatMap((reference): Node[] => {
    const write = reference.parent;
    const isWrite = write?.type === 'augmented_assignment_expression' || write?.type === 'assignment_expression';
    const right = isWrite && field(write, 'left')?.id === reference.id && write.startIndex < argument.startIndex ? field(write, 'right') : undefined;
    return right === undefined ? [] : [right];
  });
  const written = [...(initial === undefined ? [] : [initial]), ...appended].map(unwrapped).filter(isText);
  const [first] = written;
  return first === undefined ? undefined : withConditions(written.map((text) => statementOf(text, source)), first, source);
}

/** `WHERE ${conditions.join(' AND ')}`: what is pushed to the list is part of the statement too. */
function withConditions(statements: readonly Statement[], literal: Node, source: ScriptSource): WrittenSql {
  const pushed = statements.flatMap(({ holes }) => holes).flatMap(({ node }) => pushedTo(joinedList(node, source), source));
  return { statements: [...statements, ...pushed.filter(isComposed).map((text) => statementOf(text, source))], literal };
}

/** The list in `list.join(' AND ')`, also inside the text of a branch or of a constant. */
function joinedList(expression: Node, source: ScriptSource): Node | undefined {
  let found: Node | undefined;
  walk(heldValue(expression, source), (node) => {
    const callee = found === undefined && node.type === 'call_expression' ? field(node, 'function') : undefined;
    const object = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'join' ? field(callee, 'object') : undefined;
    if (object?.type === 'identifier') found = object;
    return found === undefined;
  });
  return found;
}

function pushedTo(list: Node | undefined, source: ScriptSource): Node[] {
  const declaration = list === undefined ? undefined : source.scopes.resolve(list);
  return (declaration === undefined ? [] : source.scopes.references(declaration)).flatMap((reference): Node[] => {
    const callee = reference.parent;
    const call = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'push' ? callee.parent : undefined;
    return call?.type === 'call_expression' ? namedChildren(field(call, 'arguments') ?? call).map(unwrapped) : [];
  });
}

const isText = (node: Node): boolean =>
  node.type === 'string' || node.type === 'template_string' || (node.type === 'binary_expression' && field(node, 'operator')?.text === '+') || textBeforeConcat(node) !== undefined;

/** The text in `'SELECT …'.concat(name)`. */
export function textBeforeConcat(node: Node): Node | undefined {
  const callee = node.type === 'call_expression' ? field(node, 'function') : undefined;
  const object = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'concat' ? field(callee, 'object') : undefined;
  return object !== undefined && isText(object) ? object : undefined;
}

/** True for a template or concatenation that something is pasted into. */
const isComposed = (node: Node): boolean =>
  node.type === 'binary_expression' || (node.type === 'template_string' && namedChildren(node).some((child) => child.type === 'template_substitution'));

function statementOf(text: Node, source: ScriptSource): Statement {
  const statement = new Statement();
  addText(text, statement, source, true, 0);
  return statement;
}

/** @param isHere false for the text of a constant, which stands elsewhere */
function addText(node: Node, statement: Statement, source: ScriptSource, isHere: boolean, depth: number): void {
  if (statement.isFull) return;
  const before = textBeforeConcat(node);
  if (before !== undefined) {
    addText(before, statement, source, false, depth + 1);
    for (const given of namedChildren(field(node, 'arguments') ?? node)) addText(given, statement, source, false, depth + 1);
    return;
  }
  if (node.type === 'binary_expression' && field(node, 'operator')?.text === '+') {
    for (const side of ['left', 'right']) {
      const operand = field(node, side);
      if (operand !== undefined) addText(operand, statement, source, isHere, depth + 1);
    }
  } else if (node.type === 'string' || node.type === 'template_string') addLiteral(node, statement, source, isHere, depth);
  else addValue(node, { start: node.startIndex, end: node.endIndex }, undefined, statement, source, isHere, depth);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A constant text becomes part of the statement; anything else is a hole. */
function addValue(node: Node, { start, end }: Span, literal: Literal | undefined, statement: Statement, source: ScriptSource, isHere: boolean, depth: number): void {
  const value = depth > maxDepth ? node : heldValue(node, source);
  if (isText(value) && (value.type !== 'binary_expression' || holdsText(value))) addText(value, statement, source, false, depth + 1);
  else statement.addHole({ node, start: isHere ? start : -1, end: isHere ? end : -1, literal });
}

/** `a + b` adds text when one side is text; of two names nobody knows. */
function holdsText(sum: Node): boolean {
  return ['left', 'right'].some((side) => {
    const operand = field(sum, side);
    return operand !== undefined && (operand.type === 'string' || operand.type === 'template_string' || (operand.type === 'binary_expression' && holdsText(operand)));
  });
}

function addLiteral(node: Node, statement: Statement, source: ScriptSource, isHere: boolean, depth: number): void {
  const literal: Literal | undefined = isHere ? { start: node.startIndex, end: node.endIndex, delimiter: node.text[0] ?? '' } : undefined;
  for (const child of namedChildren(node)) {
    if (child.type === 'template_substitution') {
      const inner = namedChildren(child)[0];
      if (inner !== undefined) addValue(inner, { start: child.startIndex, end: child.endIndex }, literal, statement, source, isHere, depth);
    } else statement.addText(child.type === 'escape_sequence' ? unescaped(child.text) : child.text, child.startIndex, child.endIndex, literal);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\r\n': '' };

const unescaped = (escape: string): string => escapes[escape.slice(1)] ?? escape.slice(1);
