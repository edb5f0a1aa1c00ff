import { awaitOf } from '../../../../facts/javascript/calls';
import { isPure } from '../../../../facts/javascript/effects';
import { unwrapped } from '../../../../facts/javascript/options';
import { functionTypes, loopTypes, patternIdentifiers } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { refusals, refuse, type Refusal } from '../refusal';
import { alwaysExits, type Check, type ScriptRace } from './find';
import { continuationOf, outcomeOf } from './presence';

/** The statements of a check and its INSERT, when each has a place the fix knows. */
export interface Shape {
  readonly check: Check;
  /** The `if` that decides. */
  readonly guard: Node;
  /** Where the INSERT stands: behind an `if` that leaves, in its first branch, or in its `else`. */
  readonly form: 'exit' | 'then' | 'else';
  /** The declaration of the check's result; undefined when the condition itself runs the SELECT. */
  readonly select: Node | undefined;
  /** Declarations that only take the result apart: `const [user] = rows`. */
  readonly derived: readonly Node[];
  /** What runs when a row was found: a block or one statement. */
  readonly foundPart: Node | undefined;
  /** The part for a row that was found reads the check's result. */
  readonly readsFound: boolean;
  /** Statements before the INSERT that change nothing, then those that may, then the INSERT, then the rest. */
  readonly prelude: readonly Node[];
  readonly work: readonly Node[];
  readonly insert: Node;
  readonly rest: readonly Node[];
}

export function shapeOf(race: ScriptRace, source: ScriptSource): Shape | Refusal {
  const [check, ...others] = race.checks;
  if (check === undefined) return refuse('');
  if (others.length > 0) return refusals.severalChecks;
  if (check.key.alternatives) return refusals.eitherKey;
  if (continuationOf(check.query) !== undefined) return refuse('The check and the INSERT stand in callbacks, which this fix does not rewrite.');
  if (check.guard.kind === 'expression') return refuse('The INSERT stands inside an expression.');
  if (!check.guard.exact) return refuse('The condition decides on more than the check.');
  const placed = placeOf(check, race);
  if ('refused' in placed) return placed;
  const { guard, list } = placed;
  const insert = list.find((statement) => isInside(race.insert.call, statement));
  if (insert === undefined || !runsAlways(race.insert.call, insert)) return refusals.nested;
  const checked = checkStatements(check, guard, source);
  if ('refused' in checked) return checked;
  const uses = usesOf([...(checked.select === undefined ? [] : [checked.select]), ...checked.derived], guard, placed.foundPart, source);
  if (uses === 'elsewhere') return refuse("The check's result is also used after the check.");
  const before = list.slice(0, list.indexOf(insert));
  const impure = before.findIndex((statement) => !isPure(statement, source) && !isEarlyExit(statement, source));
  const prelude = impure < 0 ? before : before.slice(0, impure);
  const work = impure < 0 ? [] : before.slice(impure);
  if (work.some(leavesEarly)) return refusals.endsEarly;
  return { check, ...placed, ...checked, readsFound: uses === 'found', prelude, work, insert, rest: list.slice(list.indexOf(insert) + 1) };
}

interface Place {
  readonly guard: Node;
  readonly form: Shape['form'];
  readonly foundPart: Node | undefined;
  readonly list: readonly Node[];
}

function placeOf({ guard: { kind, node: guard } }: Check, race: ScriptRace): Place | Refusal {
  const block = guard.parent;
  if (block?.type !== 'statement_block') return refuse('The check does not stand in a block of its own.');
  const consequence = field(guard, 'consequence');
  const alternative = alternativeOf(guard);
  if (consequence === undefined) return refuse('The check has no branch.');
  if (kind === 'exit') {
    const statements = namedChildren(block);
    return { guard, form: 'exit', foundPart: consequence, list: statements.slice(statements.findIndex(({ id }) => id === guard.id) + 1) };
  }
  const isThen = isInside(race.insert.call, consequence);
  const [own, other] = isThen ? [consequence, alternative] : [alternative, consequence];
  if (own === undefined || own.type === 'if_statement' || other?.type === 'if_statement') return refuse('The check is one of a chain of conditions.');
  return { guard, form: isThen ? 'then' : 'else', foundPart: other, list: own.type === 'statement_block' ? namedChildren(own) : [own] };
}

function alternativeOf(guard: Node): Node | undefined {
  const clause = field(guard, 'alternative');
  return clause === undefined ? undefined : namedChildren(clause)[0];
}

const conditional: ReadonlySet<string> = new Set([
  ...functionTypes,
  'if_statement',
  ...loopTypes,
  'try_statement',
  'switch_statement',
  'ternary_expression',
]);

/** True when the call runs whenever its statement does. */
function runsAlways(call: Node, statement: Node): boolean {
  if (conditional.has(statement.type)) return false;
  for (let at = call; at.id !== statement.id && at.parent !== null; at = at.parent) {
    if (conditional.has(at.type)) return false;
    const isSecond = at.parent.type === 'binary_expression' && field(at.parent, 'right')?.id === at.id;
    if (isSecond && /^(?:&&|\|\||\?\?)$/.test(field(at.parent, 'operator')?.text ?? '')) return false;
  }
  return true;
}

function checkStatements(check: Check, guard: Node, source: ScriptSource): Pick<Shape, 'select' | 'derived'> | Refusal {
  const { call } = check.query;
  if (isInside(call, guard)) return { select: undefined, derived: [] };
  const siblings = namedChildren(guard.parent ?? guard);
  const before = siblings.slice(
    0,
    siblings.findIndex(({ id }) => id === guard.id),
  );
  const select = before.find((statement) => isInside(call, statement));
  if (select === undefined) return refuse('The check and the INSERT stand in different blocks.');
  const value = declaredValue(select);
  if (value === undefined || check.reader.partOf(value) === undefined) return refuse("The check's result is not declared by itself.");
  const derived = before.slice(before.indexOf(select) + 1).filter((statement) => {
    const initial = declaredValue(statement);
    if (initial === undefined) return false;
    const outcome = outcomeOf(initial, check.reader, check.facts, source);
    return check.reader.partOf(initial) !== undefined || outcome.whenTrue !== outcome.whenFalse;
  });
  return { select, derived };
}

/** The value of a statement that declares one variable or pattern. */
export function declaredValue(statement: Node): Node | undefined {
  if (statement.type !== 'lexical_declaration' && statement.type !== 'variable_declaration') return undefined;
  const declarators = namedChildren(statement);
  return declarators.length === 1 && declarators[0] !== undefined ? field(declarators[0], 'value') : undefined;
}

/** The identifiers a statement declares. */
export function declaredNames(statement: Node): Node[] {
  if (statement.type !== 'lexical_declaration' && statement.type !== 'variable_declaration') return [];
  return namedChildren(statement).flatMap((declarator) => {
    const name = field(declarator, 'name');
    return name === undefined ? [] : patternIdentifiers(name);
  });
}

function usesOf(statements: readonly Node[], guard: Node, foundPart: Node | undefined, source: ScriptSource): 'test' | 'found' | 'elsewhere' {
  const condition = field(guard, 'condition');
  let result: 'test' | 'found' = 'test';
  for (const name of statements.flatMap(declaredNames)) {
    const declaration = source.scopes.resolve(name);
    for (const reference of declaration === undefined ? [] : source.scopes.references(declaration)) {
      const isOwn = statements.some((statement) => isInside(reference, statement)) || (condition !== undefined && isInside(reference, condition));
      if (isOwn) continue;
      if (foundPart === undefined || !isInside(reference, foundPart)) return 'elsewhere';
      result = 'found';
    }
  }
  return result;
}

/** `if (amount <= 0) return …`: it runs before the claim as well as after the check. */
function isEarlyExit(statement: Node, source: ScriptSource): boolean {
  const [condition, consequence] = [field(statement, 'condition'), field(statement, 'consequence')];
  const isPlain = statement.type === 'if_statement' && field(statement, 'alternative') === undefined;
  return isPlain && condition !== undefined && consequence !== undefined && isPure(condition, source) && alwaysExits(consequence);
}

const loopsAndSwitches: ReadonlySet<string> = new Set([...loopTypes, 'switch_statement']);

/** True when a statement may return, or leave the loop it stands in. A thrown error is no such way out: it can be caught. */
function leavesEarly(statement: Node): boolean {
  let leaves = false;
  walk(statement, (node) => {
    if (functionTypes.has(node.type)) return false;
    if (node.type === 'return_statement') leaves = true;
    if ((node.type === 'break_statement' || node.type === 'continue_statement') && !isInLoop(node, statement)) leaves = true;
    return !leaves;
  });
  return leaves;
}

function isInLoop(node: Node, within: Node): boolean {
  for (let at: Node | null = node; at !== null; at = at.id === within.id ? null : at.parent) if (loopsAndSwitches.has(at.type)) return true;
  return false;
}

/** The expression that gives the INSERT's result, parentheses around it included; undefined when nothing awaits it. */
export function insertedValue(race: ScriptRace): Node | undefined {
  const awaited = awaitOf(race.insert.call);
  const outer = awaited?.parent;
  return outer?.type === 'parenthesized_expression' && unwrapped(outer).id === awaited?.id ? outer : awaited;
}
