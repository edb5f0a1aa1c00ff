import type { AlterTableCmd } from '@pgsql/types';
import { runnerOf, type Runner } from '../../fix/migration';
import { isLatestMigration, isOrdered } from '../project/latestMigration';
import { isLoose } from '../project/loose';
import type { SqlSource } from '../../source';
import type { SqlNode, SqlStatement, SqlToken } from '../../syntax/sql';
import { isWayBack, wayBackAt } from './collect';
import { isPostgres } from './dialect';
import { tableName } from './statements';

/** One statement of a migration. */
export interface MigrationStatement {
  readonly node: SqlNode;
  /** From the first to the last token, comments around it and the semicolon left out. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly SqlToken[];
  /** It stands between BEGIN and COMMIT. */
  readonly inTransaction: boolean;
}

/** A migration that can still be edited. */
export interface MigrationFile {
  /** The way back left out. */
  readonly statements: readonly MigrationStatement[];
  /** Tables made in this file, in lower case: nothing reads or writes them yet. */
  readonly created: ReadonlySet<string>;
  readonly runner: Runner;
  /** It belongs to no project and lies among others, so that nothing tells whether it has run. */
  readonly mayHaveRun: boolean;
}

/**
 * The migration in a file of PostgreSQL statements that has probably not run yet: the latest of its folder. Those
 * before it have run, and nobody edits them. So is a file that belongs to no project and to no sequence; where other SQL
 * lies beside it, it may have run. undefined for anything else.
 */
export const migrationFile = (source: SqlSource): MigrationFile | undefined => source.memo.once(readMigration, source);

function readMigration(source: SqlSource): MigrationFile | undefined {
  const isLast = source.fragment || isLatestMigration(source.file, source.project);
  const isOnly = () => isOnlyOne(source.file, source.project.sqlFiles);
  if (isWayBack(source.file) || !(isLast || (isLoose(source.file, source.project) && (!isInOrder(source.file) || isOnly()))) || !isPostgres(source)) return undefined;
  const end = wayBackAt(source.text) ?? source.text.length;
  const parsed = source.sql.parse(source.text).statements.filter(({ start }) => start < end);
  if (parsed.length === 0) return undefined;
  const tokens = source.sql.tokens(source.text).filter((token) => token.end <= end);
  const statements: MigrationStatement[] = [];
  let inTransaction = false;
  for (const statement of parsed) {
    const kind = 'TransactionStmt' in statement.node ? statement.node.TransactionStmt.kind : undefined;
    if (kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK') inTransaction = false;
    const own = tokensOf(statement, tokens);
    const [first, last] = [own[0], own.at(-1)];
    if (first !== undefined && last !== undefined) statements.push({ node: statement.node, start: first.start, end: last.end, tokens: own, inTransaction });
    if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') inTransaction = true;
  }
  return { statements, created: new Set(statements.flatMap(({ node }) => createdTable(node) ?? [])), runner: runnerOf(source.file, source.text, source.project), mayHaveRun: !isLast && !isOnly() };
}

/** A place in a sequence: those after it tell that it has run. */
const isInOrder = (file: string): boolean => file.split('/').slice(-2).some(isOrdered);

const isOnlyOne = (file: string, sqlFiles: readonly string[]): boolean => sqlFiles.every((other) => other === file);

/** PostgreSQL ends a statement before the next one's comments begin; the semicolon is no part of it. */
const tokensOf = ({ start, end }: SqlStatement, tokens: readonly SqlToken[]) => tokens.filter((token) => token.start >= start && token.end <= end && token.text !== ';');

/** The table that a statement makes, in lower case. */
export function createdTable(node: SqlNode): string | undefined {
  const relation = 'CreateStmt' in node ? node.CreateStmt.relation : 'CreateTableAsStmt' in node ? node.CreateTableAsStmt.into?.rel : undefined;
  return relation === undefined ? undefined : tableName(relation)?.name.toLowerCase();
}

/** One part of an ALTER TABLE: what stands between its commas. */
export interface AlterCommand {
  /** As PostgreSQL calls it, in lower case, without schema. */
  readonly table: string;
  /** The table as it is written, with schema and quotes. */
  readonly writtenTable: string;
  readonly command: AlterTableCmd;
  readonly tokens: readonly SqlToken[];
  readonly start: number;
  readonly end: number;
  /** The statement has no other part. */
  readonly isAlone: boolean;
}

/** The parts of an ALTER TABLE; none for any other statement, or when they cannot be told apart. */
export function alterCommands({ node, tokens }: MigrationStatement, text: string): AlterCommand[] {
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.objtype !== 'OBJECT_TABLE') return [];
  const commands = (node.AlterTableStmt.cmds ?? []).flatMap((each) => ('AlterTableCmd' in each ? [each.AlterTableCmd] : []));
  const relation = node.AlterTableStmt.relation;
  const name = relation === undefined ? undefined : tableName(relation);
  // The first word is ALTER too.
  const at = tokens.findIndex((token, i) => i > 1 && /^(?:add|alter|drop|validate|rename|set|enable|disable|attach|detach|owner|cluster|replica|force|no|inherit)$/i.test(token.text));
  // ALTER TABLE [IF EXISTS] [ONLY] name
  const head = tokens.slice(0, at);
  const nameAt = head.findLastIndex((token) => /^(?:table|exists|only)$/i.test(token.text)) + 1;
  const nameTokens = head.slice(nameAt).filter((token) => token.text !== '*');
  const [first, last] = [nameTokens[0], nameTokens.at(-1)];
  if (name === undefined || at < 0 || first === undefined || last === undefined) return [];
  const parts = split(tokens.slice(at));
  if (parts.length !== commands.length) return [];
  return commands.flatMap((command, i): AlterCommand[] => {
    const own = parts[i] ?? [];
    const [begin, finish] = [own[0], own.at(-1)];
    if (begin === undefined || finish === undefined) return [];
    return [{ table: name.name.toLowerCase(), writtenTable: text.slice(first.start, last.end), command, tokens: own, start: begin.start, end: finish.end, isAlone: commands.length === 1 }];
  });
}

/** At the commas outside parentheses. */
function split(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
