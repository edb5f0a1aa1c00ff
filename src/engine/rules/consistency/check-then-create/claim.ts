import { reindented } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import { freeName } from '../../../fix/javascript/names';
import type { ScriptSource } from '../../../source';
import { namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { FixOutcome } from './fix';
import type { Race } from './race';
import { exitOf, writesElsewhere, type Shape } from './shape';

const refuse = (refusal: string): FixOutcome => ({ refusal });

/** Knex and Drizzle: the insert says what happens on a conflict, and whether a row came back decides. */
export function claimFix(race: Race, key: readonly string[], shape: Shape, source: ScriptSource): FixOutcome {
  const query = race.creation.query;
  const names = key.map((column) => race.keys.find(({ field }) => field.toLowerCase() === column)?.field ?? column);
  const dialect = query === undefined ? undefined : dialectOf(race, source);
  if (query === undefined || dialect !== 'returning') return refuse('an insert that returns what it added is PostgreSQL’s and SQLite’s, and the database is not known to be one of them.');
  const table = query.library === 'drizzle' ? query.chain.links[0].args[0]?.text : undefined;
  const conflict = conflictText(names, table, sourceStyle(source).quote);
  const written = query.chain.links.find(({ method }) => method === 'insert' || method === 'values');
  const values = query.chain.links.findLast(({ method }) => method === 'insert' || method === 'values') ?? written;
  if (values === undefined) return refuse('the insert is written in several places.');
  const returning = query.chain.links.find(({ method }) => method === 'returning');
  const title = `Let the key decide: ${table === undefined ? `onConflict(${names.join(', ')}).ignore()` : 'onConflictDoNothing with a target'}`;
  const gap = layoutOf(query.call, values.call, source);
  const edit = { start: values.call.endIndex, end: values.call.endIndex, newText: gap + conflict };
  const own = returning === undefined ? `${gap}.returning(${table === undefined ? quoted(names[0] ?? 'id', source) : `{ ${names[0] ?? 'id'}: ${table}.${names[0] ?? 'id'} }`})` : '';
  return race.guard.kind === 'exit' ? exitClaim(race, shape, { edit, own, title }, source) : branchClaim(race, shape, { edit, own, title }, source);
}

interface Claim {
  readonly edit: TextEdit;
  /** `.returning(…)`, where the insert has none. */
  readonly own: string;
  readonly title: string;
}

function exitClaim(race: Race, shape: Shape, { edit, own, title }: Claim, source: ScriptSource): FixOutcome {
  const exit = exitOf(race);
  if (exit === undefined) return refuse('the branch for an existing record reads it.');
  const { statement, kind, target } = shape;
  const { newline, semicolons } = sourceStyle(source);
  const outer = indentationAt(source.text, statement.startIndex);
  const consequence = namedChildren(race.guard.node).at(-1)?.text ?? '';
  const body = reindented(consequence, indentationAt(source.text, race.guard.node.startIndex), outer);
  const after = (condition: string): TextEdit => ({ start: statement.endIndex, end: statement.endIndex, newText: `${newline}${outer}if (${condition}) ${body}` });
  if (kind === 'alone') {
    const name = freeName(source, 'inserted', 'new');
    const declare = { start: statement.startIndex, end: statement.startIndex, newText: `const ${name} = ` };
    return { title, edits: [declare, { ...edit, newText: edit.newText + own }, after(`${name}.length === 0`)] };
  }
  const row = target?.type === 'array_pattern' ? namedChildren(target)[0] : undefined;
  if (kind !== 'declares' || row?.type !== 'identifier' || own !== '' || !semicolons) return refuse('what the insert returns is not taken as one row.');
  return { title, edits: [edit, after(`!${row.text}`)] };
}

function branchClaim(race: Race, shape: Shape, { edit, own, title }: Claim, source: ScriptSource): FixOutcome {
  const { kind, target, statement } = shape;
  if (race.guard.kind !== 'branch') return refuse('the check and the create are one expression.');
  if (writesElsewhere(race)) return refuse('the other branch writes too; with a unique key, an upsert does both.');
  if (kind === 'alone') return { title, edits: [edit] };
  const holder = race.reader.nameDeclarator();
  const read = holder === undefined ? undefined : (holder.childForFieldName('value') ?? holder.childForFieldName('right'));
  const left = holder === undefined ? undefined : (holder.childForFieldName('name') ?? holder.childForFieldName('left'));
  const row = target?.type === 'array_pattern' ? namedChildren(target)[0] : undefined;
  const isSame = row !== undefined && left !== undefined && left !== null && (left.text === row.text || left.text === target?.text);
  if (kind !== 'assigns' || !isSame || read === undefined || read === null || own !== '' || !sourceStyle(source).semicolons) return refuse('what the insert returns is not kept as the record that was looked for.');
  const { newline } = sourceStyle(source);
  const outer = indentationAt(source.text, statement.startIndex);
  const again = reindented(read.text, indentationAt(source.text, read.startIndex), outer);
  return { title, edits: [edit, { start: statement.endIndex, end: statement.endIndex, newText: `${newline}${outer}if (!${row.text}) ${left.text} = ${again};` }] };
}

function conflictText(names: readonly string[], table: string | undefined, quote: string): string {
  const listed = (items: readonly string[]) => (items.length === 1 ? (items[0] ?? '') : `[${items.join(', ')}]`);
  if (table === undefined) return `.onConflict(${listed(names.map((name) => quote + name + quote))}).ignore()`;
  return `.onConflictDoNothing({ target: ${listed(names.map((name) => `${table}.${name}`))} })`;
}

const quoted = (name: string, source: ScriptSource) => sourceStyle(source).quote + name + sourceStyle(source).quote;

/** A chain written one call a line goes on so. */
function layoutOf(chain: Node, before: Node, source: ScriptSource): string {
  const dots = [...chain.text.matchAll(/\n([ \t]*)\.(?=\w+\()/g)];
  const isBroken = dots.some(({ index }) => chain.startIndex + index >= before.endIndex || /^\n[ \t]*\.(?:insert|values)\(/.test(chain.text.slice(index)));
  return isBroken ? `${sourceStyle(source).newline}${dots[0]?.[1] ?? ''}` : '';
}

function dialectOf({ creation, find }: Race, source: ScriptSource): 'returning' | undefined {
  const key = source.origins.key(find.client);
  if (creation.library === 'drizzle') return /mysql|planetscale|tidb|singlestore/i.test(key) ? undefined : 'returning';
  const dependencies = source.project.packageFor(source.file)?.dependencies;
  const isPostgres = dependencies?.has('pg') === true || dependencies?.has('better-sqlite3') === true || dependencies?.has('sqlite3') === true;
  const isMysql = dependencies?.has('mysql2') === true || dependencies?.has('mysql') === true;
  return isPostgres && !isMysql ? 'returning' : undefined;
}

