import { allCalls } from '../../../facts/javascript/calls';
import { dataCallAt, type DataCall } from '../../../facts/javascript/dataCalls';
import { conditionsIn } from '../../../facts/javascript/dataCalls/keyConditions';
import { sqlCallAt, type SqlCall } from '../../../facts/javascript/sqlCalls';
import { entriesOf } from '../../../facts/orm/literals';
import { readInsert } from '../../../facts/sql/statements';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { accessAt, type Access } from './access';
import { isUser, mayHoldUser } from './caller';
import { isOwnerColumn } from './owner';

/** A query of the same model elsewhere in the file that selects by the sender, or writes the sender into its rows. */
export interface Sibling {
  /** The sender's id as that query writes it. */
  readonly id: string;
  /** The column that query compares with it, or writes it to. */
  readonly column: string;
  /** It selects by the row's own id too: whoever wrote it did not want the row of somebody else. */
  readonly byId: boolean;
}

/** How other handlers of the file read rows of a model: by whose they are. */
export function siblingOf(access: Access, source: ScriptSource): Sibling | undefined {
  return source.memo.once(selectionsByUser, source).find(({ model, call }) => model === access.model && call !== access.call.id);
}

/** Names of what people make for themselves as often as for others to see. */
const work = /(?:^|[_.]|(?<=[a-z])(?=[A-Z]))(?:project|file|space|board|campaign|album|playlist|dataset|asset|deck|trip|template|snippet|link)s?$/i;

/** The file reads a model only as the sender's own rows: it selects one by its owner too, or lists no others. */
export function isKeptApart(access: Access, source: ScriptSource): boolean {
  const sibling = siblingOf(access, source);
  if (sibling?.byId === true) return true;
  return sibling !== undefined && work.test(access.model) && !source.memo.once(listedForAll, source).has(access.model);
}

/** Models of which a query of the file lists rows whosoever they are. */
function listedForAll(source: ScriptSource): ReadonlySet<string> {
  return new Set(allCalls(source).flatMap((call) => listedBy(call, source) ?? []));
}

function listedBy(node: Node, source: ScriptSource): string | undefined {
  const access = accessAt(node, source);
  const isOwn = (conditions: readonly { readonly column: string }[]) => conditions.some(({ column }) => isOwnerColumn(column) || /^_?id$/i.test(column));
  if (access !== undefined) return access.kind === 'read' && !isOwn(access.conditions) ? access.model : undefined;
  const data = dataCallAt(node, source);
  return data?.operation === 'findMany' && !isOwn(conditionsIn(data, source) ?? []) ? data.model : undefined;
}

/** The sender whom another handler of the file writes into the rows it adds. */
export function madeBy(access: Access, source: ScriptSource): Sibling | undefined {
  return source.memo.once(rowsOfUser, source).find(({ model, call }) => model === access.model && call !== access.call.id);
}

interface Selection extends Sibling {
  readonly model: string;
  readonly call: number;
}

function selectionsByUser(source: ScriptSource): Selection[] {
  return queriesOf(source, ({ node, sql, data }) => {
    const access = sql === undefined ? undefined : accessAt(node, source);
    const conditions = access?.conditions ?? (data === undefined ? [] : (conditionsIn(data, source) ?? []));
    const own = conditions.find(({ column, value }) => value !== undefined && isOwnerColumn(column) && isUser(value, source));
    const model = access?.model ?? data?.model;
    if (own?.value === undefined || model === undefined) return undefined;
    return { model, call: (access?.call ?? data?.call ?? node).id, id: own.value.text, column: own.column, byId: conditions.some(({ column }) => /^_?id$/i.test(column)) };
  });
}

/** `INSERT INTO notes (user_id, …) VALUES ($1, …)` with the sender's id, `create({ data: { userId: req.user.id } })`. */
function rowsOfUser(source: ScriptSource): Selection[] {
  return queriesOf(source, (query) => {
    const { node } = query;
    const written = inserted(query, source);
    const own = written?.values.find(({ column, value }) => isOwnerColumn(column) && isUser(value, source));
    return written === undefined || own === undefined ? undefined : { model: written.model, call: node.id, id: own.value.text, column: own.column, byId: false };
  });
}

interface Written {
  readonly model: string;
  readonly values: readonly { readonly column: string; readonly value: Node }[];
}

function inserted({ sql, data }: Query, source: ScriptSource): Written | undefined {
  const statement = sql?.sql.statement(source.sql)?.node;
  const insert = statement === undefined ? undefined : readInsert(statement);
  if (sql !== undefined && insert !== undefined) {
    const values = insert.columns.flatMap((column, at) => {
      const given = insert.values?.[at];
      const value = given?.kind === 'parameter' ? sql.parameters?.[given.number - 1] : undefined;
      return value === undefined ? [] : [{ column, value }];
    });
    return { model: insert.table.name, values };
  }
  if (data?.operation !== 'create') return undefined;
  return { model: data.model, values: [...entriesOf(data.data)].map(([column, value]) => ({ column, value })) };
}

/** A call that runs SQL, or a query of an ORM. */
interface Query {
  readonly node: Node;
  readonly sql: SqlCall | undefined;
  readonly data: DataCall | undefined;
}

const queriesOf = (source: ScriptSource, read: (query: Query) => Selection | undefined): Selection[] => source.memo.once(findQueries, source).flatMap((query) => read(query) ?? []);

function findQueries(source: ScriptSource): Query[] {
  if (!mayHoldUser(source)) return [];
  return allCalls(source).flatMap((node) => {
    const sql = sqlCallAt(node, source);
    const data = sql === undefined ? dataCallAt(node, source) : undefined;
    return sql === undefined && data === undefined ? [] : [{ node, sql, data }];
  });
}
