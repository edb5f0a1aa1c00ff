import type { GoSource } from '../../source';
import { field, namedChildren, walk, type Node } from '../../syntax/nodes';
import type { SqlText } from '../sql/text';
import type { GoOrigin } from './origin';
import { goFunctionTypes } from './scope';
import { goSqlTextOf } from './sqlText';

/** What a statement runs on. */
export interface GoSqlClient {
  readonly api: 'pgx' | 'database/sql';
  /** A pool runs each statement on any connection; a transaction's statements end together. */
  readonly kind: 'pool' | 'connection' | 'transaction';
  /** The package that has `ErrNoRows`. */
  readonly package: string;
}

/** A call that runs SQL on a client proven by where it comes from. */
export interface GoSqlCall {
  readonly call: Node;
  readonly client: GoSqlClient;
  readonly method: 'Query' | 'QueryRow' | 'Exec';
  readonly receiver: Node;
  /** The context; undefined for the methods of database/sql that take none. */
  readonly ctx: Node | undefined;
  readonly sql: SqlText;
  /** The literal the SQL is written in. */
  readonly literal: Node;
  /** The argument that gives the SQL. */
  readonly textArgument: Node;
  /** The values of the placeholders; undefined when they are decided elsewhere (`args...`). */
  readonly parameters: readonly Node[] | undefined;
}

const pgxModule = /^github\.com\/jackc\/pgx(?:\/v[45])?(?:\/pgxpool)?$/;

/** How a client comes about; steps that lead from one to a connection or a transaction follow. */
const pgxStarts = /^(?:Pool\.new|New\.\(\)|NewWithConfig\.\(\)|Connect\.\(\)|ConnectConfig\.\(\)|Conn\.new|Tx\.new)/;
const sqlStarts = /^(?:DB\.new|Open\.\(\)|OpenDB\.\(\)|Conn\.new|Tx\.new)/;
const derived = /^(?:\.(?:Acquire|AcquireFunc|Conn|Begin|BeginTx)\.\(\))*$/;

/** The client an origin is; undefined for anything else. */
export function goSqlClientOf({ module, path }: GoOrigin): GoSqlClient | undefined {
  const isPgx = pgxModule.test(module);
  if (!isPgx && module !== 'database/sql') return undefined;
  const joined = path.join('.');
  const start = (isPgx ? pgxStarts : sqlStarts).exec(joined)?.[0];
  const rest = start === undefined ? undefined : joined.slice(start.length);
  if (start === undefined || rest === undefined || !derived.test(rest)) return undefined;
  const isPool = isPgx ? module.endsWith('/pgxpool') && !/^(?:Conn|Tx)\.new/.test(start) : !/^(?:Conn|Tx)\.new/.test(start);
  const isTransaction = start === 'Tx.new' || /\.Begin(?:Tx)?\.\(\)$/.test(rest);
  return {
    api: isPgx ? 'pgx' : 'database/sql',
    kind: isTransaction ? 'transaction' : isPool && rest === '' ? 'pool' : 'connection',
    package: isPgx ? module.replace(/\/pgxpool$/, '') : module,
  };
}

const methods: ReadonlyMap<string, GoSqlCall['method']> = new Map([
  ['Query', 'Query'],
  ['QueryRow', 'QueryRow'],
  ['Exec', 'Exec'],
  ['QueryContext', 'Query'],
  ['QueryRowContext', 'QueryRow'],
  ['ExecContext', 'Exec'],
]);

/** Reads a call such as `pool.QueryRow(ctx, sql, args…)` on PostgreSQL. */
export function goSqlCallAt(call: Node, source: GoSource): GoSqlCall | undefined {
  const callee = field(call, 'function');
  const name = callee?.type === 'selector_expression' ? field(callee, 'field')?.text : undefined;
  const receiver = callee === undefined ? undefined : field(callee, 'operand');
  const method = name === undefined ? undefined : methods.get(name);
  if (name === undefined || method === undefined || receiver === undefined) return undefined;
  const origin = source.origins.of(receiver);
  const client = origin === undefined ? undefined : goSqlClientOf(origin);
  // pgx has one form of each method, and it always takes a context.
  if (client === undefined || (client.api === 'pgx' && name.endsWith('Context'))) return undefined;
  const given = namedChildren(field(call, 'arguments') ?? call);
  const takesContext = client.api === 'pgx' || name.endsWith('Context');
  const [textArgument, ...values] = takesContext ? given.slice(1) : given;
  const sql = textArgument === undefined ? undefined : goSqlTextOf(textArgument, source);
  if (textArgument === undefined || sql === undefined || (client.api === 'database/sql' && !isPostgres(sql.text, source))) return undefined;
  const isKnown = values.every((value) => value.type !== 'variadic_argument');
  return { call, client, method, receiver, ctx: takesContext ? given[0] : undefined, sql: sql.text, literal: sql.literal, textArgument, parameters: isKnown ? values : undefined };
}

/** database/sql speaks to any database: its driver, or the form of the placeholders, says which. */
function isPostgres(text: SqlText, source: GoSource): boolean {
  const imports = source.scopes.imports.map(({ path }) => path).join('\n');
  if (/github\.com\/(?:lib\/pq|jackc\/pgx)/.test(imports)) return true;
  if (/sqlite|mysql|sqlserver|mssqldb|godror/.test(imports)) return false;
  return /\$1\b/.test(text.text) && !/sqlite/.test(goModOf(source) ?? '');
}

/** The text of the go.mod above the file. */
export function goModOf(source: GoSource): string | undefined {
  for (let at = source.file.lastIndexOf('/'); at > 0; at = source.file.lastIndexOf('/', at - 1)) {
    const text = source.project.read(`${source.file.slice(0, at)}/go.mod`);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Every such call in a function's own body, nested functions left out, in order of the text. */
export function goSqlCallsIn(fn: Node, source: GoSource): GoSqlCall[] {
  const found: GoSqlCall[] = [];
  const body = field(fn, 'body') ?? fn;
  walk(body, (node) => {
    if (goFunctionTypes.has(node.type) && node.id !== fn.id) return false;
    const call = node.type === 'call_expression' ? goSqlCallAt(node, source) : undefined;
    if (call !== undefined) found.push(call);
    return true;
  });
  return found.sort((a, b) => a.call.startIndex - b.call.startIndex);
}
