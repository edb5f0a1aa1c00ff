import { dataCallsIn, type DataCall } from '../../../facts/javascript/dataCalls';
import { equalities, isSameValue, type FieldValue } from '../../../facts/javascript/dataConditions';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { FoundReader } from '../check-then-create/found';

/** A record that was read, and the names it goes by. */
export interface ReadRecord {
  readonly find: DataCall;
  /** Whether an expression is the record itself. */
  readonly is: (node: Node) => boolean;
  /** Whether an expression is its field: `account.balance`, or a name a pattern took from it. */
  readonly isField: (node: Node, name: string) => boolean;
}

/** The records read before a place, nearest first. */
export function recordsBefore(place: Node, library: DataCall['library'], source: ScriptSource): ReadRecord[] {
  const found: ReadRecord[] = [];
  for (let fn = enclosingFunction(place); fn !== undefined; fn = enclosingFunction(fn)) {
    const finds = dataCallsIn(fn, source).filter((call) => call.library === library && call.call.endIndex < place.startIndex);
    for (const find of [...finds].reverse()) if (find.operation === 'findOne' || find.operation === 'findMany') found.push(recordOf(find, source));
  }
  return found;
}

function recordOf(find: DataCall, source: ScriptSource): ReadRecord {
  const reader = new FoundReader(find, source);
  const is = (node: Node) => reader.partOf(unwrapped(node)) === 'record';
  return {
    find,
    is,
    isField(node, name) {
      const value = unwrapped(node);
      if (value.type === 'member_expression') {
        const object = field(value, 'object');
        return field(value, 'property')?.text === name && object !== undefined && is(object);
      }
      return value.type === 'identifier' && takenFrom(value, name, reader, source);
    },
  };
}

/** `const { balance } = await …`. */
function takenFrom(name: Node, wanted: string, reader: FoundReader, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(name);
  const holder = reader.nameDeclarator();
  if (declaration === undefined || holder === undefined || declaration.site.id !== holder.id || declaration.kind !== 'const') return false;
  const pattern = declaration.id.parent;
  const key = pattern?.type === 'pair_pattern' ? field(pattern, 'key')?.text : pattern?.type === 'object_pattern' ? declaration.name : undefined;
  return key === wanted;
}

const identity = /^_?id$|Id$/;

/** Whether a write's condition selects the record that was read and asks nothing else of it. */
export function selectsRecord(write: DataCall, { find, is }: ReadRecord, source: ScriptSource): boolean {
  const own = equalities(write, source) ?? wholeKey(write);
  if (own === undefined || write.model.toLowerCase() !== find.model.toLowerCase()) return false;
  const asked = equalities(find, source) ?? wholeKey(find) ?? [];
  return own.every(({ field: name, value }) => {
    const read = unwrapped(value);
    const object = read.type === 'member_expression' ? field(read, 'object') : undefined;
    // Any other field of the record in the condition is a check that it has not changed since.
    if (object !== undefined && is(object)) return identity.test(name) && field(read, 'property')?.text === name;
    return asked.some((key) => key.field === name && isSameValue(key.value, value, source));
  });
}

/** TypeORM takes an id in place of a condition. */
function wholeKey({ library, where }: DataCall): FieldValue[] | undefined {
  return library === 'typeorm' && where !== undefined && where.type !== 'object' ? [{ field: 'id', value: where }] : undefined;
}
