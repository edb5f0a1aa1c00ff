import type { DataCall } from '../../../facts/javascript/dataCalls';
import { heldValue } from '../../../facts/javascript/flow';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import { stringValue } from '../../../facts/javascript/strings';

/** One field a write sets. */
export interface Written {
  readonly name: string;
  readonly value: Node;
  readonly entry: Node;
  /** The object literal it stands in. */
  readonly object: Node;
}

/** The fields a query sets to given values; in MongoDB's updates those of `$set`, or of an update without operators. */
export function writtenBy(write: DataCall, source: ScriptSource): Written[] {
  const data = write.data === undefined ? undefined : heldValue(write.data, source);
  if (data?.type !== 'object') return [];
  const fields = entriesOf(data);
  if (write.library !== 'mongoose' && write.library !== 'mongodb') return fields;
  const set = fields.find(({ name }) => name === '$set')?.value;
  const object = set === undefined ? undefined : heldValue(set, source);
  return object?.type === 'object' ? entriesOf(object) : fields.filter(({ name }) => !name.startsWith('$'));
}

/** The fields that an object literal states, with what each is set to. */
export function entriesOf(object: Node): Written[] {
  return namedChildren(object).flatMap((entry): Written[] => {
    if (entry.type === 'shorthand_property_identifier') return [{ name: entry.text, value: entry, entry, object }];
    const [key, value] = [field(entry, 'key'), field(entry, 'value')];
    const name = key?.type === 'property_identifier' ? key.text : key?.type === 'string' ? stringValue(key) : undefined;
    return name === undefined || value === undefined ? [] : [{ name, value, entry, object }];
  });
}
