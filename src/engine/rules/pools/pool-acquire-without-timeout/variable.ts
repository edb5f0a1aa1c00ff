import { awaitOf } from '../../../facts/javascript/calls';
import { unwrapped } from '../../../facts/javascript/options';
import type { Declaration } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/** The variable a pool is kept in: `const pool = new Pool()`, `client = await MongoClient.connect(url)`. */
export function variableOf(call: Node, source: ScriptSource): Declaration | undefined {
  let value = awaitOf(call) ?? call;
  while (value.parent !== null && unwrapped(value.parent).id === value.id) value = value.parent;
  const holder = value.parent;
  const target = holder === null ? undefined : (field(holder, 'name') ?? field(holder, 'left'));
  return target?.type === 'identifier' ? source.scopes.resolve(target) : undefined;
}
