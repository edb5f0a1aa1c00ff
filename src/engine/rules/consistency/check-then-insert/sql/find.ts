import { plStatements, type PlBody, type PlStatement } from '../../../../facts/sql/plpgsql';
import type { SqlRoutine } from '../../../../facts/sql/routine';
import { sameForm, type SqlValue } from '../../../../facts/sql/conditions';
import type { InsertFacts, SelectFacts } from '../../../../facts/sql/statements';
import type { SqlText } from '../../../../facts/sql/text';
import type { SqlSource } from '../../../../source';
import { insertedColumns, raceKey, type RaceKey } from '../match';
import { handlesDuplicates, locksElsewhere, serializes } from '../protection';
import { conditionOf, insertIn, leaves, selectIn, sqlOf, type RoutineSql } from './statements';

export type PlIf = Extract<PlStatement, { kind: 'if' }>;

/** A check and its INSERT in a PL/pgSQL function. */
export interface RoutineRace {
  readonly routine: SqlRoutine;
  /** `branch`: in the IF for a missing row; `else`: in the ELSE of one for a found row; `exit`: behind an IF that leaves. */
  readonly form: 'branch' | 'else' | 'exit';
  readonly decision: PlIf;
  /** The SELECT before the IF, where the IF only asks what it found. */
  readonly select: RoutineSql | undefined;
  readonly selected: SelectFacts;
  /** The text the check is written in. */
  readonly checkText: SqlText;
  readonly insert: RoutineSql;
  readonly inserted: InsertFacts;
  readonly columns: readonly string[];
  readonly key: RaceKey;
  /** What stands before and after the INSERT in the same list; behind an `exit`, counted from the IF. */
  readonly before: readonly PlStatement[];
  readonly after: readonly PlStatement[];
}

/** The races of one function; none where it locks, or handles the duplicate. */
export function racesIn(routine: SqlRoutine, source: SqlSource): RoutineRace[] {
  const statements = plStatements(source.sql.tokens(routine.body));
  if (statements === undefined || handlesDuplicates.test(handlersIn(statements, routine))) return [];
  return new Finder(routine, source).list(statements);
}

function handlersIn(statements: readonly PlStatement[], routine: SqlRoutine): string {
  return statements
    .map((statement) => {
      if (statement.kind !== 'block') return '';
      const own = statement.handlers === undefined ? '' : routine.body.slice(statement.handlers.start, statement.handlers.end);
      return `${own} ${handlersIn(statement.body.statements, routine)}`;
    })
    .join(' ');
}

interface Check {
  readonly facts: SelectFacts;
  readonly text: SqlText;
  readonly select: RoutineSql | undefined;
  readonly missing: boolean;
}

class Finder {
  /** A statement before has made calls with the same key wait for each other. */
  private isLocked = false;

  constructor(
    private readonly routine: SqlRoutine,
    private readonly source: SqlSource,
  ) {}

  list(statements: readonly PlStatement[]): RoutineRace[] {
    return statements.flatMap((statement, i) => {
      this.watch(statement);
      const own = statement.kind === 'if' ? this.decisions(statement, statements, i) : [];
      return [...own, ...bodiesOf(statement).flatMap((body) => this.list(body.statements))];
    });
  }

  private decisions(decision: PlIf, list: readonly PlStatement[], at: number): RoutineRace[] {
    const [branch] = decision.branches;
    const check = branch === undefined || decision.branches.length > 1 ? undefined : this.checkOf(branch.condition, list[at - 1]);
    if (branch === undefined || check === undefined) return [];
    if (check.missing) return this.inserts('branch', decision, check, branch.body.statements);
    if (decision.otherwise !== undefined) return this.inserts('else', decision, check, decision.otherwise.statements);
    return leaves(branch.body.statements.at(-1)) ? this.inserts('exit', decision, check, list.slice(at + 1)) : [];
  }

  private checkOf(condition: PlBody | { start: number; end: number }, before: PlStatement | undefined): Check | undefined {
    const read = conditionOf(condition, this.routine, this.source.sql);
    if (read?.kind === 'exists') return { facts: read.facts, text: read.text, select: undefined, missing: read.missing };
    const select = read === undefined ? undefined : sqlOf(before, this.routine);
    const facts = select?.statement.first === 'insert' ? undefined : selectIn(select, this.routine, this.source.sql);
    if (read === undefined || select === undefined || facts?.kind !== 'rows') return undefined;
    if (read.variable !== undefined && select.into.toLowerCase() !== read.variable) return undefined;
    return { facts, text: select.text, select, missing: read.missing };
  }

  private inserts(form: RoutineRace['form'], decision: PlIf, check: Check, list: readonly PlStatement[]): RoutineRace[] {
    if (this.isLocked) return [];
    return list.flatMap((statement, i) => {
      const insert = sqlOf(statement, this.routine);
      const inserted = insertIn(insert, this.routine, this.source.sql);
      if (insert === undefined || inserted === undefined || inserted.hasConflictClause || inserted.unless !== undefined) return [];
      const columns = insertedColumns(inserted, this.source.project.schema);
      const key = raceKey(check.facts, inserted, columns, sameVariable);
      if (key === undefined) return [];
      const place = { routine: this.routine, form, decision, select: check.select, selected: check.facts, checkText: check.text };
      return [{ ...place, insert, inserted, columns, key, before: list.slice(0, i), after: list.slice(i + 1) }];
    });
  }

  private watch(statement: PlStatement): void {
    if (statement.kind !== 'simple') return;
    const text = sqlOf(statement, this.routine)?.text;
    const table = statement.tokens.find((_, i) => /^(?:table|lock)$/i.test(statement.tokens[i - 1]?.text ?? ''));
    if (statement.first === 'lock' && table !== undefined) this.isLocked = true;
    if (text !== undefined && (serializes(text, this.source.sql) || locksElsewhere(text, '', this.source.sql))) this.isLocked ||= !this.locksOwn(text);
  }

  /** FOR UPDATE on the rows that are looked for: there is nothing to lock yet. */
  private locksOwn(text: SqlText): boolean {
    const statement = text.statement(this.source.sql);
    const from = statement !== undefined && 'SelectStmt' in statement.node ? statement.node.SelectStmt.fromClause?.[0] : undefined;
    const table = from !== undefined && 'RangeVar' in from ? from.RangeVar.relname : undefined;
    return table !== undefined && new RegExp(`insert\\s+into\\s+(?:\\w+\\.)?"?${table}"?\\b`, 'i').test(this.routine.body);
  }
}

const sameVariable = (a: SqlValue, b: SqlValue) => (a.kind === 'parameter' && b.kind === 'parameter' ? a.number === b.number : sameForm(a, b));

function bodiesOf(statement: PlStatement): readonly PlBody[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), ...(statement.otherwise === undefined ? [] : [statement.otherwise])];
    case 'block':
    case 'loop':
      return [statement.body];
    default:
      return [];
  }
}
