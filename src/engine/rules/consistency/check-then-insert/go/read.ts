import type { GoSqlCall } from '../../../../facts/go/sqlCalls';
import { goFunctionTypes, type GoDeclaration } from '../../../../facts/go/scope';
import type { SelectFacts } from '../../../../facts/sql/statements';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../../syntax/nodes';
import { and, exactly, found, missing, not, or, unknown, type Outcome } from '../outcome';

/** How a query's result is read: `err := pool.QueryRow(…).Scan(&id)`. */
export interface RowRead {
  readonly query: GoSqlCall;
  readonly facts: SelectFacts;
  /** The call of `Scan`. */
  readonly scan: Node;
  /** `row := pool.QueryRow(…)`, where the row has a statement of its own. */
  readonly rowStatement: Node | undefined;
  /** The variables it fills, by their identifier in its arguments. */
  readonly targets: readonly Node[];
  /** The statement that assigns the error. */
  readonly assignment: Node;
  readonly error: GoDeclaration;
  /** `rows, err := pool.Query(…)`, where `rows.Next()` tells whether there is a row. */
  readonly rows: GoDeclaration | undefined;
}

/** Reads the row a query is scanned into; undefined where the row or its error goes elsewhere. */
export function rowReadOf(query: GoSqlCall, facts: SelectFacts, source: GoSource): RowRead | undefined {
  return query.method === 'Query' ? rowsOf(query, facts, source) : scannedRow(query, facts, source);
}

function rowsOf(query: GoSqlCall, facts: SelectFacts, source: GoSource): RowRead | undefined {
  const assignment = query.call.parent?.type === 'expression_list' ? query.call.parent.parent : undefined;
  if (assignment?.type !== 'short_var_declaration' || facts.kind !== 'rows') return undefined;
  const [rows, error, ...more] = namedChildren(field(assignment, 'left') ?? assignment).map((target) => source.scopes.lookup(target.text, afterward(assignment)));
  if (rows === undefined || error === undefined || more.length > 0) return undefined;
  return { query, facts, scan: query.call, rowStatement: undefined, targets: [], assignment, error, rows };
}

function scannedRow(query: GoSqlCall, facts: SelectFacts, source: GoSource): RowRead | undefined {
  const scan = scanOf(query.call, source);
  const assignment = scan?.parent?.type === 'expression_list' ? scan.parent.parent : undefined;
  if (scan === undefined || (assignment?.type !== 'short_var_declaration' && assignment?.type !== 'assignment_statement')) return undefined;
  const [target, ...more] = namedChildren(field(assignment, 'left') ?? assignment);
  if (target?.type !== 'identifier' || more.length > 0) return undefined;
  const error = assignment.type === 'short_var_declaration' ? declaredBy(assignment, target, source) : source.scopes.resolve(target);
  if (error === undefined) return undefined;
  const targets = namedChildren(field(scan, 'arguments') ?? scan).flatMap((argument) => {
    const operand = argument.type === 'unary_expression' ? field(argument, 'operand') : undefined;
    return operand?.type === 'identifier' ? [operand] : [];
  });
  const list = query.call.parent;
  const rowStatement = list?.type === 'expression_list' && list.parent?.type === 'short_var_declaration' && list.parent.id !== assignment.id ? list.parent : undefined;
  return { query, facts, scan, rowStatement, targets, assignment, error, rows: undefined };
}

/** The read as one expression: `pool.QueryRow(…).Scan(&id)`. */
export function scanText({ query, scan, rowStatement }: RowRead): string {
  const callee = field(scan, 'function');
  const row = callee === undefined ? undefined : field(callee, 'operand');
  return rowStatement === undefined || row === undefined ? scan.text : query.call.text + scan.text.slice(row.endIndex - scan.startIndex);
}

/** `:=` gives a variable of the same block a new value, or declares one. */
function declaredBy(assignment: Node, target: Node, source: GoSource): GoDeclaration | undefined {
  const after = source.scopes.lookup(target.text, afterward(assignment));
  return after ?? source.scopes.resolve(target);
}

function afterward(assignment: Node): Node {
  const outer = assignment.parent;
  const isInitializer = outer !== null && field(outer, 'initializer')?.id === assignment.id;
  return (isInitializer ? field(outer, 'consequence') : assignment.nextNamedSibling) ?? assignment;
}

/** The `Scan` of a row: chained, or called on the variable that holds it. */
function scanOf(call: Node, source: GoSource): Node | undefined {
  const chained = scanCallOn(call);
  if (chained !== undefined) return chained;
  const list = call.parent;
  const declaration = list?.type === 'expression_list' && list.parent?.type === 'short_var_declaration' ? list.parent : undefined;
  const name = declaration === undefined ? undefined : namedChildren(field(declaration, 'left') ?? declaration)[0];
  const row = name === undefined || declaration === undefined ? undefined : source.scopes.lookup(name.text, afterward(declaration));
  const fn = ancestorOf(call, goFunctionTypes);
  const uses = row === undefined || fn === undefined ? [] : source.scopes.references(row, fn).filter((use) => use.id !== name?.id);
  return uses.length === 1 && uses[0] !== undefined ? scanCallOn(uses[0]) : undefined;
}

function scanCallOn(row: Node): Node | undefined {
  const selector = row.parent;
  const isScan = selector?.type === 'selector_expression' && field(selector, 'field')?.text === 'Scan' && field(selector, 'operand')?.id === row.id;
  return isScan && selector.parent?.type === 'call_expression' ? selector.parent : undefined;
}

/** Reads a condition as a statement about what the check found. */
export function goOutcomeOf(condition: Node, read: RowRead, source: GoSource): Outcome {
  const inner = (node: Node | undefined): Outcome => (node === undefined ? unknown : goOutcomeOf(node, read, source));
  switch (condition.type) {
    case 'parenthesized_expression':
      return inner(namedChildren(condition)[0]);
    case 'unary_expression':
      return field(condition, 'operator')?.text === '!' ? not(inner(field(condition, 'operand'))) : unknown;
    case 'binary_expression':
      return binaryOutcome(condition, read, inner, source);
    case 'call_expression':
      if (isNext(condition, read, source)) return exactly(found);
      return isErrorsIs(condition, source) ? errorsIs(condition, read, source) : unknown;
    case 'identifier':
      return read.facts.kind === 'exists' && isTarget(condition, read, source) ? answer(read) : unknown;
    default:
      return unknown;
  }
}

const answer = ({ facts }: RowRead): Outcome => {
  const positive = { whenTrue: found, whenFalse: missing };
  return facts.negated ? not(positive) : positive;
};

function binaryOutcome(node: Node, read: RowRead, inner: (node: Node | undefined) => Outcome, source: GoSource): Outcome {
  const [left, right] = [field(node, 'left'), field(node, 'right')];
  const operator = field(node, 'operator')?.text ?? '';
  if (left === undefined || right === undefined) return unknown;
  if (operator === '&&') return and(inner(left), inner(right));
  if (operator === '||') return or(inner(left), inner(right));
  if (isError(left, read, source) && (operator === '==' || operator === '!=')) {
    const equal = errorEquals(right, read, source);
    return operator === '==' ? equal : not(equal);
  }
  if (read.facts.kind === 'count' && right.type === 'int_literal' && isTarget(left, read, source)) return countOutcome(operator, Number(right.text));
  return unknown;
}

/** `rows.Next()` */
function isNext(call: Node, { rows }: RowRead, source: GoSource): boolean {
  const callee = field(call, 'function');
  const operand = callee?.type === 'selector_expression' && field(callee, 'field')?.text === 'Next' ? field(callee, 'operand') : undefined;
  return operand?.type === 'identifier' && isSame(source.scopes.resolve(operand), rows);
}

function errorEquals(value: Node, { facts, rows }: RowRead, source: GoSource): Outcome {
  if (value.type === 'nil') return exactly(facts.kind === 'rows' && rows === undefined ? found : found | missing);
  return isNoRows(value, source) && facts.kind === 'rows' ? exactly(missing) : unknown;
}

function errorsIs(call: Node, read: RowRead, source: GoSource): Outcome {
  const [error, target] = namedChildren(field(call, 'arguments') ?? call);
  if (error === undefined || target === undefined || !isError(error, read, source)) return unknown;
  return errorEquals(target, read, source);
}

const isErrorsIs = (call: Node, source: GoSource) => /^(?:errors|github\.com\/pkg\/errors|golang\.org\/x\/xerrors):Is$/.test(source.origins.key(field(call, 'function') ?? call));

/** `pgx.ErrNoRows` or `sql.ErrNoRows`. */
export function isNoRows(node: Node, source: GoSource): boolean {
  return /^(?:database\/sql|github\.com\/jackc\/pgx(?:\/v[45])?):ErrNoRows$/.test(source.origins.key(node));
}

/** `n > 0`: a count is 0 when nothing was found, and taken to be 1 otherwise. */
function countOutcome(operator: string, limit: number): Outcome {
  const compare = comparisons[operator];
  if (compare === undefined || limit > 1) return unknown;
  const [whenMissing, whenFound] = [compare(0, limit), compare(1, limit)];
  if (whenMissing === whenFound) return unknown;
  return whenFound ? { whenTrue: found, whenFalse: missing } : { whenTrue: missing, whenFalse: found };
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** The identifier is the check's error, and nothing was assigned to it since. */
function isError(node: Node, read: RowRead, source: GoSource): boolean {
  return node.type === 'identifier' && isSame(source.scopes.resolve(node), read.error) && isFresh(node, read.error, read, source);
}

function isTarget(node: Node, read: RowRead, source: GoSource): boolean {
  const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
  const [only, ...more] = read.targets;
  if (declaration === undefined || only === undefined || more.length > 0) return false;
  return isSame(declaration, source.scopes.resolve(only)) && isFresh(node, declaration, read, source);
}

const isSame = (a: GoDeclaration | undefined, b: GoDeclaration | undefined) => a !== undefined && a.id.startIndex === b?.id.startIndex;

function isFresh(use: Node, declaration: GoDeclaration, { assignment }: RowRead, source: GoSource): boolean {
  const fn = ancestorOf(use, goFunctionTypes);
  const between = fn === undefined ? [] : source.scopes.references(declaration, fn).filter((each) => each.startIndex > assignment.endIndex && each.endIndex <= use.startIndex);
  return !between.some(isWritten);
}

/** `err = …`, `x, err := …`, `&id`. */
export function isWritten(reference: Node): boolean {
  const list = reference.parent;
  if (list?.type === 'unary_expression') return field(list, 'operator')?.text === '&';
  const statement = list?.type === 'expression_list' ? list.parent : undefined;
  const isAssigned = statement?.type === 'assignment_statement' || statement?.type === 'short_var_declaration';
  return (isAssigned && field(statement, 'left')?.id === list?.id) || list?.type === 'inc_statement' || list?.type === 'dec_statement';
}

