import { isPureGo } from '../../../../facts/go/effects';
import { goFunctionTypes } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { failed, found, isFoundTest, isMissingTest, missing, type Outcome } from '../outcome';
import { refusals, refuse, type Refusal } from '../refusal';
import { goAlwaysExits, type GoCheck, type GoRace } from './find';
import { goOutcomeOf } from './read';

/** The INSERT's statement and, where it is a statement of its own, the check of its error. */
export interface GoInsertPart {
  readonly statement: Node;
  /** `tag, err := pool.Exec(…)`, `err := ….Scan(&id)`: in the statement itself, or at the start of an `if`; or `return ….Scan(&id)`. */
  readonly assignment: Node;
  /** What is assigned or returned. */
  readonly value: Node;
  /** The name of the error it assigns. */
  readonly error: string;
  /** What is done when it fails: the block of `if err != nil`. */
  readonly failure: Node | undefined;
  /** The `if err != nil` that follows, where it is a statement of its own. */
  readonly failureStatement: Node | undefined;
}

/** The statements of a check and its INSERT, in one block. */
export interface GoShape {
  readonly check: GoCheck;
  /** Statements of the check, its decision included; they stand together. */
  readonly checkStatements: readonly Node[];
  /** What runs when a row was found, and leaves; undefined where only the INSERT is decided on. */
  readonly foundPart: Node | undefined;
  /** What runs when the check itself fails. */
  readonly failedPart: Node | undefined;
  readonly prelude: readonly Node[];
  readonly work: readonly Node[];
  readonly insert: GoInsertPart;
  readonly rest: readonly Node[];
  readonly list: Node;
}

export function goShapeOf(race: GoRace, source: GoSource): GoShape | Refusal {
  const [check, ...others] = race.checks;
  if (check === undefined) return refuse('');
  if (others.length > 0) return refusals.severalChecks;
  if (check.key.alternatives) return refusals.eitherKey;
  if (check.read.rows !== undefined) return refusals.form;
  const list = ancestorOf(check.read.query.call, new Set(['statement_list']));
  const statements = list === undefined ? [] : namedChildren(list);
  const first = statements.findIndex((statement) => isInside(check.read.assignment, statement));
  if (list === undefined || first < 0) return refuse('The check does not stand in a block of its own.');
  const decided = decisionAt(statements, first, check, source);
  if ('refused' in decided) return decided;
  const { rowStatement } = check.read;
  const own = rowStatement === undefined ? [] : statements.slice(first - 1, first);
  if (rowStatement !== undefined && own[0]?.id !== rowStatement.id) return refusals.form;
  const after = statements.slice(first + decided.statements.length);
  const inside = decided.missingPart === undefined ? after : bodyStatements(decided.missingPart);
  const at = inside.findIndex((statement) => isInside(race.insert.call, statement));
  const statement = inside[at];
  if (statement === undefined) return refusals.nested;
  const insert = insertPart(statement, inside[at + 1], decided.missingPart !== undefined, race, source);
  if ('refused' in insert) return insert;
  const before = inside.slice(0, at);
  const impure = before.findIndex((each) => !isPureGo(each, source) && !isEarlyExit(each, source));
  return {
    check,
    checkStatements: [...own, ...decided.statements],
    foundPart: decided.foundPart,
    failedPart: decided.failedPart,
    prelude: impure < 0 ? before : before.slice(0, impure),
    work: impure < 0 ? [] : before.slice(impure),
    insert,
    rest: inside.slice(at + (insert.failureStatement === undefined ? 1 : 2)),
    list,
    ...(decided.missingPart === undefined ? {} : checkOnly(decided.missingPart)),
  };
}

/** A branch for the missing row takes the place of what follows the check. */
const checkOnly = (missingPart: Node) => ({ list: missingPart });

export const bodyStatements = (block: Node): Node[] => namedChildren(block).flatMap((child) => (child.type === 'statement_list' ? namedChildren(child) : [child]));

interface Decision {
  readonly statements: readonly Node[];
  readonly foundPart: Node | undefined;
  readonly failedPart: Node | undefined;
  /** The branch the INSERT stands in, where the check has one for it. */
  readonly missingPart: Node | undefined;
}

/** The check's own statement and the `if`s behind it that decide by what it found. */
function decisionAt(statements: readonly Node[], first: number, check: GoCheck, source: GoSource): Decision | Refusal {
  let foundPart: Node | undefined;
  let failedPart: Node | undefined;
  let missingPart: Node | undefined;
  const take = (statement: Node): boolean => {
    const test = goOutcomeOf(field(statement, 'condition') ?? statement, check.read, source);
    const [consequence, alternative] = [field(statement, 'consequence'), field(statement, 'alternative')];
    if (consequence === undefined) return false;
    const exits = goAlwaysExits(consequence);
    if (exits && isFailureTest(test, foundPart !== undefined)) failedPart ??= consequence;
    else if (exits && isFoundTest(test) && (test.whenTrue & failed) === 0 && foundPart === undefined) foundPart = consequence;
    else if (!exits && isMissingTest(test) && (test.whenTrue & failed) === 0 && foundPart === undefined && alternative === undefined) missingPart = consequence;
    else return false;
    return alternative === undefined || (alternative.type === 'if_statement' && field(alternative, 'initializer') === undefined && take(alternative));
  };
  const own = statements[first];
  if (own === undefined) return refuse('');
  const isAlone = own.id === check.read.assignment.id;
  if (!isAlone && (own.type !== 'if_statement' || !take(own))) return refusals.form;
  let end = first + 1;
  while (missingPart === undefined) {
    const next = statements[end];
    if (next?.type !== 'if_statement' || field(next, 'initializer') !== undefined || !take(next)) break;
    end++;
  }
  if (foundPart === undefined && missingPart === undefined) return refusals.form;
  return { statements: statements.slice(first, end), foundPart, failedPart, missingPart };
}

/** True in no state but that the check failed; where found rows have left before, "not missing" says the same. */
function isFailureTest({ whenTrue, whenFalse }: Outcome, foundHasLeft: boolean): boolean {
  if ((whenTrue & failed) === 0 || (whenTrue & missing) !== 0 || (whenFalse & missing) === 0) return false;
  return (whenTrue & found) === 0 || foundHasLeft;
}

/** @param isBranch the error of the branch's last statement may be checked behind the branch */
function insertPart(statement: Node, next: Node | undefined, isBranch: boolean, race: GoRace, source: GoSource): GoInsertPart | Refusal {
  if (statement.type === 'return_statement') return returnedInsert(statement, race, source);
  const initializer = statement.type === 'if_statement' ? field(statement, 'initializer') : undefined;
  const assignment = initializer ?? statement;
  if (assignment.type !== 'short_var_declaration' && assignment.type !== 'assignment_statement') return refuse("The INSERT's error is not assigned by itself.");
  if (!isInside(race.insert.call, assignment)) return refusals.nested;
  const targets = namedChildren(field(assignment, 'left') ?? assignment);
  const error = targets.at(-1);
  const [value, ...more] = namedChildren(field(assignment, 'right') ?? assignment);
  const isCall = value?.id === race.insert.call.id || (value !== undefined && isScanOf(value, race.insert.call));
  if (error?.type !== 'identifier' || error.text === '_' || value === undefined || !isCall || more.length > 0) return refuse("The INSERT's error is not assigned by itself.");
  const own = { statement, assignment, value, error: error.text };
  if (initializer !== undefined) {
    const isPlain = field(statement, 'alternative') === undefined && isErrorTest(statement, error.text);
    return isPlain ? { ...own, failure: field(statement, 'consequence'), failureStatement: undefined } : refuse("The INSERT's error is tested for more than being there.");
  }
  const isTested = next?.type === 'if_statement' && field(next, 'initializer') === undefined && field(next, 'alternative') === undefined && isErrorTest(next, error.text);
  if (isTested) return { ...own, failure: field(next, 'consequence'), failureStatement: next };
  const isReturned = next?.type === 'return_statement' && source.text.slice(next.startIndex, next.endIndex).endsWith(error.text);
  return isReturned || (isBranch && next === undefined) ? { ...own, failure: undefined, failureStatement: undefined } : refuse("The INSERT's error is not checked.");
}

/** `return pool.QueryRow(…).Scan(&id)` */
function returnedInsert(statement: Node, race: GoRace, source: GoSource): GoInsertPart | Refusal {
  const [value, ...more] = namedChildren(namedChildren(statement)[0] ?? statement);
  if (value === undefined || more.length > 0 || !isScanOf(value, race.insert.call)) return refuse("The INSERT's error is not assigned by itself.");
  const error = source.scopes.lookup('err', race.fn) === undefined ? 'err' : 'insertErr';
  return { statement, assignment: statement, value, error, failure: undefined, failureStatement: undefined };
}

function isScanOf(value: Node, call: Node): boolean {
  const callee = value.type === 'call_expression' ? field(value, 'function') : undefined;
  return callee?.type === 'selector_expression' && field(callee, 'field')?.text === 'Scan' && field(callee, 'operand')?.id === call.id;
}

function isErrorTest(statement: Node, error: string): boolean {
  const condition = field(statement, 'condition');
  const consequence = field(statement, 'consequence');
  return condition?.text.replaceAll(/\s+/g, ' ') === `${error} != nil` && consequence !== undefined && goAlwaysExits(consequence);
}

/** `if amount <= 0 { return … }`: it runs before the claim as well as after the check. */
function isEarlyExit(statement: Node, source: GoSource): boolean {
  const [condition, consequence, initializer] = ['condition', 'consequence', 'initializer'].map((name) => field(statement, name));
  const isPlain = statement.type === 'if_statement' && field(statement, 'alternative') === undefined;
  const isPure = [condition, initializer].every((node) => node === undefined || isPureGo(node, source));
  return isPlain && isPure && consequence !== undefined && goAlwaysExits(consequence);
}

/** Nodes of one type in a run of statements, nested functions left out. */
export function nodesIn(statements: readonly Node[], type: string): Node[] {
  const nodes: Node[] = [];
  for (const statement of statements) {
    walk(statement, (node) => {
      if (goFunctionTypes.has(node.type)) return false;
      if (node.type === type) nodes.push(node);
      return true;
    });
  }
  return nodes;
}
