import type { ColumnRef } from '@pgsql/types';
import type { SqlNode } from '../../syntax/sql';
import { sqlForm } from './form';

/** A value in a statement, as far as it can be compared with one in another statement. */
export type SqlValue =
  | { readonly kind: 'parameter'; readonly number: number }
  /** A variable or argument of a PL/pgSQL function, or a named parameter (`@email`, `sqlc.arg(email)`). */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'constant'; readonly form: string }
  | { readonly kind: 'expression'; readonly form: string };

/** One conjunct of a WHERE clause. */
export type SqlCondition =
  | { readonly kind: 'equals'; readonly column: string; readonly value: SqlValue }
  /**
   * Speaks of one column and constants only, so it can also be an index's condition: `deleted_at IS NULL`. `constant` is
   * the form of the value it is compared with by `=`.
   */
  | { readonly kind: 'filter'; readonly column: string; readonly form: string; readonly constant?: string }
  /** `a = $1 OR b = $2`, each side a condition of its own. */
  | { readonly kind: 'either'; readonly sides: readonly SqlCondition[] }
  | { readonly kind: 'other' };

/**
 * Tells PL/pgSQL's variables from columns; names are in lower case. A name with a dot behind it is one that only
 * qualifies variables: the function's own.
 */
export type Variables = ReadonlySet<string>;

const none: Variables = new Set();

/** What a conjunction is made of: `a AND (b AND c)` gives a, b, c. */
export function conjuncts(where: SqlNode | undefined): SqlNode[] {
  if (where === undefined) return [];
  if ('BoolExpr' in where && where.BoolExpr.boolop === 'AND_EXPR') return (where.BoolExpr.args ?? []).flatMap(conjuncts);
  return [where];
}

/** Reads each conjunct of a WHERE clause. */
export function conditionsOf(where: SqlNode | undefined, variables: Variables = none): SqlCondition[] {
  return conjuncts(where).map((node) => conditionOf(node, variables));
}

function conditionOf(node: SqlNode, variables: Variables): SqlCondition {
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_OP' && operatorOf(node.A_Expr.name) === '=') {
    const { lexpr: left, rexpr: right } = node.A_Expr;
    if (left === undefined || right === undefined) return { kind: 'other' };
    return equality(left, right, node, variables) ?? equality(right, left, node, variables) ?? { kind: 'other' };
  }
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'OR_EXPR') {
    return { kind: 'either', sides: (node.BoolExpr.args ?? []).map((side) => conditionOf(side, variables)) };
  }
  const filtered = 'NullTest' in node ? node.NullTest.arg : 'BooleanTest' in node ? node.BooleanTest.arg : negated(node) ?? node;
  const column = filtered === undefined ? undefined : columnOf(filtered, variables);
  return column === undefined ? { kind: 'other' } : { kind: 'filter', column, form: sqlForm(node) };
}

function negated(node: SqlNode): SqlNode | undefined {
  return 'BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR' ? node.BoolExpr.args?.[0] : undefined;
}

function equality(left: SqlNode, right: SqlNode, whole: SqlNode, variables: Variables): SqlCondition | undefined {
  const column = columnOf(left, variables);
  if (column === undefined || columnOf(right, variables) !== undefined) return undefined;
  const value = valueOf(right, variables);
  return value.kind === 'constant' ? { kind: 'filter', column, form: sqlForm(whole), constant: value.form } : { kind: 'equals', column, value };
}

export function operatorOf(name: readonly SqlNode[] | undefined): string | undefined {
  const last = name?.at(-1);
  return last !== undefined && 'String' in last ? last.String.sval : undefined;
}

/** The column an expression names, its table's name left out; undefined for anything else. */
export function columnOf(node: SqlNode, variables: Variables = none): string | undefined {
  if (!('ColumnRef' in node)) return undefined;
  if (variableIn(node.ColumnRef, variables) !== undefined) return undefined;
  const last = node.ColumnRef.fields?.at(-1);
  return last !== undefined && 'String' in last ? last.String.sval : undefined;
}

/** `p_key`, `NEW.customer_id` or `my_function.p_key`, where those are variables. */
function variableIn({ fields }: ColumnRef, variables: Variables): string | undefined {
  const names = (fields ?? []).map((field) => ('String' in field ? field.String.sval : undefined));
  const [first, ...rest] = names;
  if (first === undefined || rest.includes(undefined)) return undefined;
  const isVariable = variables.has(first) || (rest.length > 0 && variables.has(`${first}.`));
  return isVariable ? names.join('.') : undefined;
}

/** Reads a value; a cast of a parameter counts as the parameter. */
export function valueOf(node: SqlNode, variables: Variables = none): SqlValue {
  const named = namedParameter(node);
  if (named !== undefined) return { kind: 'variable', name: named };
  if ('ParamRef' in node) return { kind: 'parameter', number: node.ParamRef.number ?? 0 };
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) {
    const inner = valueOf(node.TypeCast.arg, variables);
    return inner.kind === 'parameter' || inner.kind === 'variable' ? inner : { kind: inner.kind, form: sqlForm(node) };
  }
  if ('A_Const' in node) return { kind: 'constant', form: sqlForm(node) };
  const variable = 'ColumnRef' in node ? variableIn(node.ColumnRef, variables) : undefined;
  if (variable !== undefined) return { kind: 'variable', name: variable };
  return { kind: 'expression', form: sqlForm(node) };
}

/** `@email` (sqlc, pgx) reads as the operator @ before a column; `sqlc.arg(email)` as a function call. */
function namedParameter(node: SqlNode): string | undefined {
  if ('A_Expr' in node && node.A_Expr.lexpr === undefined && operatorOf(node.A_Expr.name) === '@') {
    return node.A_Expr.rexpr === undefined ? undefined : columnOf(node.A_Expr.rexpr);
  }
  if (!('FuncCall' in node)) return undefined;
  const [schema, name] = (node.FuncCall.funcname ?? []).map((part) => ('String' in part ? part.String.sval : undefined));
  const argument = node.FuncCall.args?.[0];
  if (schema !== 'sqlc' || (name !== 'arg' && name !== 'narg') || argument === undefined) return undefined;
  if ('A_Const' in argument) return argument.A_Const.sval?.sval;
  return columnOf(argument);
}

/** True when two values of the same run are surely equal; parameters of two statements are compared by the caller. */
export function sameForm(a: SqlValue, b: SqlValue): boolean {
  if (a.kind === 'parameter' || b.kind === 'parameter' || a.kind !== b.kind) return false;
  return a.kind === 'variable' ? b.kind === 'variable' && a.name === b.name : b.kind !== 'variable' && a.form === b.form;
}
