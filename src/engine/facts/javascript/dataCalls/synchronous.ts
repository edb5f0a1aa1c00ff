import type { ScriptSource } from '../../../source';
import { namedChildren, type Node } from '../../../syntax/nodes';
import { dataCallAt, type DataCall } from '../dataCalls';
import { enclosingFunction } from '../functions';
import { functionTypes } from '../scope';

/** Drizzle's drivers that run a query to its end before they return. */
const drizzle = /^drizzle-orm\/(?:better-sqlite3|bun-sqlite|expo-sqlite|op-sqlite|durable-sqlite):/;

const otherDatabases = ['pg', 'mysql', 'mysql2', 'sqlite3', 'tedious', 'oracledb', 'mariadb'];

/** The query has run before its `await` gives way: only code that is ready already runs in between. */
function isSynchronous({ library, client }: DataCall, source: ScriptSource): boolean {
  if (library === 'drizzle') return drizzle.test(source.origins.key(client));
  if (library !== 'knex') return false;
  const dependencies = source.project.packageFor(source.file)?.dependencies;
  return dependencies?.has('better-sqlite3') === true && !otherDatabases.some((name) => dependencies.has(name));
}

/** From one query to a later one of a synchronous driver nothing else is awaited: no other request comes in between. */
export function runsUninterrupted(first: DataCall, last: Node, source: ScriptSource): boolean {
  if (!isSynchronous(first, source)) return false;
  const waiting = [enclosingFunction(first.call)];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const isBetween = at.startIndex >= first.call.endIndex && at.startIndex < last.startIndex;
    if (at.type === 'for_in_statement' && isBetween && /^for\s+await\b/.test(at.text)) return false;
    const awaited = at.type === 'await_expression' && isBetween ? namedChildren(at)[0] : undefined;
    if (awaited !== undefined && dataCallAt(awaited, source)?.library !== first.library) return false;
    waiting.push(...namedChildren(at).filter((child) => child.endIndex > first.call.endIndex && child.startIndex < last.startIndex && !functionTypes.has(child.type)));
  }
  return true;
}
