import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallsIn, type DataCall } from '../../../facts/javascript/dataCalls';
import { runsUninterrupted } from '../../../facts/javascript/dataCalls/synchronous';
import { equalities, writesField, type FieldValue } from '../../../facts/javascript/dataConditions';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { firstIdentifier } from '../../../facts/javascript/memberChain';
import { functionTypes, loopTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { callAbove, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import { provesMissing } from '../check-then-insert/outcome';
import { alwaysExits } from '../check-then-insert/script/find';
import type { Creation } from './creation';
import { FoundReader } from './found';

/** A creation that runs because a query of its own key found nothing. */
export interface Race {
  readonly creation: Creation;
  readonly find: DataCall;
  readonly keys: readonly FieldValue[];
  readonly reader: FoundReader;
  /** `exit`: an `if` before the creation leaves when something was found. `branch`: the creation stands in a branch of it. */
  readonly guard: { readonly kind: 'exit' | 'branch' | 'expression'; readonly node: Node };
}

const reads: ReadonlySet<DataCall['operation']> = new Set(['findOne', 'findMany', 'count']);

/** The check a creation races with; the nearest one before it. */
export function raceOf(creation: Creation, source: ScriptSource): Race | undefined {
  const fn = enclosingFunction(creation.call);
  if (fn === undefined) return undefined;
  for (const find of [...dataCallsIn(fn, source)].reverse()) {
    const race = raceWith(find, creation, source);
    if (race !== undefined) return race;
  }
  return undefined;
}

function raceWith(find: DataCall, creation: Creation, source: ScriptSource): Race | undefined {
  const isBefore = find.call.endIndex < creation.call.startIndex && reads.has(find.operation) && awaitOf(find.call) !== undefined;
  if (!isBefore || find.library !== creation.library || find.model.toLowerCase() !== creation.model.toLowerCase()) return undefined;
  if (isExtended(find, source)) return undefined;
  const keys = equalities(find, source);
  // The one record with a flag set has no key to be found by.
  const isFlag = keys?.every(({ value }) => value.type === 'true' || value.type === 'false') === true;
  if (keys === undefined || isFlag || keys.some(({ value }) => isMadeAtRandom(value, source) || isOfNewRecord(value, source)) || !keys.every((key) => writesField(creation.data, key, source))) return undefined;
  const reader = new FoundReader(find, source);
  const guard = guardOf(find, creation, reader);
  return guard === undefined || runsUninterrupted(find, creation.call, source) ? undefined : { creation, find, keys, reader, guard };
}

/** `Object.assign(filter, more)` and `filter.owner = …` before the query: the object alone does not say what it asks. */
function isExtended({ where, call }: DataCall, source: ScriptSource): boolean {
  const declaration = where?.type === 'identifier' ? source.scopes.resolve(where) : undefined;
  const uses = declaration === undefined ? [] : source.scopes.references(declaration).filter((use) => use.startIndex < call.startIndex);
  return uses.some((use) => {
    const assign = use.parent?.type === 'arguments' ? callAbove(use) : undefined;
    if (assign !== undefined) return calleeOf(assign)?.text === 'Object.assign' && argumentsOf(assign)[0]?.id === use.id;
    const outer = use.parent?.type === 'member_expression' || use.parent?.type === 'subscript_expression' ? use.parent : undefined;
    return outer?.parent?.type.endsWith('assignment_expression') === true && field(outer.parent, 'left')?.id === outer.id;
  });
}

const random = /random|uuid|nanoid|\bcuid|\bulid|generate|Date\.now/i;

/** A key that was just drawn: two callers do not draw the same. */
function isMadeAtRandom(value: Node, source: ScriptSource): boolean {
  const declaration = value.type === 'identifier' || value.type === 'shorthand_property_identifier' ? source.scopes.resolve(value) : undefined;
  const initial = declaration === undefined || declaration.kind === 'parameter' ? undefined : field(declaration.site, 'value');
  const given = declaration === undefined ? [value] : [initial, ...source.scopes.writes(declaration)];
  return given.some((each) => each !== undefined && random.test(each.text) && each.text.length < 200);
}

/** `organization.id` where this function has just created the organization: no other call can ask for the same. */
function isOfNewRecord(value: Node, source: ScriptSource): boolean {
  const root = value.type === 'member_expression' ? firstIdentifier(value) : undefined;
  const declaration = root === undefined ? undefined : source.scopes.resolve(root);
  const made = declaration?.kind === 'const' ? field(declaration.site, 'value') : undefined;
  const fn = made === undefined ? undefined : enclosingFunction(made);
  return made !== undefined && fn !== undefined && dataCallsIn(fn, source).some(({ call, operation }) => operation === 'create' && awaitOf(call)?.id === made.id);
}

function guardOf(find: DataCall, { call }: Creation, reader: FoundReader): Race['guard'] | undefined {
  let inner = call;
  for (let at = call.parent; at !== null; inner = at, at = at.parent) {
    if (functionTypes.has(at.type) || (loopTypes.has(at.type) && !isInside(find.call, at))) return undefined;
    const guard = at.type === 'statement_block' || at.type === 'program' ? exitBefore(inner, at, reader) : branchAround(inner, at, reader);
    if (guard !== undefined) return guard;
  }
  return undefined;
}

function exitBefore(inner: Node, block: Node, reader: FoundReader): Race['guard'] | undefined {
  for (const statement of namedChildren(block)) {
    if (statement.startIndex >= inner.startIndex) return undefined;
    const consequence = field(statement, 'consequence');
    if (statement.type !== 'if_statement' || consequence === undefined || !alwaysExits(consequence)) continue;
    if (provesMissing(reader.outcome(field(statement, 'condition')).whenFalse)) return { kind: 'exit', node: statement };
  }
  return undefined;
}

function branchAround(inner: Node, outer: Node, reader: FoundReader): Race['guard'] | undefined {
  if (outer.type === 'if_statement' || outer.type === 'ternary_expression') {
    const condition = field(outer, 'condition');
    if (condition === undefined || isInside(inner, condition)) return undefined;
    const test = reader.outcome(condition);
    const isThen = field(outer, 'consequence')?.id === inner.id;
    const states = isThen ? test.whenTrue : test.whenFalse;
    return provesMissing(states) ? { kind: outer.type === 'if_statement' ? 'branch' : 'expression', node: outer } : undefined;
  }
  if (outer.type !== 'binary_expression' || field(outer, 'right')?.id !== inner.id) return undefined;
  const operator = field(outer, 'operator')?.text;
  const left = reader.outcome(field(outer, 'left'));
  const states = operator === '&&' ? left.whenTrue : operator === '||' || operator === '??' ? left.whenFalse : undefined;
  return states !== undefined && provesMissing(states) ? { kind: 'expression', node: outer } : undefined;
}
