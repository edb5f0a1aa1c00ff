import type { Origin } from '../../../../facts/javascript/origin';
import { Origins } from '../../../../facts/javascript/origin';
import { argumentsOf, awaitOf } from '../../../../facts/javascript/calls';
import { parametersOf } from '../../../../facts/javascript/functions';
import { functionTypes } from '../../../../facts/javascript/scope';
import { unwrapped } from '../../../../facts/javascript/options';
import type { SqlCall } from '../../../../facts/javascript/sqlCalls';
import type { SelectFacts } from '../../../../facts/sql/statements';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';
import { and, exactly, found, missing, not, or, unknown, type Outcome } from '../outcome';

/** What part of a query's result an expression is. */
export type ResultPart =
  | { readonly kind: 'result' | 'rows' | 'row' }
  /** How many rows came back, or what `count(*)` says; pg gives the latter as a text. */
  | { readonly kind: 'count'; readonly isText: boolean }
  | { readonly kind: 'cell'; readonly column: string };

const module = 'result of';

/** Follows the result of one SQL call through variables, patterns and members. */
export class ResultReader {
  private readonly origins: Origins;
  private readonly root: Node | undefined;

  constructor(
    readonly query: SqlCall,
    private readonly source: ScriptSource,
  ) {
    this.root = awaitOf(query.call);
    this.origins = new Origins(source.scopes, false, (node) => this.known(node));
  }

  /** @returns undefined when the expression has nothing to do with the result. */
  partOf(expression: Node): ResultPart | undefined {
    const origin = this.origins.of(expression);
    return origin?.module === module ? partAt(origin.path, this.query.client.dialect) : undefined;
  }

  private known(node: Node): Origin | undefined {
    const { dialect } = this.query.client;
    if (node.id === this.root?.id) return { module, path: this.query.taken };
    if (node.type !== 'identifier' && node.type !== 'shorthand_property_identifier_pattern') return undefined;
    const { callback } = this.query;
    // Callbacks get (error, result); mysql2's result is the rows themselves.
    if (callback !== undefined && parametersOf(callback)[1]?.id === node.id) return { module, path: dialect === 'mysql' ? ['0'] : [] };
    const then = continuationOf(this.query);
    if (then !== undefined && then.id !== callback?.id && isFirstParameter(node, then)) return this.parameterPath(node, then);
    return this.laterWritten(node);
  }

  /** `.then(({ rows }) => …)`, `.then((result) => …)` */
  private parameterPath(node: Node, then: Node): Origin {
    const [parameter] = parametersOf(then);
    const member = parameter?.type === 'object_pattern' ? node.text : parameter?.type === 'array_pattern' ? '0' : undefined;
    return { module, path: member === undefined ? this.query.taken : [...this.query.taken, member] };
  }

  /** A `let` still holds its first value where every write to it comes later. */
  private laterWritten(node: Node): Origin | undefined {
    const declaration = this.source.scopes.resolve(node);
    const value = declaration?.kind === 'let' ? field(declaration.site, 'value') : undefined;
    if (declaration === undefined || value === undefined || declaration.id.id === node.id || declaration.id.parent?.id !== declaration.site.id) return undefined;
    const isEarlier = this.source.scopes.references(declaration).some((reference) => reference.startIndex < node.startIndex && isWritten(reference));
    const origin = isEarlier || isWritten(node) ? undefined : this.origins.of(value);
    return origin?.module === module ? origin : undefined;
  }
}

/** The function that goes on with the result: the callback, or that of `.then`. */
export function continuationOf({ call, callback }: SqlCall): Node | undefined {
  if (callback !== undefined) return callback;
  const member = call.parent;
  const chained = member?.type === 'member_expression' && field(member, 'property')?.text === 'then' ? member.parent : null;
  const [first] = chained === null ? [] : argumentsOf(chained);
  return first !== undefined && functionTypes.has(first.type) ? first : undefined;
}

/** The whole parameter, or one name that its pattern takes: `{ rows }`, `[rows]`. */
function isFirstParameter(node: Node, fn: Node): boolean {
  const [parameter] = parametersOf(fn);
  if (parameter === undefined || node.id === parameter.id) return parameter !== undefined;
  return node.parent?.id === parameter.id && (parameter.type === 'object_pattern' || namedChildren(parameter)[0]?.id === node.id);
}

function isWritten(reference: Node): boolean {
  const outer = reference.parent;
  return outer?.type === 'update_expression' || (outer !== null && field(outer, 'left')?.id === reference.id && outer.type.endsWith('assignment_expression'));
}

const results: ReadonlySet<string> = new Set(['rows', 'rowCount']);

function partAt(path: readonly string[], dialect: 'postgres' | 'mysql'): ResultPart | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return { kind: 'result' };
  if (dialect === 'postgres' && !results.has(first)) return undefined;
  if (dialect === 'mysql' && first !== '0') return undefined;
  if (first === 'rowCount') return rest.length === 0 ? { kind: 'count', isText: false } : undefined;
  const [second, third] = rest;
  if (second === undefined) return { kind: 'rows' };
  if (second === 'length') return rest.length === 1 ? { kind: 'count', isText: false } : undefined;
  const inRow = second === '0' ? rest.slice(1) : second === 'at' && third === '()' ? rest.slice(2) : undefined;
  if (inRow === undefined) return undefined;
  const [column, ...deeper] = inRow;
  if (column === undefined) return { kind: 'row' };
  return deeper.length === 0 ? { kind: 'cell', column } : undefined;
}

/** Reads a condition as a statement about what the check found. */
export function outcomeOf(expression: Node, reader: ResultReader, facts: SelectFacts, source: ScriptSource): Outcome {
  const read = (node: Node | undefined): Outcome => (node === undefined ? unknown : outcomeOf(node, reader, facts, source));
  const node = unwrapped(expression);
  switch (node.type) {
    case 'unary_expression':
      return field(node, 'operator')?.text === '!' ? not(read(field(node, 'argument'))) : unknown;
    case 'binary_expression':
      return binaryOutcome(node, reader, facts, read);
    case 'call_expression':
      // `Boolean(row)`
      return field(node, 'function')?.text === 'Boolean' ? read(argumentsOf(node)[0]) : unknown;
    default:
  }
  const part = measured(node, reader, facts);
  if (part !== undefined) return truthOf(part, facts);
  const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
  const isPlain = declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id;
  return isPlain ? read(field(declaration.site, 'value')) : unknown;
}

/** A part of the result, with `count(*)` read as the number it is: `Number(rows[0].count)`, `rows[0].count`. */
function measured(expression: Node, reader: ResultReader, facts: SelectFacts): ResultPart | undefined {
  const node = unwrapped(expression);
  const part = reader.partOf(node);
  if (part?.kind === 'cell' && facts.kind === 'count') {
    return part.column === facts.output[0] ? { kind: 'count', isText: reader.query.client.dialect === 'postgres' } : undefined;
  }
  // One row always comes back from EXISTS and count(*).
  if (part?.kind === 'count' && facts.kind !== 'rows') return undefined;
  if (part !== undefined) return part;
  const inner = conversionIn(node);
  const converted = inner === undefined ? undefined : measured(inner, reader, facts);
  return converted?.kind === 'count' ? { kind: 'count', isText: false } : undefined;
}

/** What `Number(x)`, `parseInt(x, 10)`, `+x` and `x ?? 0` measure. */
function conversionIn(node: Node): Node | undefined {
  if (node.type === 'call_expression') return /^(?:Number|(?:Number\.)?parseInt|BigInt)$/.test(field(node, 'function')?.text ?? '') ? argumentsOf(node)[0] : undefined;
  if (node.type === 'unary_expression') return field(node, 'operator')?.text === '+' ? field(node, 'argument') : undefined;
  if (node.type === 'binary_expression') return field(node, 'operator')?.text === '??' ? field(node, 'left') : undefined;
  return undefined;
}

function truthOf(part: ResultPart, facts: SelectFacts): Outcome {
  const isFound = exactly(found);
  switch (part.kind) {
    case 'count':
      // '0' is true.
      return part.isText ? unknown : isFound;
    case 'row':
      return facts.kind === 'rows' ? isFound : unknown;
    case 'cell':
      if (facts.kind === 'exists') return facts.negated ? not(isFound) : isFound;
      return unknown;
    default:
      return { whenTrue: found | missing, whenFalse: 0 };
  }
}

function binaryOutcome(node: Node, reader: ResultReader, facts: SelectFacts, read: (node: Node | undefined) => Outcome): Outcome {
  const [left, right] = [field(node, 'left'), field(node, 'right')];
  const operator = field(node, 'operator')?.text ?? '';
  if (left === undefined || right === undefined) return unknown;
  if (operator === '&&') return and(read(left), read(right));
  if (operator === '||') return or(read(left), read(right));
  return comparison(left, operator, right, reader, facts) ?? comparison(right, flipped[operator] ?? operator, left, reader, facts) ?? unknown;
}

const flipped: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function comparison(value: Node, operator: string, constant: Node, reader: ResultReader, facts: SelectFacts): Outcome | undefined {
  const part = measured(value, reader, facts);
  const other = unwrapped(constant);
  if (part?.kind === 'count') return countOutcome(operator, numberOf(other, part.isText));
  const isEqual = operator === '===' || operator === '==';
  if (!isEqual && operator !== '!==' && operator !== '!=') return undefined;
  const equal = (outcome: Outcome) => (isEqual ? outcome : not(outcome));
  if (part?.kind === 'row' && facts.kind === 'rows') return other.type === 'undefined' || other.type === 'null' ? equal(exactly(missing)) : undefined;
  if (part?.kind === 'cell' && (other.type === 'true' || other.type === 'false')) {
    const truth = truthOf(part, facts);
    return equal(other.type === 'true' ? truth : not(truth));
  }
  return undefined;
}

function numberOf(node: Node, isText: boolean): number | undefined {
  const text = node.type === 'number' ? node.text : isText && node.type === 'string' ? namedChildren(node).map((child) => child.text).join('') : '';
  return /^\d+n?$/.test(text) ? Number(text.replace('n', '')) : undefined;
}

/** A count is 0 when nothing was found, and taken to be 1 otherwise: that is what a check by key expects. */
function countOutcome(operator: string, limit: number | undefined): Outcome | undefined {
  const compare = comparisons[operator];
  if (limit === undefined || compare === undefined || limit > 1) return undefined;
  const [whenMissing, whenFound] = [compare(0, limit), compare(1, limit)];
  if (whenMissing === whenFound) return unknown;
  return exactly(whenFound ? found : missing);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '===': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '!=': (a, b) => a !== b,
};
