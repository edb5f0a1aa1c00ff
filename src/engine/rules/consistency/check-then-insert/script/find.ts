import { awaitOf } from '../../../../facts/javascript/calls';
import { enclosingFunction } from '../../../../facts/javascript/functions';
import { functionTypes, loopTypes } from '../../../../facts/javascript/scope';
import { sqlCallAt, sqlCallsIn, type SqlCall } from '../../../../facts/javascript/sqlCalls';
import { readInsert, readSelect, type InsertFacts, type SelectFacts } from '../../../../facts/sql/statements';
import type { ScriptSource } from '../../../../source';
import { field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import { insertedColumns, raceKey, type RaceKey } from '../match';
import { isFoundTest, isMissingTest, provesMissing, unknown } from '../outcome';
import { continuationOf, outcomeOf, ResultReader } from './presence';
import { sameParameters } from './values';

/** How the INSERT comes to depend on the check. */
export interface Guard {
  /**
   * `exit`: an `if` before the INSERT leaves when something was found. `branch`: the INSERT stands in a branch of an
   * `if`. `expression`: it stands behind `??`, `||`, `&&` or in a conditional expression.
   */
  readonly kind: 'exit' | 'branch' | 'expression';
  /** The `if` or the expression. */
  readonly node: Node;
  /** Nothing else decides with the check. */
  readonly exact: boolean;
}

export interface Check {
  readonly query: SqlCall;
  readonly facts: SelectFacts;
  readonly key: RaceKey;
  readonly guard: Guard;
  readonly reader: ResultReader;
}

/** An INSERT that some SELECT of its own key decides on. */
export interface ScriptRace {
  readonly insert: SqlCall;
  readonly facts: InsertFacts;
  readonly columns: readonly string[];
  /** The function both run in. */
  readonly fn: Node;
  /** At least one; in order of the text. */
  readonly checks: readonly Check[];
}

/** A call that inserts. */
export interface InsertCall {
  readonly call: SqlCall;
  readonly facts: InsertFacts;
}

/** The INSERT a call runs, unless it says itself what happens on a conflict. */
export function insertAt(node: Node, source: ScriptSource): InsertCall | undefined {
  const call = sqlCallAt(node, source);
  const statement = call?.sql.statement(source.sql);
  const facts = statement === undefined ? undefined : readInsert(statement.node);
  return call === undefined || facts === undefined || facts.hasConflictClause ? undefined : { call, facts };
}

/** Whether an INSERT races with a check before it in the same function. */
export function raceOf({ call: insert, facts }: InsertCall, source: ScriptSource): ScriptRace | undefined {
  const { call } = insert;
  const columns = insertedColumns(facts, source.project.schema);
  const checks: Check[] = [];
  let first: Node | undefined;
  // In the callback style the INSERT runs in a function inside the one the SELECT runs in.
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) {
    first ??= fn;
    for (const query of sqlCallsIn(fn, source)) {
      const check = checkBy(query, insert, facts, columns, fn, source);
      if (check !== undefined) checks.push(check);
    }
  }
  return first === undefined || checks.length === 0 ? undefined : { insert, facts, columns, fn: first, checks };
}

function checkBy(query: SqlCall, insert: SqlCall, inserted: InsertFacts, columns: readonly string[], fn: Node, source: ScriptSource): Check | undefined {
  const then = continuationOf(query);
  if (query.call.endIndex > insert.call.startIndex && then === undefined) return undefined;
  const isNested = enclosingFunction(insert.call)?.id !== fn.id;
  if (isNested && (then === undefined || !isInside(insert.call, then))) return undefined;
  if (!isNested && awaitOf(query.call) === undefined) return undefined;
  const statement = query.sql.statement(source.sql);
  const facts = statement === undefined ? undefined : readSelect(statement.node);
  const key = facts === undefined ? undefined : raceKey(facts, inserted, columns, sameParameters(query, insert, source));
  if (facts === undefined || key === undefined) return undefined;
  const reader = new ResultReader(query, source);
  const guard = guardOf(query.call, insert.call, reader, facts, source);
  return guard === undefined ? undefined : { query, facts, key, guard, reader };
}

/** The condition that lets the INSERT run only when the SELECT found nothing; undefined when there is none. */
function guardOf(select: Node, insert: Node, reader: ResultReader, facts: SelectFacts, source: ScriptSource): Guard | undefined {
  const outcome = (condition: Node | undefined) => (condition === undefined ? unknown : outcomeOf(condition, reader, facts, source));
  let inner = insert;
  for (let at = insert.parent; at !== null; inner = at, at = at.parent) {
    // A loop around the INSERT alone repeats it: then the check speaks of something else.
    if (loopTypes.has(at.type) && !isInside(select, at)) return undefined;
    const found = at.type === 'statement_block' ? exitBefore(inner, at, select, outcome) : branchAround(inner, at, select, outcome);
    if (found !== undefined) return found;
    if (functionTypes.has(at.type) && isInside(select, at)) return undefined;
  }
  return undefined;
}

type OutcomeOf = (condition: Node | undefined) => ReturnType<typeof outcomeOf>;

function exitBefore(inner: Node, block: Node, select: Node, outcome: OutcomeOf): Guard | undefined {
  for (const statement of namedChildren(block)) {
    if (statement.startIndex >= inner.startIndex) return undefined;
    const consequence = field(statement, 'consequence');
    if (statement.type !== 'if_statement' || consequence === undefined || statement.endIndex <= select.startIndex || !alwaysExits(consequence)) continue;
    const test = outcome(field(statement, 'condition'));
    if (provesMissing(test.whenFalse)) return { kind: 'exit', node: statement, exact: isFoundTest(test) && field(statement, 'alternative') === undefined };
  }
  return undefined;
}

function branchAround(inner: Node, outer: Node, select: Node, outcome: OutcomeOf): Guard | undefined {
  if (outer.type === 'if_statement' || outer.type === 'ternary_expression') {
    const condition = field(outer, 'condition');
    if (condition === undefined || isInside(inner, condition)) return undefined;
    const test = outcome(condition);
    const isThen = field(outer, 'consequence')?.id === inner.id;
    if (!provesMissing(isThen ? test.whenTrue : test.whenFalse)) return undefined;
    const exact = isThen ? isMissingTest(test) : isFoundTest(test);
    return { kind: outer.type === 'if_statement' ? 'branch' : 'expression', node: outer, exact };
  }
  if (outer.type !== 'binary_expression' || field(outer, 'right')?.id !== inner.id || isInside(select, inner)) return undefined;
  const operator = field(outer, 'operator')?.text;
  const left = outcome(field(outer, 'left'));
  const states = operator === '&&' ? left.whenTrue : operator === '||' || operator === '??' ? left.whenFalse : undefined;
  return states !== undefined && provesMissing(states) ? { kind: 'expression', node: outer, exact: true } : undefined;
}

const exits: ReadonlySet<string> = new Set(['return_statement', 'throw_statement', 'continue_statement', 'break_statement']);

/** True when control never reaches the end of the statement. */
export function alwaysExits(statement: Node): boolean {
  if (exits.has(statement.type)) return true;
  if (statement.type === 'statement_block') return namedChildren(statement).some(alwaysExits);
  if (statement.type === 'else_clause') return namedChildren(statement).some(alwaysExits);
  if (statement.type !== 'if_statement') return false;
  const [consequence, alternative] = [field(statement, 'consequence'), field(statement, 'alternative')];
  return consequence !== undefined && alternative !== undefined && alwaysExits(consequence) && alwaysExits(alternative);
}
