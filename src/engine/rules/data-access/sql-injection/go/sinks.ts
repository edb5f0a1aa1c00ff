import { goModOf, goSqlClientOf } from '../../../../facts/go/sqlCalls';
import type { GoSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';

export type GoDialect = 'postgres' | 'mysql' | 'sqlite' | 'unknown';

/** A call that runs its text as SQL, or makes it part of a statement. */
export interface GoSink {
  readonly call: Node;
  readonly text: Node;
  /** The arguments after the text. */
  readonly given: readonly Node[];
  readonly placeholder: '$' | '?';
  readonly dialect: GoDialect;
  /** The library has one form of placeholder for every database. */
  readonly hasOwnPlaceholder: boolean;
  /** Gorm's conditions may also be structs and maps. */
  readonly takesOnlyText: boolean;
  /** The arguments after the text are the values of its placeholders. */
  readonly takesValues: boolean;
  /** Nothing shows what the receiver is: the method's name and the text speak for it. */
  readonly isLikely?: true;
}

/** Position of the text among the arguments, by method. */
const standard = new Map([
  ...['Query', 'QueryRow', 'Exec', 'Prepare'].flatMap((name): [string, number][] => [[name, 0], [`${name}Context`, 1]]),
]);

const extended = new Map([
  ...['Queryx', 'QueryRowx', 'MustExec', 'Preparex', 'NamedExec', 'NamedQuery'].flatMap((name): [string, number][] => [[name, 0], [`${name}Context`, 1]]),
  ...['Get', 'Select'].flatMap((name): [string, number][] => [[name, 1], [`${name}Context`, 2]]),
]);

const gorm: ReadonlySet<string> = new Set(['Raw', 'Exec', 'Where', 'Or', 'Not', 'Having', 'Joins', 'Order', 'Select', 'Group', 'Table']);

/** What go-pg, Bun and their builders take as text. */
const pgBuilder: ReadonlySet<string> = new Set(['Where', 'WhereOr', 'ColumnExpr', 'TableExpr', 'OrderExpr', 'GroupExpr', 'DistinctOn', 'Having', 'Join', 'JoinOn', 'Set', 'Returning']);

const pgModule = /^github\.com\/(?:go-pg\/pg(?:\/v\d+)?(?:\/orm)?|uptrace\/bun)$/;

/** How a client of go-pg or Bun comes about, and a transaction on it: both put the values into the text themselves, at `?`. */
const pgClient = /^(?:(?:DB|Tx|Conn|IDB)\.new|Connect\.\(\)|NewDB\.\(\))(?:\.(?:Begin|BeginTx|BeginContext|Conn|WithContext)\.\(\))*$/;

/** Position of the text among the arguments of such a client, by method. */
const pgRunners = new Map([['Exec', 0], ['ExecOne', 0], ['ExecContext', 1], ['ExecOneContext', 1], ['Query', 1], ['QueryOne', 1], ['QueryContext', 2], ['QueryOneContext', 2]]);
const bunRunners = new Map([['Exec', 0], ['ExecContext', 1], ['Query', 0], ['QueryContext', 1], ['QueryRow', 0], ['QueryRowContext', 1], ['NewRaw', 0]]);

/** Methods of database clients that run a text, wherever among the arguments it stands. */
const likely = /^(?:Query(?:Row|One|x|Rowx|RowEx|Ex|RowContext|OneContext|Context)?|Exec(?:Ex|One|Context|OneContext)?|MustExec|Prepare(?:Context|Ex|x)?|Raw)$/;

/** What begins a statement. */
const verb = /^\s*(?:WITH|SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\b/i;

export const goSinkNames: readonly string[] = [
  ...['.Query(', '.QueryRow(', '.Exec(', '.Prepare(', 'QueryContext(', 'QueryRowContext(', 'ExecContext(', 'PrepareContext('],
  ...['.Queryx(', '.QueryRowx(', '.MustExec(', '.Get(&', '.Select(&', '.GetContext(', '.SelectContext(', '.NamedExec(', '.NamedQuery('],
  ...['.QueryEx(', '.QueryRowEx(', '.ExecEx(', '.QueryOne(', '.ExecOne(', 'QueryOneContext(', 'WhereOr(', 'ColumnExpr(', 'OrderExpr(', 'TableExpr('],
  ...['NewRaw(', '.Set("', '.Set(fmt.', 'Raw(', 'Where(', '.Or(', '\tOr(', 'Having(', 'Joins(', 'Order('],
];

export function goSinkAt(call: Node, source: GoSource): GoSink | undefined {
  const callee = field(call, 'function');
  const receiver = callee?.type === 'selector_expression' ? field(callee, 'operand') : undefined;
  const method = callee === undefined ? '' : (field(callee, 'field')?.text ?? '');
  const given = namedChildren(field(call, 'arguments') ?? call);
  if (receiver === undefined || given.length === 0) return undefined;
  const origin = source.origins.of(receiver);
  const at = (index: number | undefined, takesValues: boolean, placeholder?: '$' | '?'): GoSink | undefined => {
    const text = index === undefined ? undefined : given[index];
    if (index === undefined || text === undefined) return undefined;
    const dialect = placeholder === '$' ? 'postgres' : dialectOf(source);
    return { call, text, given: given.slice(index + 1), dialect, takesValues, hasOwnPlaceholder: placeholder !== undefined, takesOnlyText: !/^(?:Where|Or|Not|Having|Joins|Select)$/.test(method), placeholder: placeholder ?? (dialect === 'postgres' ? '$' : '?') };
  };
  if (origin === undefined) return likelySink(method, given, at);
  const client = goSqlClientOf(origin);
  const takesValues = !/^(?:Prepare|Named)/.test(method);
  if (client?.api === 'pgx') return at(/^(?:Query|QueryRow|Exec)$/.test(method) ? 1 : undefined, true, '$');
  if (client !== undefined) return at(standard.get(method), takesValues);
  if (/^github\.com\/jmoiron\/sqlx$/.test(origin.module)) return at(standard.get(method) ?? extended.get(method), takesValues);
  if (/^(?:gorm\.io\/gorm|github\.com\/jinzhu\/gorm)$/.test(origin.module) && gorm.has(method)) return at(0, /^(?:Raw|Exec|Where|Or|Not|Having|Joins)$/.test(method), '?');
  if (pgModule.test(origin.module) && pgClient.test(origin.path.join('.'))) {
    const sink = at((origin.module.endsWith('/bun') ? bunRunners : pgRunners).get(method), true, '?');
    if (sink !== undefined && isComposed(sink.text)) return sink;
  }
  if (pgModule.test(origin.module) && !pgBuilder.has(method) && likely.test(method)) return likelySink(method, given, at);
  if (pgModule.test(origin.module) && pgBuilder.has(method)) return at(0, true, '?');
  return undefined;
}

/** A client that a fragment does not import, or that the package declares elsewhere, given a text that is SQL beyond doubt. */
function likelySink(method: string, given: readonly Node[], at: (index: number, takesValues: boolean) => GoSink | undefined): GoSink | undefined {
  const index = likely.test(method) ? given.slice(0, 3).findIndex(isComposed) : -1;
  const sink = index < 0 ? undefined : at(index, false);
  return sink === undefined ? undefined : { ...sink, isLikely: true };
}

/** A name, a sum or a call may give a text that something is pasted into. */
const isComposed = (argument: Node): boolean => /^(?:identifier|binary_expression|call_expression)$/.test(argument.type) && !/^(?:ctx|c|nil|context\.\w+\(.*)$/s.test(argument.text) && !/^\w*[cC](?:on)?te?xt?$|\.Context\(\)$/.test(argument.text);

/** True for the text of a whole statement. */
export const isStatement = (text: string): boolean => verb.test(text);

const drivers: readonly (readonly [pattern: RegExp, dialect: GoDialect])[] = [
  [/github\.com\/lib\/pq\b|github\.com\/jackc\/pgx\b/, 'postgres'],
  [/github\.com\/go-sql-driver\/mysql\b/, 'mysql'],
  [/github\.com\/mattn\/go-sqlite3\b|modernc\.org\/sqlite\b|github\.com\/glebarez\/|github\.com\/ncruces\/go-sqlite3/, 'sqlite'],
  [/github\.com\/microsoft\/go-mssqldb|github\.com\/denisenkom\/go-mssqldb|github\.com\/ClickHouse\/|github\.com\/godror|github\.com\/snowflakedb/, 'unknown'],
];

/** The database the file's, or else the module's, one driver speaks to. */
function dialectOf(source: GoSource): GoDialect {
  const imports = source.scopes.imports.map(({ path }) => path).join('\n');
  const inFile = drivers.filter(([pattern]) => pattern.test(imports));
  const found = inFile.length > 0 ? inFile : drivers.filter(([pattern]) => pattern.test(goModOf(source) ?? ''));
  const [only] = found;
  return found.length === 1 && only !== undefined ? only[1] : 'unknown';
}
