import type { DataCall, DataLibrary } from '../../../facts/javascript/dataCalls';
import { entryOf } from '../../../facts/javascript/dataCalls/chain';
import { conditionsIn, entriesOf, type KeyCondition } from '../../../facts/javascript/dataCalls/keyConditions';
import { optionsOf, unwrapped } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import { slicedWith } from '../../../fix/lines';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Batch, KeyRead } from './read';

/** Reads a query of an ORM one of whose conditions is that a property equals a value that varies. */
export function ormRead(data: DataCall, varies: (value: Node) => boolean, source: ScriptSource): KeyRead | undefined {
  if ((data.operation !== 'findOne' && data.operation !== 'findMany' && data.operation !== 'count') || data.where === undefined) return undefined;
  if (/AndCount/.test(data.method) || isLocked(data) || takesFew(data, source)) return undefined;
  const conditions = conditionsIn(data, source);
  const varying = conditions?.filter(({ value }) => varies(value)) ?? [];
  const [key, ...others] = varying;
  if (key === undefined || isListOrRange(key.value, data, source)) return undefined;
  return {
    call: data.call,
    table: data.model,
    column: key.column,
    value: key.value,
    client: data.client,
    gives: data.operation === 'findOne' ? 'row' : 'rows',
    missing: data.library === 'knex' ? 'undefined' : 'null',
    library: data.library,
    isTransaction: data.isTransaction,
    method: data.method,
    batch: others.length > 0 ? { refused: 'more than one of its values changes with the element' } : batchOf(data, key, source),
  };
}

const isLocked = ({ chain, options }: DataCall): boolean =>
  chain.links.some(({ method }) => /^(?:forUpdate|forShare|for|setLock)$/.test(method)) || /\block\s*:/.test(options?.text ?? '');

/** The newest ten of each key: no query of these libraries reads them for many keys at once. */
function takesFew({ chain, options, operation }: DataCall, source: ScriptSource): boolean {
  if (operation !== 'findMany') return false;
  return chain.links.some(({ method }) => method === 'limit' || method === 'skip' || method === 'offset') || ['take', 'limit', 'skip', 'offset'].some((name) => entryOf(options, name, source) !== undefined);
}

/** `{ in: ids }`, `{ gt: cursor }`: an object says more than one value; a list is one. */
function isListOrRange(value: Node, { library }: DataCall, source: ScriptSource): boolean {
  if (library === 'drizzle') return false;
  const options = optionsOf(value, source);
  return options !== undefined || unwrapped(value).type === 'array' || unwrapped(value).type === 'call_expression' && /^(?:In|Like|Between|MoreThan|LessThan|Not|Raw)\b/.test(unwrapped(value).text);
}

/** What may follow the query in its chain when it reads many. */
const keptLinks: Partial<Record<DataLibrary, ReadonlySet<string>>> = {
  mongoose: new Set(['lean', 'populate', 'exec', 'select']),
  knex: new Set(['select', 'where', 'andWhere', 'from', 'first', 'whereNull', 'whereNotNull', 'orderBy']),
};

function batchOf(data: DataCall, key: KeyCondition, source: ScriptSource): Batch | { readonly refused: string } {
  if (data.operation === 'count') return { refused: 'it counts: read all counts at once with a grouped query' };
  if (data.library === 'drizzle' || data.library === 'mongodb') return { refused: 'ask for a list of keys by hand' };
  const kept = keptLinks[data.library];
  const at = data.chain.links.findIndex(({ method }) => method === data.method);
  const rest = kept === undefined ? data.chain.links.slice(at + 1) : data.chain.links.filter(({ method }, i) => method !== '' && i > (data.library === 'knex' ? -1 : at) && !kept.has(method));
  const isFirstTable = ({ args }: (typeof rest)[number]) => data.library === 'knex' && args.length === 1 && stringValue(args[0] ?? data.call) === data.model;
  const strange = rest.find((link) => !isFirstTable(link));
  if (strange !== undefined) return { refused: `${strange.method || 'a call'} counts for each key` };
  if (!isInside(key.entry, data.call)) return { refused: 'its condition is kept elsewhere' };
  switch (data.library) {
    case 'prisma':
      return prismaBatch(data, key, source);
    case 'mongoose':
      return mongooseBatch(data, key, source);
    case 'knex':
      return knexBatch(data, key, source);
    case 'sequelize':
      return sequelizeBatch(data, key, source);
    case 'typeorm':
      return typeormBatch(data, key, source);
  }
}

const common = { bind: (name: string) => name, asText: true, needsKeys: false, isExact: false, isUnique: false, addsKey: false, imports: [] } as const;

/** The query's text with edits made in it; the grammar may hide an `await` before its root. */
const rewritten = (data: DataCall, edits: (keys: string) => readonly TextEdit[], source: ScriptSource) => (keys: string) =>
  slicedWith(source.text, data.chain.root.startIndex, data.call.endIndex, edits(keys));

/** `id` and `id: value` alike as `id: value`. */
const entryEdit = ({ entry, value, column }: KeyCondition, text: string): TextEdit =>
  entry.type === 'pair' ? { start: value.startIndex, end: value.endIndex, newText: text } : { start: entry.startIndex, end: entry.endIndex, newText: `${column}: ${text}` };

function methodEdit(data: DataCall, name: string): TextEdit[] {
  const link = data.chain.links.find(({ method }) => method === data.method);
  const callee = link === undefined ? undefined : field(link.call, 'function');
  const member = callee?.type === 'await_expression' ? callee.namedChildren[0] : callee;
  const property = member?.type === 'member_expression' ? field(member, 'property') : undefined;
  return property === undefined ? [] : [{ start: property.startIndex, end: property.endIndex, newText: name }];
}

/** An entry of the options that makes each key's own rows a selection of them. */
function perKey(data: DataCall, names: readonly string[], source: ScriptSource): string | undefined {
  return names.find((name) => data.options !== undefined && optionsOf(data.options, source) !== undefined && entryOf(data.options, name, source) !== undefined);
}

function prismaBatch(data: DataCall, key: KeyCondition, source: ScriptSource): Batch | { readonly refused: string } {
  if (/OrThrow$/.test(data.method)) return { refused: 'it throws for a missing row' };
  const counted = perKey(data, ['cursor', 'distinct'], source);
  if (counted !== undefined) return { refused: `${counted} looks at the rows of each key` };
  const orders = data.method === 'findFirst' && perKey(data, ['orderBy'], source) !== undefined;
  if (orders) return { refused: 'it takes the first row of each key in an order' };
  const select = entryOf(data.options, 'select', source);
  const reads = select === undefined ? undefined : keyAmong(select, key.column);
  if (select !== undefined && (reads === undefined || !isInside(select, data.call))) return { refused: 'the columns it reads are decided elsewhere' };
  const added = reads === false && select !== undefined ? [{ start: select.startIndex + 1, end: select.startIndex + 1, newText: ` ${key.column}: true,` }] : [];
  return {
    ...common,
    query: rewritten(data, (keys) => [...methodEdit(data, 'findMany'), entryEdit(key, `{ in: ${keys} }`), ...added], source),
    property: key.column,
    // Prisma takes and gives a field in the same type, and refuses any other.
    asText: false,
    isUnique: data.method === 'findUnique',
    addsKey: added.length > 0,
  };
}

/** Whether an object of chosen columns has the key; undefined where it is not written out. */
function keyAmong(select: Node, column: string): boolean | undefined {
  const entries = select.type === 'object' ? entriesOf(select) : undefined;
  return entries?.some((entry) => entry.column === column && entry.value.text === 'true');
}

/** A plural: `members`, `allIds`; not `address` or `status`. */
const list = /[^suio]s$/;

function mongooseBatch(data: DataCall, key: KeyCondition, source: ScriptSource): Batch | { readonly refused: string } {
  const link = data.chain.links.find(({ method }) => method === data.method);
  const chosen = data.chain.links.some(({ method }) => method === 'select') || (link?.args.length ?? 0) > 1;
  const text = data.call.text;
  if (chosen && (key.column !== '_id' || /['"\s]-_id\b|_id\s*:\s*(?:0|false)/.test(text))) return { refused: 'the fields it reads may leave the key out' };
  if (key.column.includes('.')) return { refused: 'the key is a path into the document' };
  if (list.test(key.column)) return { refused: 'a field of that name may hold a list, of which any value finds the document' };
  if ((link?.args.length ?? 0) > 2) return { refused: 'its options may change what it reads' };
  const edits = (keys: string): TextEdit[] =>
    data.method === 'findById'
      ? [...methodEdit(data, 'find'), { start: key.value.startIndex, end: key.value.endIndex, newText: `{ _id: { $in: ${keys} } }` }]
      : [...methodEdit(data, 'find'), entryEdit(key, `{ $in: ${keys} }`)];
  return { ...common, query: rewritten(data, edits, source), property: key.column, isUnique: key.column === '_id' };
}

function knexBatch(data: DataCall, key: KeyCondition, source: ScriptSource): Batch | { readonly refused: string } {
  const { links } = data.chain;
  const where = links.find(({ method, call }) => /where$/i.test(method) && isInside(key.entry, call) && key.entry.startIndex >= call.startIndex);
  const first = links.find(({ method }) => method === 'first');
  const orders = links.some(({ method }) => method === 'orderBy');
  const chosen = links.filter(({ method }) => method === 'select').flatMap(({ args }) => [...args]);
  if (where === undefined || (first !== undefined && (first.args.length > 0 || orders))) return { refused: 'it takes the first row of each key' };
  const isRead = chosen.length === 0 || chosen.some((column) => stringValue(column) === key.column || stringValue(column) === '*');
  if (!isRead || key.column.includes('.')) return { refused: 'it does not read the key' };
  const property = field(field(where.call, 'function') ?? where.call, 'property');
  const list = field(where.call, 'arguments');
  if (property === undefined || list === undefined || (where.args[0]?.type === 'object' && namedChildren(where.args[0]).length !== 1)) return { refused: 'it has other conditions beside the key' };
  const quote = /(['"])/.exec(where.call.text)?.[1] ?? "'";
  const member = first === undefined ? undefined : field(first.call, 'function');
  const before = member === undefined ? undefined : field(member, 'object');
  const dropped = first === undefined || before === undefined ? [] : [{ start: before.endIndex, end: first.call.endIndex, newText: '' }];
  const edits = (keys: string): TextEdit[] => [
    { start: property.startIndex, end: property.endIndex, newText: 'whereIn' },
    { start: list.startIndex, end: list.endIndex, newText: `(${quote}${key.column}${quote}, ${keys})` },
    ...dropped,
  ];
  return { ...common, query: rewritten(data, edits, source), property: key.column };
}

function sequelizeBatch(data: DataCall, key: KeyCondition, source: ScriptSource): Batch | { readonly refused: string } {
  const { options } = data;
  const counted = ['order', 'group', 'raw', 'include'].find((name) => new RegExp(`\\b${name}\\s*:`).test(options?.text ?? ''));
  if (counted !== undefined && counted !== 'include') return { refused: `${counted} may change what it reads for each key` };
  if (options !== undefined && options.type !== 'object') return { refused: 'its options are kept elsewhere' };
  const attributes = entryOf(options, 'attributes', source);
  const added = attributes === undefined ? [] : withAttribute(attributes, key.column, source);
  if (added === undefined) return { refused: 'the columns it reads are decided elsewhere' };
  const rest = { ...common, property: key.column, addsKey: added.length > 0 };
  if (data.method !== 'findByPk') return { ...rest, query: rewritten(data, (keys) => [...methodEdit(data, 'findAll'), entryEdit(key, keys), ...added], source) };
  const asked = (keys: string): TextEdit =>
    options === undefined
      ? { start: key.value.startIndex, end: key.value.endIndex, newText: `{ where: { id: ${keys} } }` }
      : { start: key.value.startIndex, end: options.startIndex + 1, newText: `{${/^\s*/.exec(source.text.slice(options.startIndex + 1))?.[0] ?? ' '}where: { id: ${keys} },` };
  return { ...rest, query: rewritten(data, (keys) => [...methodEdit(data, 'findAll'), asked(keys), ...added], source), isUnique: true };
}

/** The key among the attributes that are read; undefined where the list is not written out. */
function withAttribute(attributes: Node, column: string, source: ScriptSource): TextEdit[] | undefined {
  const [first, ...others] = attributes.type === 'array' ? namedChildren(attributes) : [];
  if (first === undefined || [first, ...others].some((entry) => stringValue(entry) === undefined)) return undefined;
  if ([first, ...others].some((entry) => stringValue(entry) === column)) return [];
  const { quote } = sourceStyle(source);
  return [{ start: first.startIndex, end: first.startIndex, newText: `${quote}${column}${quote}, ` }];
}

function typeormBatch(data: DataCall, key: KeyCondition, source: ScriptSource): Batch | { readonly refused: string } {
  if (/OrFail$/.test(data.method)) return { refused: 'it throws for a missing row' };
  const chosen = ['take', 'skip', 'order', 'select'].find((name) => new RegExp(`\\b${name}\\s*:`).test(data.options?.text ?? ''));
  if (chosen !== undefined && !data.method.endsWith('By')) return { refused: `${chosen} may count for each key` };
  const method = data.method.endsWith('By') ? 'findBy' : 'find';
  return { ...common, query: rewritten(data, (keys) => [...methodEdit(data, method), entryEdit(key, `In(${keys})`)], source), property: key.column, imports: [{ module: 'typeorm', name: 'In' }] };
}
