import { goFunctionTypes, enclosingGoFunction } from '../../../../facts/go/scope';
import { goSqlCallAt, goSqlCallsIn, type GoSqlCall } from '../../../../facts/go/sqlCalls';
import { sameForm, type SqlValue } from '../../../../facts/sql/conditions';
import { readInsert, readSelect, type InsertFacts } from '../../../../facts/sql/statements';
import type { GoSource } from '../../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { insertedColumns, raceKey, type RaceKey } from '../match';
import { and, any, not, provesMissing, unknown, type Outcome, type States } from '../outcome';
import { goOutcomeOf, isWritten, rowReadOf, type RowRead } from './read';

export interface GoCheck {
  readonly read: RowRead;
  readonly key: RaceKey;
}

/** An INSERT that some SELECT of its own key decides on. */
export interface GoRace {
  readonly insert: GoSqlCall;
  readonly facts: InsertFacts;
  readonly columns: readonly string[];
  readonly fn: Node;
  readonly checks: readonly GoCheck[];
}

export interface GoInsert {
  readonly call: GoSqlCall;
  readonly facts: InsertFacts;
}

/** The INSERT a call runs, unless it says itself what happens on a conflict. */
export function goInsertAt(node: Node, source: GoSource): GoInsert | undefined {
  const call = goSqlCallAt(node, source);
  const statement = call?.sql.statement(source.sql);
  const facts = statement === undefined ? undefined : readInsert(statement.node);
  return call === undefined || facts === undefined || facts.hasConflictClause ? undefined : { call, facts };
}

export function goRaceOf({ call: insert, facts }: GoInsert, source: GoSource): GoRace | undefined {
  const fn = enclosingGoFunction(insert.call);
  if (fn === undefined) return undefined;
  const columns = insertedColumns(facts, source.project.schema);
  const checks = goSqlCallsIn(fn, source).flatMap((query) => checkBy(query, insert, facts, columns, source) ?? []);
  return checks.length === 0 ? undefined : { insert, facts, columns, fn, checks };
}

function checkBy(query: GoSqlCall, insert: GoSqlCall, inserted: InsertFacts, columns: readonly string[], source: GoSource): GoCheck | undefined {
  if (query.call.endIndex > insert.call.startIndex || query.method === 'Exec') return undefined;
  const statement = query.sql.statement(source.sql);
  const facts = statement === undefined ? undefined : readSelect(statement.node);
  const key = facts === undefined ? undefined : raceKey(facts, inserted, columns, (a, b) => isSameValue(a, b, query, insert, source));
  const read = facts === undefined || key === undefined ? undefined : rowReadOf(query, facts, source);
  if (read === undefined || key === undefined) return undefined;
  return provesMissing(statesAt(insert.call, read, source)) ? { read, key } : undefined;
}

function isSameValue(selected: SqlValue, inserted: SqlValue, query: GoSqlCall, insert: GoSqlCall, source: GoSource): boolean {
  if (selected.kind !== 'parameter' || inserted.kind !== 'parameter') return sameForm(selected, inserted);
  const [a, b] = [query.parameters?.[selected.number - 1], insert.parameters?.[inserted.number - 1]];
  return a !== undefined && b !== undefined && a.text === b.text && isStable(a, query.call, insert.call, source);
}

const stableTypes: ReadonlySet<string> = new Set(['identifier', 'field_identifier', 'selector_expression', 'interpreted_string_literal', 'interpreted_string_literal_content', 'raw_string_literal', 'raw_string_literal_content', 'int_literal']);
const stableCalls = /^(?:strings:(?:ToLower|ToUpper|TrimSpace)|strconv:Itoa)$/;

/** The same expression gives the same value at both calls. */
function isStable(value: Node, from: Node, to: Node, source: GoSource): boolean {
  let stable = true;
  walk(value, (node) => {
    if (node.type === 'call_expression') stable &&= isStableCall(node, source);
    else if (node.type !== 'argument_list' && !stableTypes.has(node.type)) stable = false;
    const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
    const here = declaration === undefined ? undefined : source.scopes.lookup(node.text, to);
    if (declaration !== undefined && here?.id.startIndex !== declaration.id.startIndex) stable = false;
    const fn = enclosingGoFunction(to);
    const references = declaration === undefined || fn === undefined ? [] : source.scopes.references(declaration, fn);
    if (references.some((use) => use.startIndex > from.endIndex && use.endIndex < to.startIndex && isChanged(use, value))) stable = false;
    return stable;
  });
  return stable;
}

/** Methods that only convert: `req.Key()`, `id.String()`. */
function isStableCall(call: Node, source: GoSource): boolean {
  const callee = field(call, 'function');
  const isPlain = namedChildren(field(call, 'arguments') ?? call).length === 0 && /\.String$/.test(callee?.text ?? '');
  return isPlain || (callee !== undefined && stableCalls.test(source.origins.key(callee)));
}

/** A write to the value, to what it is a part of, or to a part of it; `icon.ID = …` leaves `icon.Hash` as it is. */
function isChanged(use: Node, value: Node): boolean {
  let at = use;
  while (at.parent?.type === 'selector_expression' && field(at.parent, 'operand')?.id === at.id) at = at.parent;
  const meets = value.text.includes(at.text) || at.text.startsWith(`${value.text}.`);
  return meets && isWritten(at);
}

const loops: ReadonlySet<string> = new Set(['for_statement']);

/** What the check can have found when a node is reached. */
export function statesAt(node: Node, read: RowRead, source: GoSource): States {
  const outcome = (condition: Node | undefined) => (condition === undefined ? unknown : goOutcomeOf(condition, read, source));
  let states = any;
  let inner = node;
  for (let at = node.parent; at !== null && !goFunctionTypes.has(at.type); inner = at, at = at.parent) {
    if (loops.has(at.type) && !isInside(read.query.call, at)) return any;
    if (at.type === 'statement_list') {
      for (const statement of namedChildren(at)) {
        if (statement.startIndex >= inner.startIndex) break;
        if (statement.endIndex > read.query.call.startIndex) states &= statesAfter(statement, outcome);
      }
    } else states &= statesInside(inner, at, outcome);
  }
  return states;
}

type OutcomeOf = (condition: Node | undefined) => Outcome;

/** The states in which a statement is passed by. */
function statesAfter(statement: Node, outcome: OutcomeOf): States {
  if (goAlwaysExits(statement)) return 0;
  if (statement.type === 'if_statement') {
    const test = outcome(field(statement, 'condition'));
    const [consequence, alternative] = [field(statement, 'consequence'), field(statement, 'alternative')];
    const whenTrue = consequence !== undefined && goAlwaysExits(consequence) ? 0 : test.whenTrue;
    const whenFalse = alternative === undefined ? test.whenFalse : test.whenFalse & statesAfter(alternative, outcome);
    return whenTrue | whenFalse;
  }
  if (statement.type !== 'expression_switch_statement') return any;
  const cases = casesOf(statement, outcome);
  const passed = cases.reduce((states, { node, states: own }) => states | (goAlwaysExits(node) ? 0 : own), 0);
  return cases.some(({ node }) => node.type === 'default_case') ? passed : passed | cases.reduce((states, { test }) => states & test.whenFalse, any);
}

/** The states in which a branch of a statement is taken. */
function statesInside(inner: Node, outer: Node, outcome: OutcomeOf): States {
  if (outer.type === 'if_statement') {
    const test = outcome(field(outer, 'condition'));
    if (field(outer, 'consequence')?.id === inner.id) return test.whenTrue;
    return field(outer, 'alternative')?.id === inner.id ? test.whenFalse : any;
  }
  if (outer.type !== 'expression_switch_statement') return any;
  return casesOf(outer, outcome).find(({ node }) => node.id === inner.id)?.states ?? any;
}

interface Case {
  readonly node: Node;
  readonly test: Outcome;
  /** The states in which it is the case that is taken. */
  readonly states: States;
}

/** `switch { case err == nil: … }`: each case is only tried when those before it did not hold. */
function casesOf(statement: Node, outcome: OutcomeOf): Case[] {
  if (field(statement, 'value') !== undefined) return [];
  const nodes = namedChildren(statement).filter(({ type }) => type === 'expression_case' || type === 'default_case');
  let left: States = any;
  const cases = nodes
    .filter(({ type }) => type === 'expression_case')
    .map((node): Case => {
      const [condition, ...more] = namedChildren(field(node, 'value') ?? node);
      const test = more.length > 0 ? unknown : outcome(condition);
      const states = left & test.whenTrue;
      left &= test.whenFalse;
      return { node, test, states };
    });
  const fallback = nodes.find(({ type }) => type === 'default_case');
  return fallback === undefined ? cases : [...cases, { node: fallback, test: not(and(unknown, unknown)), states: left }];
}

const exits: ReadonlySet<string> = new Set(['return_statement', 'continue_statement', 'break_statement', 'goto_statement']);

/** True when control never reaches the end of the statement. */
export function goAlwaysExits(statement: Node): boolean {
  if (exits.has(statement.type)) return true;
  if (statement.type === 'expression_statement') return /^(?:panic|os\.Exit|log\.Fatal\w*|t\.Fatal\w*)\(/.test(statement.text);
  if (statement.type === 'block' || statement.type === 'statement_list' || statement.type.endsWith('_case')) return namedChildren(statement).some(goAlwaysExits);
  if (statement.type !== 'if_statement') return false;
  const [consequence, alternative] = [field(statement, 'consequence'), field(statement, 'alternative')];
  return consequence !== undefined && alternative !== undefined && goAlwaysExits(consequence) && goAlwaysExits(alternative);
}
