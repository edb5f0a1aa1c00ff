import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallAt, type DataCall, type DataLibrary } from '../../../facts/javascript/dataCalls';
import { modelOf } from '../../../facts/javascript/dataCalls/modelName';
import { heldValue } from '../../../facts/javascript/flow';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/** A call that adds one record and fails, or duplicates, when it exists. */
export interface Creation {
  readonly library: DataLibrary;
  readonly model: string;
  /** The whole call. */
  readonly call: Node;
  /** The new record's fields: an object or what stands for it. */
  readonly data: Node;
  /** The query itself; undefined for `record.save()`. */
  readonly query: DataCall | undefined;
  readonly isTransaction: boolean;
}

/** The creation a call is, whether it says so or saves a record that was just made. */
export function creationAt(call: Node, source: ScriptSource): Creation | undefined {
  const query = dataCallAt(call, source);
  if (query === undefined) return savedRecord(call, source);
  const { library, model, isTransaction } = query;
  if (query.operation === 'create' && query.data !== undefined) return { library, model, call: query.call, data: query.data, query, isTransaction };
  const saved = library === 'typeorm' && query.method === 'save' && query.data !== undefined ? newEntity(query.data, source) : undefined;
  return saved === undefined ? undefined : { library, model, call: query.call, data: saved, query, isTransaction };
}

/** What `repository.save` is given where that is new: a literal without an id, or what `repository.create` made. */
function newEntity(data: Node, source: ScriptSource): Node | undefined {
  const value = heldValue(data, source);
  if (value.type === 'object') return /(?:^|[{,\s])id\b/.test(value.text) ? undefined : value;
  const callee = value.type === 'call_expression' ? calleeOf(value) : undefined;
  const isMade = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'create';
  return isMade && /^typeorm:/.test(source.origins.key(callee)) ? argumentsOf(value).at(-1) : undefined;
}

const built = /^(?:(mongoose):(?:default\.)?(?:model\.\(\)|models\.\w+|Model(?:\.new)?|Connection\.new\.model\.\(\))|(sequelize|sequelize-typescript):(?:Model(?:\.init\.\(\))?|Sequelize\.new\.define\.\(\)))(?:\.\(own constructor\))?(?:\.new|\.build\.\(\))$/;

/** `new User({ … })` that is saved: `await user.save()`. */
function savedRecord(call: Node, source: ScriptSource): Creation | undefined {
  const callee = calleeOf(call);
  const object = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'save' ? field(callee, 'object') : undefined;
  if (object === undefined) return undefined;
  const made = lastMade(object, call, source);
  const match = made === undefined ? null : built.exec(source.origins.key(made));
  const constructor = made === undefined ? undefined : made.type === 'new_expression' ? field(made, 'constructor') : field(calleeOf(made) ?? made, 'object');
  const data = made === undefined ? undefined : argumentsOf(made)[0];
  const model = constructor === undefined ? undefined : modelOf(constructor, source);
  if (match === null || data === undefined || model === undefined) return undefined;
  return { library: match[1] === undefined ? 'sequelize' : 'mongoose', model, call, data, query: undefined, isTransaction: /\b(?:session|transaction)\b/.test(field(call, 'arguments')?.text ?? '') };
}

/** What a name was last given before a call: `user = new User(…); await user.save();`. */
function lastMade(object: Node, call: Node, source: ScriptSource): Node | undefined {
  const held = heldValue(object, source);
  if (held.type === 'new_expression' || held.type === 'call_expression') return held;
  const declaration = object.type === 'identifier' ? source.scopes.resolve(object) : undefined;
  const writes = declaration === undefined ? [] : source.scopes.writes(declaration).filter((write) => write !== undefined && write.endIndex < call.startIndex);
  return writes.at(-1);
}
