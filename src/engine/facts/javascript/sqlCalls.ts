import type { Glimpse } from '../../rules/rule';
import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { normalizeMysql, type SqlDialect, type SqlText } from '../sql/text';
import { argumentsOf, calleeOf } from './calls';
import { functionBehind, heldValue } from './flow';
import type { Forward } from './forwards';
import type { Origin } from './origin';
import { isOwnFile } from './originSteps';
import { functionTypes } from './scope';
import { sqlTextOf } from './sqlText';
import { optionOf, optionsOf, unwrapped } from './options';

/** What a statement runs on. */
export interface SqlClient {
  readonly dialect: SqlDialect;
  /** A pool runs each statement on any connection; a connection may hold a transaction open between them. */
  readonly kind: 'pool' | 'connection';
}

/** A call that runs SQL on a client proven by where it comes from. */
export interface SqlCall {
  readonly call: Node;
  readonly client: SqlClient;
  /** The object the method is called on; undefined for a function that stands for the method. */
  readonly receiver: Node | undefined;
  readonly sql: SqlText;
  /** The literal the SQL is written in. */
  readonly literal: Node;
  /** The array of parameters, where one is written; its elements are in the order of the placeholders. */
  readonly array: Node | undefined;
  /** The values of the placeholders; undefined when they are decided elsewhere. */
  readonly parameters: readonly Node[] | undefined;
  /** The function that is called with the result, in the callback style. */
  readonly callback: Node | undefined;
  /** What a function in between takes from the client's result: `['rows']` when a call gives the rows themselves. */
  readonly taken: readonly string[];
}

const pgModules: ReadonlySet<string> = new Set(['pg', 'pg-pool', '@neondatabase/serverless']);

const modules = /^(?:pg|pg-pool|@neondatabase\/serverless|mysql2|mysql2\/promise)$/;

/** False where no call of `sqlCallAt` can be. */
export const mayRunSql = ({ names }: Pick<Glimpse, 'names'>): boolean => names(modules);

const clients: ReadonlyMap<string, SqlClient['kind']> = new Map([
  ['Pool.new', 'pool'],
  ['Pool.new.connect.().await', 'connection'],
  ['Client.new', 'connection'],
  ['PoolClient.new', 'connection'],
  ['ClientBase.new', 'connection'],
]);

const mysqlClients: ReadonlyMap<string, SqlClient['kind']> = new Map([
  ['createPool.()', 'pool'],
  ['createPool.().promise.()', 'pool'],
  ['createPool.().getConnection.().await', 'connection'],
  ['createPool.().promise.().getConnection.().await', 'connection'],
  ['createConnection.()', 'connection'],
  ['createConnection.().promise.()', 'connection'],
  ['createConnection.().await', 'connection'],
  ['Pool.new', 'pool'],
  ['Pool.new.getConnection.().await', 'connection'],
  ['Pool.new.promise.()', 'pool'],
  ['PoolConnection.new', 'connection'],
  ['Connection.new', 'connection'],
]);

const methods: Readonly<Record<SqlDialect, ReadonlySet<string>>> = {
  postgres: new Set(['query']),
  mysql: new Set(['query', 'execute']),
};

/** The client an origin is; undefined for anything else. */
export function sqlClientOf(origin: Origin): SqlClient | undefined {
  if (pgModules.has(origin.module)) {
    const path = origin.path[0] === 'native' ? origin.path.slice(1) : origin.path;
    // pg-pool's module is the class itself.
    const kind = clients.get((origin.module === 'pg-pool' && path[0] === 'new' ? ['Pool', ...path] : path).join('.'));
    return kind === undefined ? undefined : { dialect: 'postgres', kind };
  }
  if (origin.module !== 'mysql2' && origin.module !== 'mysql2/promise') return undefined;
  const kind = mysqlClients.get(origin.path.join('.'));
  return kind === undefined ? undefined : { dialect: 'mysql', kind };
}

/** Reads a call of `client.query(sql, parameters)` in any of its forms. */
export function sqlCallAt(call: Node, source: ScriptSource): SqlCall | undefined {
  const callee = calleeOf(call);
  if (callee?.type !== 'identifier' && callee?.type !== 'member_expression') return undefined;
  const target = targetOf(callee, source);
  const client = target === undefined ? undefined : clientOf(target);
  if (target === undefined || client === undefined || !methods[client.dialect].has(target.origin.path.at(-1) ?? '')) return undefined;
  const given = argumentsOf(call);
  const [first, second] = given;
  const written = first === undefined ? undefined : writtenSql(first, second, source);
  const sql = written === undefined ? undefined : sqlTextOf(written.text, source);
  if (written === undefined || sql === undefined) return undefined;
  const last = given.length > 1 ? given.at(-1) : undefined;
  const isCallback = last !== undefined && functionBehind(last, source) !== undefined;
  return {
    call,
    client,
    receiver: callee.type === 'member_expression' ? field(callee, 'object') : undefined,
    sql: client.dialect === 'mysql' ? normalizeMysql(sql.text) : sql.text,
    literal: sql.literal,
    ...parametersIn(isCallback && written.values?.id === last.id ? undefined : written.values, source),
    callback: isCallback ? functionBehind(last, source) : undefined,
    taken: target.taken,
  };
}

/** A function that takes a connection for each call is as good as the pool: no two of its calls share a transaction. */
function clientOf({ origin, isForwarded, isEither }: Target): SqlClient | undefined {
  const client = sqlClientOf({ module: origin.module, path: origin.path.slice(0, -1) });
  if (client !== undefined && isEither === true) return { ...client, kind: 'connection' };
  const takes = isForwarded && origin.path.some((step) => step === 'connect' || step === 'getConnection');
  return client === undefined || !takes ? client : { ...client, kind: 'pool' };
}

interface Target extends Forward {
  readonly isForwarded: boolean;
  /** Another client may be used in its place. */
  readonly isEither?: true;
}

const isProven = (origin: Origin | undefined): origin is Origin => origin !== undefined && origin.module !== '' && !isOwnFile(origin.module);

/** `(options.client ?? pool).query`: whatever is passed must do what the pool does; it may be a connection in a transaction. */
function fallbackOf(callee: Node, source: ScriptSource): Target | undefined {
  const object = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  const value = object === undefined ? undefined : heldValue(object, source);
  const isEither = value?.type === 'binary_expression' && /^(?:\?\?|\|\|)$/.test(field(value, 'operator')?.text ?? '');
  const right = isEither ? field(value, 'right') : undefined;
  const origin = right === undefined ? undefined : source.origins.of(right);
  const method = field(callee, 'property')?.text;
  if (!isProven(origin) || method === undefined || sqlClientOf(origin) === undefined) return undefined;
  return { origin: { module: origin.module, path: [...origin.path, method] }, taken: [], isForwarded: false, isEither: true };
}

/** The method that runs the SQL: of the client itself, or the one a function of the project hands its arguments to. */
function targetOf(callee: Node, source: ScriptSource): Target | undefined {
  const origin = source.origins.of(callee);
  if (isProven(origin)) return { origin, taken: [], isForwarded: false };
  const fallback = fallbackOf(callee, source);
  if (fallback !== undefined) return fallback;
  const forward = source.origins.forward(callee);
  return forward === undefined ? undefined : { ...forward, isForwarded: true };
}

interface Written {
  readonly text: Node;
  readonly values: Node | undefined;
}

/** `query(text, values)` or `query({ text, values })`; mysql2 calls the text `sql`. */
function writtenSql(first: Node, second: Node | undefined, source: ScriptSource): Written | undefined {
  const options = optionsOf(first, source);
  if (options === undefined) return { text: first, values: second };
  const [text, sql, values] = ['text', 'sql', 'values'].map((name) => optionOf(options, name, source));
  const written = text?.state === 'set' ? text : sql;
  if (written?.state !== 'set' || values?.state === 'unknown') return undefined;
  return { text: written.value, values: values?.state === 'set' ? values.value : second };
}

function parametersIn(values: Node | undefined, source: ScriptSource): Pick<SqlCall, 'array' | 'parameters'> {
  if (values === undefined) return { array: undefined, parameters: [] };
  const array = heldValue(values, source);
  if (array.type !== 'array') return { array: undefined, parameters: undefined };
  const elements = namedChildren(array);
  const isKnown = elements.every((element) => element.type !== 'spread_element') && isUntouched(values, source);
  return { array: unwrapped(values).type === 'array' ? array : undefined, parameters: isKnown ? elements : undefined };
}

/** A list kept in a variable may be changed before it is passed. */
function isUntouched(values: Node, source: ScriptSource): boolean {
  const value = unwrapped(values);
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  if (declaration === undefined) return value.type === 'array';
  return source.scopes.references(declaration).every((reference) => reference.parent?.type !== 'member_expression');
}

/** Every such call in a function's own body, nested functions left out, in order of the text. */
export function sqlCallsIn(fn: Node, source: ScriptSource): readonly SqlCall[] {
  const known = source.memo.once(noCalls, source);
  const calls = known.get(fn.id) ?? findCalls(fn, source);
  known.set(fn.id, calls);
  return calls;
}

const noCalls = (): Map<number, readonly SqlCall[]> => new Map();

function findCalls(fn: Node, source: ScriptSource): readonly SqlCall[] {
  const body = field(fn, 'body') ?? fn;
  const found: SqlCall[] = [];
  const visit = (node: Node) => {
    for (const child of namedChildren(node)) {
      if (functionTypes.has(child.type)) continue;
      visit(child);
      const call = child.type === 'call_expression' ? sqlCallAt(child, source) : undefined;
      if (call !== undefined) found.push(call);
    }
  };
  visit(body);
  if (body.type === 'call_expression') found.push(...[sqlCallAt(body, source) ?? []].flat());
  return found.sort((a, b) => a.call.startIndex - b.call.startIndex);
}
