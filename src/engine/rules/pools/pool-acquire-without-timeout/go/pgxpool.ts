import { serverModules } from '../../../../facts/go/builds';
import { callerContext, deadlineOf } from '../../../../facts/go/context';
import { enclosingGoHandler } from '../../../../facts/go/handlers';
import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../../syntax/nodes';
import type { Draft } from '../../../rule';
import { boundedByContext, isRootContext } from './bound';

/** How long the context of a pool's method must live; see DeadlineRequest. */
const methods: ReadonlyMap<string, 'call' | 'result'> = new Map([
  ['Acquire', 'call'],
  ['AcquireFunc', 'call'],
  ['Begin', 'call'],
  ['BeginTx', 'call'],
  ['CopyFrom', 'call'],
  ['Exec', 'call'],
  ['Ping', 'call'],
  ['Query', 'result'],
  ['QueryRow', 'result'],
  ['SendBatch', 'result'],
]);

/** Methods in which the context bounds the wait for a connection and nothing after it. */
const waitsOnly: ReadonlySet<string> = new Set(['Acquire', 'AcquireFunc']);

const poolMethod = /^github\.com\/jackc\/pgx\/v[45]\/pgxpool:(?:(?:New|NewWithConfig|NewConfig|Connect|ConnectConfig)\.\(\)|Pool\.new)\.(\w+)$/;

/** The start of a context's name: `begin` for a transaction, `query` for a statement. */
export const purposeOf = (method: string) => (method.startsWith('Begin') ? 'begin' : 'query');

/** The name of the pgxpool method a selector stands for. */
export function pgxpoolMethod(selector: Node, source: GoSource): string | undefined {
  return poolMethod.exec(source.origins.key(selector))?.[1];
}

/** Calls of a pgxpool pool whose context can never end by time. */
export function endlessPgxpool(call: Node, method: string, source: GoSource): Draft[] {
  const lifetime = methods.get(method);
  const callee = field(call, 'function');
  const [ctx, statement] = namedChildren(field(call, 'arguments') ?? call);
  if (lifetime === undefined || callee === undefined || ctx === undefined || deadlineOf(ctx, source) !== 'none') return [];
  const isExplicit = waitsOnly.has(method);
  if (!isExplicit && (isStartup(call, source) || changesSchema(statement, source))) return [];
  if (isExplicit && isIn(call, /^(?:main|init)$/)) return [];
  const caller = isRootContext(ctx) ? callerContext(call, source) : undefined;
  // A ping that nobody asked for waits for the database at start-up.
  if (method === 'Ping' && caller === undefined) return [];
  const what = isExplicit ? `\`${method}\` waits until a connection is free` : `\`${method}\` first waits for a free connection`;
  const drafts = boundedByContext({
    call,
    callee,
    ctx,
    lifetime,
    purpose: isExplicit ? 'acquire' : purposeOf(method),
    parent: caller,
    message: `${what}, and this context has no deadline: once every connection is taken, each further caller waits for ever.`,
    title: (end) => (isExplicit ? `Give up waiting for a connection ${end}` : `Give up ${end}, the wait for a connection included`),
    source,
  });
  // Elsewhere it may be the work of one goroutine, which holds up nobody but itself.
  const isAsked = caller !== undefined || enclosingGoHandler(call, source) !== undefined;
  return isAsked ? drafts : drafts.map((draft) => ({ ...draft, severity: 'hint' }));
}

/** Work that runs once, with nobody else waiting: at start-up, or in a program of package main that serves nothing. */
function isStartup(call: Node, source: GoSource): boolean {
  if (isIn(call, /^(?:main|init)$/)) return true;
  const name = source.tree.rootNode.descendantsOfType('package_identifier')[0]?.text;
  return name === 'main' && !source.scopes.imports.some(({ path }) => serverModules.test(path));
}

/** In that function itself; a literal inside it may be a handler. */
function isIn(call: Node, names: RegExp): boolean {
  const fn = enclosingGoFunction(call);
  return fn?.type === 'function_declaration' && names.test(field(fn, 'name')?.text ?? '');
}

const definitions = /^[`"]\s*(?:--[^\n]*\n\s*)*(?:create|alter|drop|truncate|vacuum|analyze|reindex|refresh|comment|grant|lock)\b/i;

/** A schema change takes as long as it takes, and runs in a migration. */
function changesSchema(statement: Node | undefined, source: GoSource): boolean {
  if (statement === undefined) return false;
  if (statement.type !== 'identifier') return definitions.test(statement.text);
  const site = source.scopes.resolve(statement)?.site;
  const values = site === undefined ? undefined : (field(site, 'value') ?? field(site, 'right'));
  const value = values === undefined ? undefined : namedChildren(values)[0];
  return value !== undefined && ancestorOf(value, new Set(['for_statement'])) === undefined && definitions.test(value.text);
}
