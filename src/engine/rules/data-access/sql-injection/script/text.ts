import { argumentsOf, objectOfCall } from '../../../../facts/javascript/calls';
import { heldValue } from '../../../../facts/javascript/flow';
import { unwrapped } from '../../../../facts/javascript/options';
import type { Declaration } from '../../../../facts/javascript/scope';
import { stringValue } from '../../../../facts/javascript/strings';
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
 * Reads the text of a statement with the expressions pasted into it: a template, a concatenation, a format, a joined
 * list, a variable that holds one, and what is appended to that variable.
 * @returns undefined where nothing is pasted together
 */
export function writtenSql(argument: Node, source: ScriptSource): WrittenSql | undefined {
  const literal = heldValue(argument, source);
  if (isText(literal, source)) return withConditions([statementOf([literal], source)], literal, source);
  const declaration = literal.type === 'identifier' ? source.scopes.resolve(literal) : undefined;
  const initial = declaration?.kind === 'let' || declaration?.kind === 'var' ? field(declaration.site, 'value') : undefined;
  if (declaration === undefined) return undefined;
  const pieces = [...(initial === undefined ? [] : [{ nodes: [unwrapped(initial)], isAppended: false }]), ...writesTo(declaration, argument, source)];
  const written = pieces.filter(({ nodes }) => nodes.some((node) => isText(node, source)));
  const first = written[0]?.nodes[0];
  if (first === undefined) return undefined;
  const statements = written.map(({ nodes }) => statementOf(nodes, source));
  // What is appended by itself stands where the texts around it put it.
  const isBare = pieces.some((piece) => piece.isAppended && !written.includes(piece));
  const kept = pieces.filter((piece) => piece.isAppended || written.includes(piece));
  return withConditions([...statements, ...(isBare ? [statementOf(kept.flatMap(({ nodes }) => nodes), source, false)] : [])], first, source);
}

/** What one assignment makes part of a variable's text. */
interface Piece {
  readonly nodes: readonly Node[];
  /** It comes after what the variable holds already. */
  readonly isAppended: boolean;
}

/** What is assigned or appended to a variable before it is used. */
function writesTo(declaration: Declaration, use: Node, source: ScriptSource): Piece[] {
  return source.scopes.references(declaration).flatMap((reference): Piece[] => {
    const write = reference.parent;
    const isWrite = write?.type === 'augmented_assignment_expression' || write?.type === 'assignment_expression';
    const right = isWrite && field(write, 'left')?.id === reference.id && write.startIndex < use.startIndex ? field(write, 'right') : undefined;
    if (write === null || right === undefined) return [];
    if (write.type === 'augmented_assignment_expression') return [{ nodes: [unwrapped(right)], isAppended: true }];
    const added = addedTo(reference.text, unwrapped(right));
    return [added === undefined ? { nodes: [unwrapped(right)], isAppended: false } : { nodes: added, isAppended: true }];
  });
}

/** What `sql = sql + a + b` and `sql = sql.concat(a, b)` append. */
function addedTo(name: string, value: Node): Node[] | undefined {
  if (value.type === 'call_expression') {
    const object = objectOfCall(value, 'concat');
    return object?.text === name ? argumentsOf(value) : undefined;
  }
  const [left, right] = value.type === 'binary_expression' && field(value, 'operator')?.text === '+' ? [field(value, 'left'), field(value, 'right')] : [];
  if (left === undefined || right === undefined) return undefined;
  const before = left.type === 'identifier' && left.text === name ? [] : addedTo(name, left);
  return before === undefined ? undefined : [...before, unwrapped(right)];
}

/** `WHERE ${conditions.join(' AND ')}`: what is pushed to the list is part of the statement too. */
function withConditions(statements: readonly Statement[], literal: Node, source: ScriptSource): WrittenSql {
  const pushed = statements.flatMap(({ holes }) => holes).flatMap(({ node }) => pushedTo(joinedList(node, source), source));
  return { statements: [...statements, ...pushed.filter(isComposed).map((text) => statementOf([text], source))], literal };
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
  const declaration = list?.type === 'identifier' ? source.scopes.resolve(list) : undefined;
  return (declaration === undefined ? [] : source.scopes.references(declaration)).flatMap((reference): Node[] => {
    const callee = reference.parent;
    const call = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'push' ? callee.parent : undefined;
    return call?.type === 'call_expression' ? namedChildren(field(call, 'arguments') ?? call).map(unwrapped) : [];
  });
}

const isText = (node: Node, source: ScriptSource): boolean =>
  node.type === 'string' || node.type === 'template_string' || (node.type === 'binary_expression' && field(node, 'operator')?.text === '+') || (node.type === 'call_expression' && partsOfCall(node, source) !== undefined);

const isWritten = ({ type }: Node): boolean => type === 'string' || type === 'template_string' || type === 'binary_expression';

/** Methods and functions that make one text of several. */
const composes = /^(?:concat|join|format)$/;

/** True for a call that may make a text of several, by its name. */
export function mayCompose(call: Node): boolean {
  const callee = field(call, 'function');
  const name = callee?.type === 'member_expression' ? field(callee, 'property') : callee;
  return name !== undefined && composes.test(name.text);
}

/** An expression that becomes part of a text, or a piece of the text itself. */
type CallPart = Node | string;

/** What `'SELECT …'.concat(name)`, `[…].join(' ')` and `util.format('… %s', name)` put together; undefined for any other call. */
function partsOfCall(call: Node, source: ScriptSource): readonly CallPart[] | undefined {
  if (!mayCompose(call)) return undefined;
  const given = argumentsOf(call);
  const text = objectOfCall(call, 'concat');
  if (text !== undefined) return isText(text, source) || isWritten(heldValue(text, source)) ? [text, ...given] : undefined;
  const list = objectOfCall(call, 'join');
  if (list !== undefined) return joinedParts(list, given[0], source);
  const callee = field(call, 'function');
  return callee !== undefined && source.origins.key(callee) === 'util:format' ? formattedParts(given, source) : undefined;
}

/** @returns undefined for a list of words, which is no statement of its own */
function joinedParts(list: Node, separator: Node | undefined, source: ScriptSource): readonly CallPart[] | undefined {
  const between = separator === undefined ? ',' : stringValue(separator);
  const array = heldValue(list, source);
  const elements = array.type === 'array' ? [...namedChildren(array), ...pushedTo(list, source)].map(unwrapped) : [];
  if (between === undefined || !elements.map((element) => heldValue(element, source)).some((element) => isWritten(element) && element.text.includes(' '))) return undefined;
  return elements.flatMap((element, i) => (i === 0 ? [element] : [between, element]));
}

const formatVerb = /%[sdifjoOc%]/g;

/** The pieces of Node's `util.format`: numbers are written with digits, and what no verb asks for comes at the end. */
function formattedParts([format, ...values]: readonly Node[], source: ScriptSource): readonly CallPart[] | undefined {
  const text = format === undefined ? undefined : stringValue(heldValue(format, source));
  if (text === undefined || values.length === 0) return undefined;
  const parts: CallPart[] = [];
  const rest = [...values];
  let at = 0;
  for (const { 0: verb, index } of text.matchAll(formatVerb)) {
    if (verb !== '%%' && rest.length === 0) break;
    parts.push(text.slice(at, index));
    at = index + verb.length;
    const value = verb === '%%' ? undefined : rest.shift();
    if (verb === '%%') parts.push('%');
    else if (value !== undefined && verb !== '%c') parts.push(/[dif]/.test(verb) ? '0' : value);
  }
  return [...parts, text.slice(at), ...rest.flatMap((value) => [' ', value])];
}

/** True for a template or concatenation that something is pasted into. */
const isComposed = (node: Node): boolean =>
  node.type === 'binary_expression' || (node.type === 'template_string' && namedChildren(node).some((child) => child.type === 'template_substitution'));

/** @param isHere false where the pieces stand apart */
function statementOf(texts: readonly Node[], source: ScriptSource, isHere = true): Statement {
  const statement = new Statement();
  for (const text of texts) addText(text, statement, source, isHere, 0);
  return statement;
}

/** @param isHere false for the text of a constant, which stands elsewhere */
function addText(node: Node, statement: Statement, source: ScriptSource, isHere: boolean, depth: number): void {
  if (statement.isFull) return;
  const parts = node.type === 'call_expression' && depth <= maxDepth ? partsOfCall(node, source) : undefined;
  if (parts !== undefined) {
    for (const part of parts) {
      if (typeof part === 'string') statement.addText(part, -1, -1, undefined);
      else addText(unwrapped(part), statement, source, false, depth + 1);
    }
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
  if (isText(value, source) && (value.type !== 'binary_expression' || holdsText(value))) addText(value, statement, source, false, depth + 1);
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
