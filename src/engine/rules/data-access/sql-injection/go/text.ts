import { heldText } from '../../../../facts/go/sqlText';
import { enclosingGoFunction } from '../../../../facts/go/scope';
import { isLoose } from '../../../../facts/project/loose';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { Statement, type Literal } from '../statement';

/** A `fmt.Sprintf` that makes the statement, or a part of it. */
export interface Format {
  readonly call: Node;
  readonly literal: Node;
  /** The arguments after the format. */
  readonly given: readonly Node[];
  /** Where the file writes `%%`. */
  readonly percents: readonly number[];
}

export interface WrittenGoSql {
  readonly statements: readonly Statement[];
  readonly formats: readonly Format[];
}

const maxDepth = 6;

/** Reads a concatenation, a `fmt.Sprintf`, a variable that holds one, and what is appended to it. */
export function writtenGoSql(argument: Node, source: GoSource): WrittenGoSql | undefined {
  const formats: Format[] = [];
  const pieces = piecesOf(argument, source);
  const statements = pieces.flatMap((piece, i) => {
    const statement = new Statement();
    if (addText(piece, { statement, formats, source }, true, 0)) return statement.written.trim() !== '' ? [statement] : [];
    return appendedValue(pieces.slice(0, i), piece, source);
  });
  return statements.length === 0 ? undefined : { statements, formats };
}

/** What is appended to texts written before it, as their continuation: `query += name`, `builder.WriteString(name)`. */
function appendedValue(before: readonly Node[], value: Node, source: GoSource): Statement[] {
  const statement = new Statement();
  const target = { statement, formats: [], source };
  for (const piece of before) if (!addText(piece, target, false, 0)) addValue(piece, target, false);
  if (statement.written.trim() === '' || isOverwritten(value)) return [];
  addValue(value, target, false);
  return [statement];
}

/** `query = other` begins anew. */
function isOverwritten(value: Node): boolean {
  const assignment = ancestorOf(value, new Set(['assignment_statement', 'call_expression']));
  return assignment?.type === 'assignment_statement' && assignment.children.some((child) => child?.type === '=') && isInside(value, field(assignment, 'right') ?? value);
}

const texts: ReadonlySet<string> = new Set(['raw_string_literal', 'interpreted_string_literal', 'binary_expression', 'call_expression']);

function piecesOf(argument: Node, source: GoSource): Node[] {
  const held = heldText(argument, source);
  const built = builtBy(held);
  if (built !== undefined) return appendedTo(built, argument, source);
  if (texts.has(held.type)) return [held];
  const declaration = held.type === 'identifier' ? source.scopes.resolve(held) : undefined;
  if (declaration === undefined && held.type === 'identifier' && isLoose(source.file, source.project)) return givenTo(held);
  if (declaration === undefined || (declaration.kind !== 'short' && declaration.kind !== 'var')) return [];
  const list = field(declaration.site, declaration.kind === 'short' ? 'right' : 'value');
  const initial = list === undefined ? undefined : namedChildren(list)[declaration.index];
  const fn = enclosingGoFunction(argument);
  const written = (fn === undefined ? [] : source.scopes.references(declaration, fn)).flatMap((reference): Node[] => {
    const assignment = ancestorOf(reference, new Set(['assignment_statement']));
    const right = assignment === undefined ? undefined : field(assignment, 'right');
    const isTarget = assignment !== undefined && field(assignment, 'left')?.text === reference.text && assignment.startIndex < argument.startIndex;
    return isTarget && right !== undefined ? namedChildren(right).slice(0, 1) : [];
  });
  return [...(initial === undefined ? [] : [initial]), ...written];
}

/** What a function of a pasted fragment gives a name it does not declare, before that is used. */
function givenTo(name: Node): Node[] {
  const fn = enclosingGoFunction(name);
  return (fn?.descendantsOfType('assignment_statement') ?? []).flatMap((assignment): Node[] => {
    const isTarget = assignment !== null && field(assignment, 'left')?.text === name.text && assignment.startIndex < name.startIndex;
    const right = isTarget ? field(assignment, 'right') : undefined;
    return right === undefined ? [] : namedChildren(right).slice(0, 1);
  });
}

/** The builder in `builder.String()`. */
export function builtBy(expression: Node): Node | undefined {
  const callee = expression.type === 'call_expression' ? field(expression, 'function') : undefined;
  return callee?.type === 'selector_expression' && field(callee, 'field')?.text === 'String' ? field(callee, 'operand') : undefined;
}

/** What is written to a `strings.Builder`. */
export function appendedTo(builder: Node, before: Node, source: GoSource): Node[] {
  const fn = enclosingGoFunction(before);
  const found: Node[] = [];
  if (builder.type !== 'identifier' || fn === undefined) return found;
  walk(fn, (node) => {
    const callee = node.type === 'call_expression' ? field(node, 'function') : undefined;
    if (callee?.type !== 'selector_expression') return true;
    const [first, ...rest] = namedChildren(field(node, 'arguments') ?? node);
    const isWrite = field(callee, 'field')?.text === 'WriteString' && field(callee, 'operand')?.text === builder.text;
    if (isWrite && first !== undefined) found.push(first);
    const isFormat = source.origins.key(callee) === 'fmt:Fprintf' && first?.text.replace('&', '') === builder.text;
    if (isFormat && rest.length > 0) found.push(node);
    return true;
  });
  return found;
}

interface Target {
  readonly statement: Statement;
  readonly formats: Format[];
  readonly source: GoSource;
}

/** @returns false for what holds no text */
function addText(node: Node, target: Target, isHere: boolean, depth: number): boolean {
  const { statement, source } = target;
  switch (node.type) {
    case 'raw_string_literal':
    case 'interpreted_string_literal':
      for (const { text, start, end } of fragments(node)) statement.addText(text, start, end, isHere ? literalOf(node) : undefined);
      return true;
    case 'binary_expression': {
      if (field(node, 'operator')?.text !== '+') return false;
      const sides = ['left', 'right'].flatMap((side) => field(node, side) ?? []);
      for (const side of sides) if (!addText(side, target, isHere, depth)) addValue(side, target, isHere);
      return true;
    }
    case 'call_expression':
      return addFormat(node, target, isHere, depth);
    default: {
      const held = depth > maxDepth ? node : heldText(node, source);
      return held.id !== node.id && texts.has(held.type) && addText(held, target, false, depth + 1);
    }
  }
}

function addValue(node: Node, { statement }: Target, isHere: boolean): void {
  statement.addHole({ node, start: isHere ? node.startIndex : -1, end: isHere ? node.endIndex : -1, literal: undefined });
}

const literalOf = (node: Node): Literal => ({ start: node.startIndex, end: node.endIndex, delimiter: node.text[0] ?? '"' });

interface Fragment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function fragments(node: Node): Fragment[] {
  if (node.type === 'raw_string_literal') return [{ text: node.text.slice(1, -1), start: node.startIndex + 1, end: node.endIndex - 1 }];
  return namedChildren(node).map((child) => ({ text: child.type === 'escape_sequence' ? unescaped(child.text) : child.text, start: child.startIndex, end: child.endIndex }));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

const unescaped = (escape: string): string => escapes[escape.slice(1)] ?? escape.slice(1);

const verb = /%(?:%|[-+# 0]*\d*(?:\.\d+)?[a-zA-Z])/g;

function addFormat(call: Node, target: Target, isHere: boolean, depth: number): boolean {
  const callee = field(call, 'function');
  const key = callee === undefined ? '' : target.source.origins.key(callee);
  const all = namedChildren(field(call, 'arguments') ?? call);
  const [format, ...given] = key === 'fmt:Fprintf' ? all.slice(1) : all;
  const literal = format === undefined ? undefined : heldText(format, target.source);
  if (!/^fmt:(?:Sprintf|Fprintf)$/.test(key) || literal === undefined || !/string_literal$/.test(literal.type) || /%[^%a-zA-Z]*[[*]/.test(literal.text)) return false;
  const verbs = [...literal.text.matchAll(verb)].filter(([text]) => text !== '%%');
  if (verbs.length !== given.length || given.some((argument) => argument.type === 'variadic_argument')) return false;
  const isInline = isHere && key === 'fmt:Sprintf' && literal.id === format?.id;
  const percents: number[] = [];
  let next = 0;
  for (const { text, start } of fragments(literal)) {
    let at = 0;
    const put = (until: number) => {
      target.statement.addText(text.slice(at, until), start + at, start + until, isInline ? literalOf(literal) : undefined);
    };
    for (const match of text.matchAll(verb)) {
      put(match.index);
      at = match.index + match[0].length;
      const [from, to] = [start + match.index, start + at];
      if (match[0] === '%%') {
        percents.push(from);
        target.statement.addText('%', from, to, isInline ? literalOf(literal) : undefined);
        continue;
      }
      const argument = given[next++];
      if (argument === undefined) return false;
      if (/[svq]$/.test(match[0])) addArgument(argument, { from, to, literal: isInline ? literalOf(literal) : undefined }, target, depth);
      // A number is written with digits only.
      else target.statement.addText('0', from, to, isInline ? literalOf(literal) : undefined);
    }
    put(text.length);
  }
  if (isInline) target.formats.push({ call, literal, given, percents });
  return true;
}

interface Verb {
  readonly from: number;
  readonly to: number;
  readonly literal: Literal | undefined;
}

/** A constant text becomes part of the statement. */
function addArgument(argument: Node, { from, to, literal }: Verb, target: Target, depth: number): void {
  const held = depth > maxDepth ? argument : heldText(argument, target.source);
  if (/string_literal$/.test(held.type)) addText(held, target, false, depth + 1);
  else target.statement.addHole({ node: argument, start: literal === undefined ? -1 : from, end: literal === undefined ? -1 : to, literal });
}
