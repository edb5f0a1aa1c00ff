import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import { isAsync, isExported, parametersOf, writtenName } from '../functions';
import { handlerOf } from '../handlers';
import { isAnsweringEntry } from './routes';
import type { Waiter } from './waiter';

/** Decorators that change how a method runs, not who calls it. */
const inert = /^(?:Transaction\w*|Log\w*|Span|Trace\w*|Cache\w*|Memo\w*|Retry\w*|Override|Bind|bound\w*|autobind|Deprecated|Measure\w*|Instrument\w*|Catch\w*)$/i;

/** Those that have a clock or an event call it. */
const aside = /^(?:Cron\w*|Interval|Timeout|Schedule\w*|OnEvent|EventListener|AfterInsert|AfterUpdate|AfterRemove|OnQueue(?:Failed|Completed|Error|Active))$/;

const lifecycle = /^(?:constructor|onModule(?:Init|Destroy)|onApplication(?:Bootstrap|Shutdown)|beforeApplicationShutdown)$/;

/** `new CronJob({ cronTime, onTick: refresh })`: a clock calls it. */
export const isTick = (pair: Node): boolean => field(pair, 'key')?.text === 'onTick';

/** Who waits for a function that a framework calls; undefined where the code's own calls decide. */
export function rootOf(fn: Node, source: ScriptSource): Waiter | undefined {
  if (fn.type === 'method_definition') {
    if (lifecycle.test(field(fn, 'name')?.text ?? '')) return 'startup';
    const names = decoratorsOf(fn).filter((name) => !inert.test(name));
    if (names.length > 0) return names.every((name) => aside.test(name)) ? 'nobody' : 'request';
  }
  const target = fn.parent?.type === 'assignment_expression' ? field(fn.parent, 'left')?.text : writtenName(fn);
  if (/(?:^|\.)handler$/.test(target ?? '') && isOfCommandLine(source.text)) return 'startup';
  if (fn.parent?.type === 'pair' && isTick(fn.parent)) return 'nobody';
  if (isEndpoint(fn, source) || isResolver(fn) || isAnsweringEntry(fn)) return 'request';
  const [first = '', second = ''] = parametersOf(fn).map((parameter) => parameter.text.replace(/^_/, ''));
  const handler = handlerOf(fn, source);
  // A helper may take a request too, further back or by another name: it is waited for where it is called.
  if (handler !== undefined && (handler.evidence !== 'typed' || /^(?:req|request|ctx|context|c|err|error)$/.test(first))) return 'request';
  return /^(?:req|request)$/.test(first) && /^(?:res|response|reply|h)$/.test(second) ? 'request' : undefined;
}

/** A module of yargs: its `command` is typed, and its `handler` is what that starts. */
const isOfCommandLine = (text: string): boolean => /^(?:export const |(?:module\.)?exports\.)command\b/m.test(text) && /^(?:export const |(?:module\.)?exports\.)(?:builder|desc|describe)\b/m.test(text);

const verbs: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** A file of which Next calls the default export: what that is made of answers requests too. */
export const isOfEndpoints = (source: ScriptSource): boolean => /(?:^|\/)pages\/api\//.test(source.project.relative(source.file));

/** `{ Mutation: { invite(parent, args) { … } } }` */
function isResolver(fn: Node): boolean {
  const entry = fn.type === 'method_definition' ? fn : fn.parent?.type === 'pair' ? fn.parent : undefined;
  const owner = entry?.parent?.type === 'object' && entry.parent.parent?.type === 'pair' ? field(entry.parent.parent, 'key')?.text : undefined;
  return owner === 'Query' || owner === 'Mutation' || owner === 'Subscription';
}

/** What a framework calls for each request by its file and its exported name: routes of Next and SvelteKit, server actions. */
export function isEndpoint(fn: Node, source: ScriptSource): boolean {
  if (isOfEndpoints(source)) return isDefaultExport(fn, source);
  const path = source.project.relative(source.file);
  if (!isExported(fn, source.scopes)) return false;
  if (/(?:^|\/)(?:route|\+server)\.[cm]?[jt]sx?$/.test(path)) return verbs.has(writtenName(fn));
  return isAsync(fn) && /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*['"]use server['"]/.test(source.text);
}

/** `export default async function handler(…)`, or a `handler` that is exported so in another statement. */
function isDefaultExport(fn: Node, source: ScriptSource): boolean {
  const name = writtenName(fn);
  return fn.parent?.type === 'export_statement' ? fn.parent.children.some((child) => child?.type === 'default') : name !== '' && new RegExp(`\\bexport default (?:[\\w.]+\\()*${name.replaceAll('$', '\\$')}\\b`).test(source.text);
}

function decoratorsOf(method: Node): string[] {
  const found: string[] = [];
  for (let at = method.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) {
    const expression = at.type === 'decorator' ? namedChildren(at)[0] : undefined;
    const callee = expression?.type === 'call_expression' ? field(expression, 'function') : expression;
    if (callee !== undefined) found.push(callee.text.split('.').at(-1) ?? '');
  }
  return found;
}
