import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { DataCall } from '../dataCalls';
import { unwrapped } from '../options';
import { stringValue } from '../strings';

/** A condition that one property equals one value. */
export interface KeyCondition {
  readonly column: string;
  readonly value: Node;
  /** The entry or argument that gives the key its value. */
  readonly entry: Node;
}

/** The conditions of a query by its library's way to write them; undefined where other code decides. */
export function conditionsIn(data: DataCall, source: ScriptSource): KeyCondition[] | undefined {
  const where = data.where === undefined ? undefined : unwrapped(data.where);
  if (where === undefined) return undefined;
  if (data.method === 'findById') return [{ column: '_id', value: where, entry: where }];
  if (data.method === 'findByPk') return [{ column: 'id', value: where, entry: where }];
  if (where.type === 'object') return entriesOf(where);
  if (where.type !== 'call_expression') return undefined;
  const args = namedChildren(field(where, 'arguments') ?? where);
  if (data.library === 'knex') return knexCondition(args, where);
  return data.library === 'drizzle' ? drizzleConditions(where, args, source) : undefined;
}

export function entriesOf(object: Node): KeyCondition[] | undefined {
  const found: KeyCondition[] = [];
  for (const entry of namedChildren(object)) {
    const key = entry.type === 'pair' ? field(entry, 'key') : entry;
    const value = entry.type === 'pair' ? field(entry, 'value') : entry;
    const column = key === undefined ? undefined : (stringValue(key) ?? key.text);
    if (entry.type !== 'pair' && entry.type !== 'shorthand_property_identifier') return undefined;
    if (column === undefined || value === undefined || key?.type === 'computed_property_name') return undefined;
    found.push({ column, value, entry });
  }
  return found;
}

/** `.where('id', id)` and `.where('id', '=', id)`. */
function knexCondition([name, second, third]: readonly Node[], call: Node): KeyCondition[] | undefined {
  const column = name === undefined ? undefined : stringValue(name);
  const value = third === undefined ? second : second !== undefined && stringValue(second) === '=' ? third : undefined;
  return column === undefined || value === undefined ? undefined : [{ column, value, entry: call }];
}

/** `eq(users.id, id)`, alone or in `and(…)`. */
function drizzleConditions(call: Node, args: readonly Node[], source: ScriptSource): KeyCondition[] | undefined {
  const callee = field(call, 'function');
  const key = callee === undefined ? '' : source.origins.key(callee);
  if (/^drizzle-orm:and$/.test(key)) {
    return args.flatMap((part) => (part.type === 'call_expression' ? (drizzleConditions(part, namedChildren(field(part, 'arguments') ?? part), source) ?? []) : []));
  }
  const [column, value] = args;
  const name = column?.type === 'member_expression' ? field(column, 'property')?.text : undefined;
  return key !== 'drizzle-orm:eq' || name === undefined || value === undefined ? undefined : [{ column: name, value, entry: call }];
}
