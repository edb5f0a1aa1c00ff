import { callsIn } from '../../../facts/javascript/cacheAccess';
import { fillAt, type CacheFill } from '../../../facts/javascript/cacheFill';
import { heldValue } from '../../../facts/javascript/flow';
import { keyShape, type RedisCall } from '../../../facts/javascript/redisCalls';
import type { ScriptSource } from '../../../source';
import { namedChildren, type Node } from '../../../syntax/nodes';
import { recordAccess } from './records';

/** A cache entry that holds what a query found, and how its key is made from what the query asked for. */
export interface CachedRecord {
  readonly fill: CacheFill;
  readonly table: string;
  /** The columns that are kept, where the query names them. */
  readonly columns: readonly string[] | undefined;
  /** The columns of which only a part is kept. */
  readonly inner: readonly string[];
  /** It holds some of the table's rows only: a new row need not be among them. */
  readonly isFiltered: boolean;
  /** The template, concatenation or literal that the key is. */
  readonly key: Node;
  /** The parts of the key that vary, with the column whose value each is. */
  readonly parts: readonly { readonly node: Node; readonly column: string }[];
}

/** The entries of the file whose key and table are both known. */
export const cachedRecords = (source: ScriptSource): readonly CachedRecord[] => source.memo.once(collect, source);

function collect(source: ScriptSource): readonly CachedRecord[] {
  return callsIn(source.tree.rootNode, source).flatMap((call) => (call.value === undefined ? [] : (recordAt(call, source) ?? [])));
}

function recordAt(store: RedisCall, source: ScriptSource): CachedRecord | undefined {
  const fill = fillAt(store, source);
  const [load, ...more] = fill?.loads ?? [];
  const call = load?.type === 'await_expression' ? namedChildren(load)[0] : undefined;
  const access = call === undefined || more.length > 0 ? undefined : recordAccess(call, source);
  if (fill === undefined || access?.operation !== 'read' || store.key === undefined) return undefined;
  const shape = keyShape(store.key, source);
  if (shape === undefined) return undefined;
  const parts = shape.parts.flatMap((node) => {
    const column = [...access.columns].find(([, value]) => core(value) === core(node))?.[0];
    return column === undefined ? [] : [{ node, column }];
  });
  if (parts.length !== shape.parts.length) return undefined;
  return { fill, table: access.table, columns: access.named, inner: access.inner, isFiltered: access.isFiltered, key: heldValue(store.key, source), parts };
}

/** A value without what only changes its type: `Number(id)`, `String(id)`, `id.toString()`. */
export function core(node: Node): string {
  const text = node.text.replace(/\.toString\(\)$|!$/, '').replace(/\s+as\s+\w+$/, '');
  return /^(?:String|Number|parseInt|BigInt|ObjectId|new (?:\w+\.)*ObjectId)\(([\w.]+)(?:, 10)?\)$/.exec(text)?.[1] ?? text;
}
