import type { Severity } from '../../../finding';
import type { Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import type { Position } from './position';

/**
 * Who decides a value that is pasted into a statement:
 * - `code`: a constant, a number, something escaped or checked against a list
 * - `elsewhere`: what another call, a field or a row gives
 * - `caller`: a parameter of a function whose callers are not known
 * - `sender`: whoever sends the request
 */
export type Author = 'code' | 'elsewhere' | 'caller' | 'sender';

const ranks: readonly Author[] = ['code', 'elsewhere', 'caller', 'sender'];

/** The least trusted of several authors; the code itself where there are none. */
export const worst = (authors: readonly Author[]): Author => ranks[Math.max(0, ...authors.map((author) => ranks.indexOf(author)))] ?? 'code';

export interface Judged {
  readonly position: Position;
  readonly author: Author;
}

/** Places in which whatever a caller passes is a value: names and clauses are usually of the code's own making. */
const values: ReadonlySet<Position['kind']> = new Set(['text', 'value', 'list', 'expression']);

/** A value for sure; a list or an expression of unknown making may be SQL that the code wrote. */
const quoted: ReadonlySet<Position['kind']> = new Set(['text', 'value']);

/**
 * Those worth telling, the worst first: what the sender of a request writes anywhere, what an unknown caller passes as a
 * value, and where there is neither, values of which nothing here shows who decides them.
 * @param withUnknown the file belongs to no project, in which the others could be looked for
 */
export function judged(all: readonly Judged[], withCallers: boolean, withUnknown: boolean): Judged[] {
  const sent = all.filter(({ author }) => author === 'sender');
  // A helper that is given names of tables too trusts its callers altogether.
  const trusts = all.some(({ author, position }) => author === 'caller' && !values.has(position.kind) && position.kind !== 'limit');
  const passed = withCallers && !trusts ? all.filter(({ author, position }) => author === 'caller' && values.has(position.kind)) : [];
  if (sent.length > 0 || passed.length > 0 || !withCallers || !withUnknown) return [...sent, ...passed];
  const isPlain = all.every(({ author, position }) => author === 'code' || quoted.has(position.kind));
  return isPlain ? all.filter(({ author }) => author === 'elsewhere') : [];
}

/**
 * What an unknown caller passes may well be a number, a row's id or a piece of SQL that the code itself wrote.
 * @param isLoose the file belongs to no project, in which the callers could be looked for
 */
export const severityOf = ({ author }: Judged, isLoose: boolean): Severity => (author === 'sender' || (author === 'caller' && isLoose) ? 'warning' : 'hint');

/** What happens, and why there is no fix where there is none. */
export function message({ author, position }: Judged, name: string, others: number, reason: string | undefined): string {
  const short = name.length > 40 || name.includes('\n') ? 'This value' : name;
  const sent = `${short} comes from the request${others === 0 ? '' : `, as ${others === 1 ? 'does 1' : `do ${others}`} more,`} and is pasted into the statement`;
  const passed = others === 0 ? 'Whatever a caller passes here is pasted into the statement' : `What callers pass here and in ${others} more ${others === 1 ? 'place' : 'places'} is pasted into the statement`;
  const unknown = `Nothing here shows who decides ${name.length > 40 || name.includes('\n') ? 'this value' : name}${others === 0 ? '' : ` and ${others} more`}, pasted into the statement`;
  const origin = author === 'sender' ? sent : author === 'caller' ? passed : unknown;
  const effect = position.kind === 'text' ? 'a quote in it ends the string, and what follows runs as SQL' : 'what it holds runs as SQL';
  return `${origin}: ${effect}.${reason === undefined ? '' : ` No automatic fix: ${reason}.`}`;
}

/**
 * A statement, or a piece of one, that the request gives whole.
 * @param isPiece false for a whole statement: whoever lets it be sent mostly means it, as a console does
 */
export function wholeDraft(text: Node, isPiece: boolean): Draft {
  return {
    start: text.startIndex,
    end: text.endIndex,
    severity: isPiece ? 'warning' : 'hint',
    message: 'This SQL comes from the request as it is: whoever sends the request decides what runs. No automatic fix: the statement is not written here.',
    fixes: [],
  };
}

/** Words a statement begins with that takes no parameters. */
export const takesNone = /^\s*(?:CREATE|ALTER|DROP|GRANT|REVOKE|SET|COPY|VACUUM|LISTEN|NOTIFY|TRUNCATE|COMMENT|REINDEX|USE|SHOW|PRAGMA|ATTACH|KILL|DO|BEGIN|SAVEPOINT|ROLLBACK|RELEASE)\b/i;

/** The database's own tables, which setup code asks about names it has made up. */
export const catalogs = /\b(?:pg_catalog|pg_database|pg_tables|pg_roles|pg_class|information_schema|sqlite_master|sqlite_schema)\b/i;
