import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf } from './calls';
import type { DataCall } from './dataCalls';
import { heldValue } from './flow';
import { unwrapped } from './options';
import { functionTypes } from './scope';
import { stringValue } from './strings';

/** One field and the value it is compared with or set to. */
export interface FieldValue {
  readonly field: string;
  readonly value: Node;
}

/**
 * What a query's condition asks: each field equal to a value, all of them together.
 * @returns undefined when it asks anything else, or other code decides.
 */
export function equalities(call: DataCall, source: ScriptSource): FieldValue[] | undefined {
  if (call.library === 'knex') return knexEqualities(call, source);
  if (call.where === undefined) return undefined;
  if (call.library === 'drizzle') return drizzleEqualities(call.where, source);
  if (call.method === 'findByPk') return [{ field: 'id', value: call.where }];
  if (/ById(?!\w*[a-z]By)/.test(call.method)) return [{ field: '_id', value: call.where }];
  return objectEqualities(heldValue(call.where, source), source);
}

function objectEqualities(object: Node, source: ScriptSource): FieldValue[] | undefined {
  if (object.type !== 'object') return undefined;
  const found: FieldValue[] = [];
  for (const entry of namedChildren(object)) {
    if (entry.type === 'shorthand_property_identifier') {
      found.push({ field: entry.text, value: entry });
      continue;
    }
    const [key, value] = [field(entry, 'key'), field(entry, 'value')];
    const name = key?.type === 'property_identifier' ? key.text : key?.type === 'string' ? stringValue(key) : undefined;
    const equal = value === undefined || name === undefined || /^(?:\$|OR$|AND$|NOT$)/.test(name) ? undefined : entryEqualities(name, unwrapped(value), source);
    if (equal === undefined) return undefined;
    found.push(...equal);
  }
  return found.length === 0 ? undefined : found;
}

/** Comparisons that are written as an object: `{ equals: x }`, `{ $eq: x }`; a compound key of Prisma's is one of its fields. */
function entryEqualities(name: string, value: Node, source: ScriptSource): FieldValue[] | undefined {
  if (value.type === 'array' || (value.type === 'call_expression' && isOperator(value, source))) return undefined;
  if (value.type !== 'object') return [{ field: name, value }];
  const inner = namedChildren(value);
  const [only] = inner;
  const operator = only === undefined ? undefined : field(only, 'key')?.text;
  const operand = only === undefined ? undefined : field(only, 'value');
  if (inner.length === 1 && operand !== undefined && (operator === 'equals' || operator === '$eq')) return [{ field: name, value: operand }];
  return inner.length > 1 && inner.every((entry) => !operators.test(field(entry, 'key')?.text ?? entry.text)) ? objectEqualities(value, source) : undefined;
}

const operators = /^(?:\$|\[|not$|in$|notIn$|lte?$|gte?$|contains$|startsWith$|endsWith$|mode$|equals$|has|is$|isNot$|some$|every$|none$|search$)/;

/** `In([…])`, `Not(…)`, `fn(…)`: what an ORM's own functions make is not a plain value. */
const isOperator = (call: Node, source: ScriptSource) => /^(?:typeorm|sequelize|@sequelize\/core):(?!.*ObjectId)/.test(source.origins.key(field(call, 'function') ?? call));

function knexEqualities({ chain }: DataCall, source: ScriptSource): FieldValue[] | undefined {
  const found: FieldValue[] = [];
  for (const { method, args } of chain.links) {
    if (!/where|having|join/i.test(method)) continue;
    const equal = /^(?:andWhere|where)$/.test(method) ? knexWhere(args, source) : undefined;
    if (equal === undefined) return undefined;
    found.push(...equal);
  }
  return found.length === 0 ? undefined : found;
}

function knexWhere(args: readonly Node[], source: ScriptSource): FieldValue[] | undefined {
  const [first, second, third] = args;
  if (first === undefined) return undefined;
  if (second === undefined) return objectEqualities(heldValue(first, source), source);
  const name = stringValue(first);
  const value = third === undefined ? second : stringValue(second) === '=' ? third : undefined;
  return name === undefined || value === undefined ? undefined : [{ field: name.split('.').at(-1) ?? name, value }];
}

function drizzleEqualities(where: Node, source: ScriptSource): FieldValue[] | undefined {
  const condition = functionTypes.has(where.type) ? field(where, 'body') : unwrapped(where);
  const callee = condition?.type === 'call_expression' ? field(condition, 'function') : undefined;
  if (condition === undefined || callee === undefined) return undefined;
  const origin = source.origins.key(callee);
  const name = origin.startsWith('drizzle-orm') ? origin.split(':')[1] : functionTypes.has(where.type) ? callee.text : undefined;
  const args = argumentsOf(condition);
  if (name === 'and') {
    const parts = args.map((argument) => drizzleEqualities(argument, source));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  const [column, value] = args;
  const columnName = column?.type === 'member_expression' ? field(column, 'property')?.text : undefined;
  return name === 'eq' && columnName !== undefined && value !== undefined ? [{ field: columnName, value }] : undefined;
}

/** The value a record is given for one field, where it can be told; `covered` when the record is the object the value was read from. */
export function writesField(data: Node, { field: name, value }: FieldValue, source: ScriptSource): boolean {
  const record = heldValue(data, source);
  if (record.type !== 'object') return isReadFrom(value, name, record, source);
  let isWritten = false;
  for (const entry of namedChildren(record)) {
    if (entry.type === 'spread_element') {
      const inner = namedChildren(entry)[0];
      if (inner !== undefined && writesField(inner, { field: name, value }, source)) isWritten = true;
      continue;
    }
    const key = field(entry, 'key');
    const label = entry.type === 'shorthand_property_identifier' ? entry.text : key?.type === 'string' ? stringValue(key) : key?.text;
    const given = entry.type === 'shorthand_property_identifier' ? entry : field(entry, 'value');
    if (given === undefined) continue;
    if (label === name) isWritten = isSameValue(given, value, source);
    else if (label !== undefined && name === `${label}Id` && isConnected(given, value, source)) isWritten = true;
  }
  return isWritten;
}

/** `{ connect: { id: userId } }` sets `userId`. */
function isConnected(given: Node, value: Node, source: ScriptSource): boolean {
  const match = unwrapped(given).type === 'object' ? namedChildren(unwrapped(given))[0] : undefined;
  const target = match !== undefined && field(match, 'key')?.text === 'connect' ? field(match, 'value') : undefined;
  const only = target?.type === 'object' ? namedChildren(target) : [];
  const id = only.length === 1 && only[0] !== undefined ? (field(only[0], 'value') ?? only[0]) : undefined;
  return id !== undefined && isSameValue(id, value, source);
}

/** Two expressions that give the same value, as far as their text and what their names hold tell. */
export function isSameValue(a: Node, b: Node, source: ScriptSource): boolean {
  const [left, right] = [unwrapped(a), unwrapped(b)];
  if (left.type === 'call_expression' && /\b(?:random|uuid|nanoid|generate|now)/i.test(left.text)) return false;
  const text = (node: Node) => node.text.replace(/\s+|[?!](?=\.)/g, '');
  return text(left) === text(right) || text(heldValue(left, source)) === text(heldValue(right, source)) || sourceOfName(left, source) === text(right) || text(left) === sourceOfName(right, source);
}

/** `body.email` for a name that `const { email } = body` binds. */
function sourceOfName(node: Node, source: ScriptSource): string | undefined {
  const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
  const pattern = declaration?.id.parent;
  if (declaration === undefined || (pattern?.type !== 'object_pattern' && pattern?.type !== 'pair_pattern')) return undefined;
  const value = field(declaration.site, 'value');
  const key = pattern.type === 'pair_pattern' ? field(pattern, 'key')?.text : declaration.name;
  return value === undefined || key === undefined ? undefined : `${unwrapped(value).text}.${key}`;
}

/** The value is `record.name`, also when a pattern took it from the record. */
function isReadFrom(value: Node, name: string, record: Node, source: ScriptSource): boolean {
  const wanted = `${record.text}.${name}`;
  const read = unwrapped(value);
  return read.text.replace(/[?!](?=\.)/g, '') === wanted || sourceOfName(read, source) === wanted;
}
