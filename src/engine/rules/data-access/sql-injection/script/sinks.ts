import type { Glimpse } from '../../../rule';
import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../../facts/javascript/flow';
import { optionOf, optionsOf, unwrapped } from '../../../../facts/javascript/options';
import type { Origin } from '../../../../facts/javascript/origin';
import { callbackForm, isOwnFile } from '../../../../facts/javascript/originSteps';
import { functionTypes } from '../../../../facts/javascript/scope';
import { sqlClientOf } from '../../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../../source';
import { closest, field, type Node } from '../../../../syntax/nodes';

export type Dialect = 'postgres' | 'mysql' | 'sqlite' | 'unknown';

/** How the values of placeholders are handed over. */
export type Binding =
  /** A list after the text; `$1` or `?` by position. */
  | { readonly kind: 'list'; readonly after: Node; readonly values: Node | undefined }
  /** An entry of the options: `{ text, values }`, `{ replacements }`. */
  | { readonly kind: 'entry'; readonly name: string; readonly after: Node; readonly options: Node | undefined }
  /** The arguments of the call that runs a prepared statement. */
  | { readonly kind: 'arguments'; readonly call: Node }
  /** A tagged template takes the place of the call. */
  | { readonly kind: 'tag'; readonly method: Node; readonly tag: string; readonly module: string | undefined }
  /** Names: `:name` and an object. */
  | { readonly kind: 'names'; readonly after: Node; readonly values: Node | undefined };

/** A call that runs the text it is given as SQL, or makes it part of a statement. */
export interface Sink {
  readonly call: Node;
  readonly text: Node;
  readonly dialect: Dialect;
  readonly placeholder: '$' | '?';
  /** Undefined where the call takes no values, or what takes them is not known. */
  readonly binding: Binding | undefined;
  /** A list takes the place of one placeholder: `IN (?)`. */
  readonly expandsLists: boolean;
  /** An object in the place of a value becomes SQL: the `query` of mysql 2.18 and of mysql2 up to 3.16 makes `a` = 1 of `{ a: 1 }`. */
  readonly expandsObjects?: boolean;
  /** The library is known by package.json and the text alone. */
  readonly isLikely?: true;
}

const modules =
  /^(?:pg|pg-pool|@neondatabase\/serverless|mysql|mysql2|mysql2\/promise|promise-mysql|serverless-mysql|mariadb|better-sqlite3|sqlite3|sqlite|better-sqlite3-multiple-ciphers|knex|typeorm|sequelize|sequelize-typescript|postgres|pg-promise|mssql)$/;

/** Packages that speak for a call where its origin is not known. */
const likelyPackages = ['knex', 'objection', '@adonisjs/lucid', 'sequelize', 'typeorm', 'pg', 'pg-promise', 'postgres', 'mysql', 'mysql2', 'serverless-mysql', 'mariadb', 'sqlite3', 'better-sqlite3'];

/** False where no sink can be: neither the project nor what the file reaches names a library that has one. Prisma's unsafe calls are known by their name. */
export function mayBeSink({ literal, names, project, file, text }: Glimpse): boolean {
  const facts = project.packageFor(file);
  return literal === 'RawUnsafe' || (facts === undefined && text.includes('sequelize.')) || likelyPackages.some((name) => facts?.dependencies.has(name)) || names(modules);
}

const sqliteModules = /^(?:better-sqlite3|sqlite3|sqlite|better-sqlite3-multiple-ciphers)$/;

/** Methods of knex's builders that take raw SQL. */
const rawMethods: ReadonlySet<string> = new Set(
  ['raw', 'whereRaw', 'orWhereRaw', 'andWhereRaw', 'havingRaw', 'orHavingRaw', 'orderByRaw', 'groupByRaw', 'joinRaw', 'fromRaw', 'selectRaw'],
);

const builderMethods: ReadonlySet<string> = new Set(['where', 'andWhere', 'orWhere', 'having', 'andHaving', 'orHaving']);

/** What pg-promise's databases and tasks run. */
const promiseMethods: ReadonlySet<string> = new Set(['query', 'any', 'many', 'manyOrNone', 'none', 'one', 'oneOrNone', 'result', 'multi', 'multiResult', 'map', 'each']);

/** What projects call a function of theirs that runs the SQL it is given. */
const ownRunners = /^(?:query|execute|raw|(?:execute|excute|exec|run|db|sql)(?:Query|Sql|SQL))$/;

/** The places in the text where a call may be one of these. */
export const sinkNames: readonly string[] = [
  ...['query(', 'query<', '.execute(', '.raw(', 'Raw(', 'RawUnsafe', 'literal(', '.prepare(', '.unsafe('],
  ...['executeQuery(', 'excuteQuery(', 'execQuery(', 'runQuery(', 'dbQuery(', 'sqlQuery(', 'executeSql(', 'executeSQL(', 'runSql(', 'runSQL('],
  ...['db.get(', 'db.all(', 'db.run(', 'db.each(', 'db.exec(', '.where(', 'Where(', '.having(', '.oneOrNone(', '.manyOrNone(', '.none(', 'db.one(', 'db.any(', 'db.many(', 'db.result(', 'db.map(', 'db.multi(', 'multiResult(', 't.one(', 't.any(', 't.many('],
];

/** What a call does with its first argument, if that is to run it as SQL on a database client. */
export function sinkAt(call: Node, source: ScriptSource): Sink | undefined {
  const callee = calleeOf(call);
  const [text, second] = argumentsOf(call);
  if (callee === undefined || text === undefined) return undefined;
  const method = callee.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : '';
  const own = originOf(callee, source);
  const origin = own === undefined || isOwnFile(own.module) ? (source.origins.forward(callee)?.origin ?? own) : own;
  const last = origin?.path.at(-1) ?? method;
  const owner = origin === undefined ? undefined : { module: origin.module, path: origin.path.slice(0, -1) };
  const base = { call, text, expandsLists: false };
  const values = second !== undefined && functionBehind(second, source) !== undefined ? undefined : second;
  const list: Binding = { kind: 'list', after: text, values };

  const client = owner === undefined ? undefined : (sqlClientOf(owner) ?? mysqlClientOf(owner));
  if (client !== undefined && (last === 'query' || (last === 'execute' && client.dialect === 'mysql'))) {
    const placeholder = client.dialect === 'postgres' ? '$' : '?';
    const expandsLists = client.dialect === 'mysql' && last === 'query';
    return configured({ ...base, dialect: client.dialect, placeholder, binding: list, expandsLists, expandsObjects: expandsLists }, values, source);
  }
  return (
    sqliteSink(origin, last, base, list, source) ??
    builderSink(origin, last, callee, base, list, source) ??
    ormSink(origin, last, callee, base, list, second, source) ??
    likelySink(origin, callee, base, source)
  );
}

/** `query({ text, values })` of pg, `query({ sql, values })` of mysql: the text and its values are entries of one object. */
function configured(sink: Sink, values: Node | undefined, source: ScriptSource, names: readonly string[] = ['text', 'sql']): Sink | undefined {
  const config = optionsOf(sink.text, source);
  if (config === undefined) return sink;
  const written = names.map((name) => optionOf(config, name, source)).find(({ state }) => state === 'set');
  if (written?.state !== 'set') return undefined;
  const given = optionOf(config, 'values', source);
  const isOwn = !config.shared && config.assigned.size === 0 && given.state !== 'unknown';
  const entry: Binding | undefined = isOwn ? { kind: 'entry', name: 'values', after: sink.text, options: config.object } : undefined;
  return { ...sink, text: written.value, binding: values === undefined ? entry : given.state === 'absent' ? sink.binding : undefined };
}

type Base = Pick<Sink, 'call' | 'text' | 'expandsLists'>;

/** The origin of a callee; the client a callback is given is the one a promise would give. */
function originOf(callee: Node, source: ScriptSource): Origin | undefined {
  const known = source.origins.of(callee);
  if (known !== undefined) return callbackForm(known);
  const object = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  const declaration = object?.type === 'identifier' ? source.scopes.resolve(object) : undefined;
  const fn = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
  const call = fn?.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const outer = call?.type === 'call_expression' ? source.origins.callee(call) : undefined;
  const gives = /^(?:connect|getConnection|transaction|task|tx|begin|\$transaction)$/.test(outer?.path.at(-1) ?? '');
  return outer === undefined || !gives ? undefined : { module: outer.module, path: [...outer.path, '()', 'await', field(callee, 'property')?.text ?? ''] };
}

function mysqlClientOf({ module, path }: Origin): { dialect: 'mysql' } | undefined {
  if (module === 'serverless-mysql') return path[0] === '()' ? { dialect: 'mysql' } : undefined;
  if (!/^(?:mysql|mysql2|mysql2\/promise|promise-mysql|mariadb)$/.test(module)) return undefined;
  return /^(?:createPool|createConnection|createPoolCluster|Pool\.new|Connection\.new|PoolConnection\.new)\b/.test(path.join('.')) ? { dialect: 'mysql' } : undefined;
}

function sqliteSink(origin: Origin | undefined, method: string, base: Base, list: Binding, source: ScriptSource): Sink | undefined {
  if (origin === undefined || !sqliteModules.test(origin.module)) return undefined;
  const shape = { ...base, dialect: 'sqlite', placeholder: '?' } as const;
  if (method === 'prepare') {
    const run = base.call.parent?.type === 'member_expression' ? base.call.parent.parent : undefined;
    const isRun = run?.type === 'call_expression' && /^(?:get|all|run|iterate)$/.test(field(base.call.parent ?? base.call, 'property')?.text ?? '');
    const isPlain = isRun && argumentsOf(run).every((argument) => !['object', 'array', 'spread_element'].includes(heldValue(argument, source).type));
    return { ...shape, binding: isPlain ? { kind: 'arguments', call: run } : undefined };
  }
  if (method === 'exec') return { ...shape, binding: undefined };
  return /^(?:get|all|run|each)$/.test(method) ? { ...shape, binding: list.kind === 'list' && isPositional(list.values, source) ? list : undefined } : undefined;
}

/** sqlite3 takes the values as a list, as an object with names, or one by one. */
const isPositional = (values: Node | undefined, source: ScriptSource): boolean => values === undefined || heldValue(values, source).type === 'array';

function builderSink(origin: Origin | undefined, method: string, callee: Node, base: Base, list: Binding, source: ScriptSource): Sink | undefined {
  if (rawMethods.has(method)) {
    const isKnex = origin?.module === 'knex' || (method !== 'raw' && usesKnex(source) && (origin === undefined || isOwnFile(origin.module)));
    const dialect = databaseOf(source);
    if (isKnex) return { ...base, dialect, placeholder: '?', binding: list, expandsObjects: dialect === 'mysql' };
  }
  const isBuilder = origin?.module === 'typeorm' && builderMethods.has(method) && /createQueryBuilder|QueryBuilder\.new/.test(origin.path.join('.'));
  if (isBuilder && callee.type === 'member_expression') return { ...base, dialect: databaseOf(source), placeholder: '?', binding: list.kind === 'list' ? { ...list, kind: 'names' } : undefined };
  return undefined;
}

const usesKnex = (source: ScriptSource): boolean => ['knex', 'objection', '@adonisjs/lucid'].some((name) => source.project.packageFor(source.file)?.dependencies.has(name));

function ormSink(origin: Origin | undefined, method: string, callee: Node, base: Base, list: Binding, second: Node | undefined, source: ScriptSource): Sink | undefined {
  const dialect = databaseOf(source);
  const isPrisma = origin === undefined || origin.module === '' || isOwnFile(origin.module) || /prisma/i.test(origin.module);
  if (/^\$(?:query|execute)RawUnsafe$/.test(method) && callee.type === 'member_expression' && isPrisma) {
    const property = field(callee, 'property');
    const isAlone = argumentsOf(base.call).length === 1 && property !== undefined && unwrapped(base.text).type === 'template_string';
    return { ...base, dialect, placeholder: '$', binding: isAlone ? { kind: 'tag', method: property, tag: method.replace('Unsafe', ''), module: origin?.module } : undefined };
  }
  const receiver = callee.type === 'member_expression' ? (field(callee, 'object')?.text ?? '') : '';
  const isSequelize = origin?.module === 'sequelize' || origin?.module === 'sequelize-typescript' || (/(?:^|\.)sequelize$/i.test(receiver) && (source.project.packageFor(source.file) === undefined || dependsOn('sequelize', source)));
  if (isSequelize && (method === 'literal' || method === 'query')) {
    const options = second === undefined ? undefined : unwrapped(second);
    const canBind = method === 'query' && (options === undefined || options.type === 'object');
    return { ...base, dialect, placeholder: '?', expandsLists: true, binding: canBind ? { kind: 'entry', name: 'replacements', after: base.text, options } : undefined };
  }
  if (origin?.module === 'typeorm' && method === 'query') {
    const placeholder = dialect === 'postgres' ? '$' : '?';
    return { ...base, dialect, placeholder, binding: dialect === 'unknown' ? undefined : list, expandsObjects: dialect === 'mysql' };
  }
  if (origin?.module === 'postgres' && method === 'unsafe') return { ...base, dialect: 'postgres', placeholder: '$', binding: list };
  if (origin?.module === 'pg-promise' && promiseMethods.has(method)) return configured({ ...base, dialect: 'postgres', placeholder: '$', binding: list }, list.kind === 'list' ? list.values : undefined, source);
  if (origin?.module === 'mssql' && (method === 'query' || method === 'batch')) return { ...base, dialect: 'unknown', placeholder: '?', binding: undefined };
  return undefined;
}

/** The method of a client, or a function of the project, that only package.json and the text speak for. */
function likelySink(origin: Origin | undefined, callee: Node, base: Base, source: ScriptSource): Sink | undefined {
  const name = callee.type === 'member_expression' ? field(callee, 'property') : callee;
  if (!ownRunners.test(name?.text ?? '') || (origin !== undefined && origin.module !== '' && !isOwnFile(origin.module))) return undefined;
  const dialect = databaseOf(source);
  return dialect === 'unknown' && !dependsOn('sequelize', source) && !dependsOn('typeorm', source) ? undefined : withoutBinding(configured({ ...base, dialect, placeholder: '?', binding: undefined, isLikely: true }, undefined, source, ['query', 'text', 'sql']));
}

const withoutBinding = (sink: Sink | undefined): Sink | undefined => (sink === undefined ? undefined : { ...sink, binding: undefined });

const dependsOn = (name: string, source: ScriptSource): boolean => source.project.packageFor(source.file)?.dependencies.has(name) === true;

const drivers: readonly (readonly [name: string, dialect: Dialect])[] = [
  ['pg', 'postgres'],
  ['pg-promise', 'postgres'],
  ['postgres', 'postgres'],
  ['mysql', 'mysql'],
  ['mysql2', 'mysql'],
  ['serverless-mysql', 'mysql'],
  ['mariadb', 'mysql'],
  ['sqlite3', 'sqlite'],
  ['better-sqlite3', 'sqlite'],
];

/** The database the project's one driver speaks to. */
export function databaseOf(source: ScriptSource): Dialect {
  const facts = source.project.packageFor(source.file);
  const found = new Set(drivers.filter(([name]) => facts?.dependencies.has(name) === true && !facts.devOnly.has(name)).map(([, dialect]) => dialect));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'unknown';
}
