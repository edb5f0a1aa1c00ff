import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { ownNodes } from '../../../facts/javascript/functions';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import { tableFacts } from '../../../facts/sql/schema';
import { removeLines } from '../../../fix/lines';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { newMigration } from '../../../fix/migration';
import { importedValue, movedImport } from '../../../fix/scaffold/imported';
import { moduleText, type NewImport } from '../../../fix/scaffold/moduleText';
import { newModule } from '../../../fix/scaffold/place';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Publish } from './publishes';
import type { Write } from './writes';

/** Rows the relay takes at once. */
const batch = 100;

const table = `CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  destination text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);`;

/**
 * The message as a row in the write's own transaction, the table for it, and the relay that sends it; in a fragment, which
 * belongs to no project, the row alone.
 * @returns why that is not possible
 */
export function toOutbox(publish: Publish, writes: readonly Write[], fn: Node, source: ScriptSource): DraftFix | string {
  const transaction = transactionIn(writes, fn, source);
  if (typeof transaction === 'string') return transaction;
  const { call } = publish;
  const callee = calleeOf(call);
  const root = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  const statement = (awaitOf(call) ?? call).parent;
  if (publish.keeps === undefined || callee === undefined) return 'its arguments are not plain data that a table could keep';
  if (root?.type !== 'identifier' || statement?.type !== 'expression_statement') return 'a relay could not make the same call';
  const given = argumentsOf(call);
  if (given.some((argument) => /\bBuffer\b|=>|\bfunction\b|\.\.\./.test(argument.text))) return 'its arguments are not plain data that a table could keep';
  const added = source.fragment ? [] : outboxFiles(publish, callee, root, transaction.pool, source);
  if (typeof added === 'string') return added;
  const insert = insertText(transaction.client.text, root.text, given, statement, transaction.commit, source);
  const edits = placed(insert, statement, transaction.commit, source);
  const plan = new ImportPlan(source);
  const declaration = source.scopes.resolve(root);
  if (declaration !== undefined && importedValue(root, source) !== undefined && source.scopes.references(declaration).length === 1) plan.drop(declaration);
  return {
    title: source.fragment ? 'Write the message to an outbox in the same transaction, for a relay to send' : 'Write the message to an outbox in the same transaction, with a relay that sends it',
    safety: 'guided',
    edits: [...edits, ...plan.edits()],
    newFiles: added,
  };
}

/** The table and the relay, as files of the project; or why they cannot be written. */
function outboxFiles(publish: Publish, callee: Node, root: Node, client: Node, source: ScriptSource): NonNullable<DraftFix['newFiles']> | string {
  const publisher = importedValue(root, source);
  const pool = importedValue(client, source);
  if (publisher === undefined || pool === undefined) return 'a relay can only use a pool and a publisher that are imported from a module of the project';
  const relayFile = newModule(`${kebab(root.text)}.relay`, ['relays', 'workers', 'jobs'], source);
  if (relayFile === undefined) return `a relay of ${root.text} exists already`;
  const known = tableFacts(source.project.schema, 'outbox');
  if (known !== undefined && (!['id', 'destination', 'payload'].every((column) => known.columns.includes(column)) || known.required.some((column) => !['id', 'destination', 'payload'].includes(column)))) {
    return 'there is an outbox table with other columns: write the message to it in the same transaction';
  }
  const migration = known === undefined ? newMigration({ name: 'create_outbox', up: table, down: 'DROP TABLE outbox;', outsideTransaction: false }, source.file, source.project) : [];
  const isMissing = known === undefined && migration.length === 0;
  return [...migration, { file: relayFile, text: relayText({ publish, callee, root, publisher, pool, poolName: client.text, file: relayFile, isMissing }, source) }];
}

interface Transaction {
  readonly client: Node;
  readonly pool: Node;
  readonly commit: Node;
}

/** A transaction of node-postgres that the function opens and commits itself. */
function transactionIn(writes: readonly Write[], fn: Node, source: ScriptSource): Transaction | string {
  const none = 'there is no transaction in this function that the message could join; open one around the write first';
  const write = writes.find((each) => each.isPostgres && each.receiver?.type === 'identifier');
  const client = write?.receiver;
  if (client === undefined) return none;
  const commits = ownNodes(fn, 'call_expression').filter((call) => field(calleeOf(call) ?? call, 'object')?.text === client.text && /^\W*commit\b/i.test(argumentsOf(call)[0]?.text ?? ''));
  const opens = ownNodes(fn, 'call_expression').some((call) => field(calleeOf(call) ?? call, 'object')?.text === client.text && /^\W*(?:begin|start transaction)\b/i.test(argumentsOf(call)[0]?.text ?? ''));
  const commit = commits[0] === undefined ? undefined : ancestorOf(commits[0], new Set(['expression_statement']));
  if (!opens || commits.length !== 1 || commit === undefined) return none;
  const made = heldValue(client, source);
  const connect = made.type === 'await_expression' ? namedChildren(made)[0] : undefined;
  const pool = connect?.type === 'call_expression' ? field(calleeOf(connect) ?? connect, 'object') : undefined;
  return pool?.type === 'identifier' && sqlCallAt(write?.call ?? client, source)?.client.dialect === 'postgres' ? { client, pool, commit } : none;
}

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

function insertText(client: string, destination: string, given: readonly Node[], from: Node, to: Node, source: ScriptSource): string {
  const { quote } = moduleStyle(source);
  const end = sourceStyle(source).semicolons ? ';' : '';
  const [first] = given;
  const payload = given.map((argument) => argument.text).join(', ').replaceAll(`\n${indentationAt(source.text, from.startIndex)}`, `\n${indentationAt(source.text, to.startIndex)}`);
  return first === undefined ? '' : `await ${client}.query(${quote}INSERT INTO outbox (destination, payload) VALUES ($1, $2)${quote}, [${quote}${destination}${quote}, JSON.stringify([${payload}])])${end}`;
}

/** In the place of the call, or before the commit where the call came after it. */
function placed(insert: string, statement: Node, commit: Node, source: ScriptSource): TextEdit[] {
  const end = statement.endIndex;
  if (statement.startIndex < commit.startIndex) return [{ start: statement.startIndex, end, newText: insert }];
  const { newline } = sourceStyle(source);
  return [{ start: commit.startIndex, end: commit.startIndex, newText: insert + newline + indentationAt(source.text, commit.startIndex) }, removeLines(source.text, statement.startIndex, end)];
}

interface Relay {
  readonly publish: Publish;
  readonly callee: Node;
  readonly root: Node;
  readonly publisher: NewImport;
  readonly pool: NewImport;
  readonly poolName: string;
  readonly file: string;
  /** No file of the project makes the table, nor one that is added. */
  readonly isMissing: boolean;
}

function relayText({ publish, callee, root, publisher, pool, poolName, file, isMissing }: Relay, source: ScriptSource): string {
  const isTypeScript = source.language !== 'javascript';
  const type = isTypeScript ? `<{ id: string; payload: Parameters<typeof ${callee.text}> }>` : '';
  return moduleText(
    {
      imports: [{ module: 'node:timers/promises', names: ['setTimeout as delay'] }, movedImport(pool, file, source), movedImport(publisher, file, source)],
      body: [
        ...(isMissing ? ['// Needs this table first, however this project changes its schema:', ...table.split('\n').map((line) => `// ${line}`), ''] : []),
        'let stopped = false;',
        '',
        'async function relay()' + (isTypeScript ? ': Promise<number>' : '') + ' {',
        `  const client = await ${poolName}.connect();`,
        '  try {',
        "    await client.query('BEGIN');",
        `    const { rows } = await client.query${type}(`,
        "      'SELECT id, payload FROM outbox WHERE destination = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED',",
        `      ['${root.text}', ${batch}],`,
        '    );',
        '    for (const { payload } of rows) {',
        `      await ${callee.text}(...payload);`,
        '    }',
        "    await client.query('DELETE FROM outbox WHERE id = ANY($1)', [rows.map(({ id }) => id)]);",
        "    await client.query('COMMIT');",
        '    return rows.length;',
        '  } catch (error) {',
        "    await client.query('ROLLBACK');",
        '    throw error;',
        '  } finally {',
        '    client.release();',
        '  }',
        '}',
        '',
        'async function run()' + (isTypeScript ? ': Promise<void>' : '') + ' {',
        ...(publish.keeps === 'kafka' ? [`  await ${root.text}.connect();`] : []),
        '  while (!stopped) {',
        '    try {',
        '      if ((await relay()) === 0) await delay(1000);',
        '    } catch (error) {',
        '      console.error(error);',
        '      await delay(1000);',
        '    }',
        '  }',
        publish.keeps === 'kafka' ? `  await ${root.text}.disconnect();` : `  await ${root.text}.close();`,
        `  await ${poolName}.end();`,
        '}',
        '',
        "for (const signal of ['SIGINT', 'SIGTERM']) {",
        '  process.once(signal, () => {',
        '    stopped = true;',
        '  });',
        '}',
        '',
        'void run();',
      ],
    },
    source,
  );
}
