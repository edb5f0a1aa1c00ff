import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, type Node } from '../../syntax/nodes';
import { callsOf, enclosingFunction, isAsync } from './functions';
import { enclosingHandler, isServerProject, type Handler } from './handlers';
import { functionTypes } from './scope';
import { isBesideServer, isInInitialiser, isSetup } from './startup';

/**
 * How a node comes to run while a request waits:
 * - `handler`: in the body of a handler that is not async
 * - `async`: in the body of an async function
 * - `callback`: in a function inside one of those that is itself not async
 * - `helper`: in a function that is not async and that one of those calls
 */
export type RequestRole = 'handler' | 'async' | 'callback' | 'helper';

/** Where in the request path a node stands. */
export interface RequestPlace {
  readonly role: RequestRole;
  /** The nearest function. */
  readonly fn: Node;
  /** The function that runs once for each request: the handler or the async function; a helper is its own. */
  readonly unit: Node;
  readonly handler?: Handler;
  /** False where only an async function of a server project says that a request may wait. */
  readonly isProven: boolean;
}

/**
 * Proves that a node runs while a request waits: in a handler, or in an async function of a server project that is not
 * part of its start-up, its tools or its tests.
 * @param anyProject an async function is enough, whatever the project depends on
 */
export function requestPlace(node: Node, source: ScriptSource, anyProject = false): RequestPlace | undefined {
  const fn = enclosingFunction(node);
  if (fn === undefined || isInInitialiser(node, fn) || isBesideServer(source)) return undefined;
  return directPlace(node, fn, source, anyProject) ?? helperPlace(fn, source, anyProject);
}

function directPlace(node: Node, fn: Node, source: ScriptSource, anyProject: boolean): RequestPlace | undefined {
  const found = enclosingHandler(node, source);
  if (found !== undefined) {
    const role = isAsync(fn) ? 'async' : fn.id === found.fn.id ? 'handler' : 'callback';
    return isShutdownInside(fn, found.fn, source) ? undefined : { role, fn, unit: found.fn, handler: found.handler, isProven: true };
  }
  // A file that reads its command line is a program; only its handlers answer requests.
  if (source.memo.once(readsArguments, source.text) || (!source.fragment && !anyProject && !isServerProject(source))) return undefined;
  const unit = outermostAsync(fn);
  if (unit === undefined || functionsBetween(fn, unit).some((inner) => isSetup(inner, source))) return undefined;
  return { role: isAsync(fn) ? 'async' : 'callback', fn, unit, isProven: source.fragment };
}

/** `if (!module.parent) runAll().then(() => process.exit())`: started by itself, the file does its work and ends. */
const runsAndEnds = /(?:\brequire\.main\s*===?\s*module\b|!\s*module\.parent\b)[^;]{0,300}?\b\w*[eE]xit\w*\(/;

/** A file that reads its command line, or that ends by itself when it is started, is a program. */
export const readsArguments = (text: string): boolean => /\bprocess\.argv\b/.test(text) || (runsAndEnds.test(text) && !text.includes('.listen('));

/** A function of this file that a handler or an async function calls. */
function helperPlace(fn: Node, source: ScriptSource, anyProject: boolean): RequestPlace | undefined {
  if (isSetup(fn, source)) return undefined;
  const callers = callsOf(fn, source.scopes).flatMap((call) => {
    const caller = enclosingFunction(call);
    const place = caller === undefined || isInside(call, fn) ? undefined : directPlace(call, caller, source, anyProject);
    return place === undefined ? [] : [place];
  });
  return callers.length === 0 ? undefined : { role: 'helper', fn, unit: fn, isProven: callers.some((caller) => caller.isProven) };
}

/** The outermost async function around a function, itself counted; an executor of `new Promise` counts as one. */
function outermostAsync(fn: Node): Node | undefined {
  let found: Node | undefined;
  for (let at: Node | undefined = fn; at !== undefined; at = ancestorOf(at, functionTypes)) if (isAsync(at) || isExecutor(at)) found = at;
  return found;
}

/** The function given to `new Promise`. */
export function isExecutor(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  return call?.type === 'new_expression' && field(call, 'constructor')?.text === 'Promise';
}

function functionsBetween(inner: Node, outer: Node): Node[] {
  const found: Node[] = [];
  for (let at: Node | undefined = inner; at !== undefined; at = ancestorOf(at, functionTypes)) {
    found.push(at);
    if (at.id === outer.id) break;
  }
  return found;
}

/** `process.on('exit', …)` set up from a handler still runs when nobody waits. */
function isShutdownInside(fn: Node, handler: Node, source: ScriptSource): boolean {
  return functionsBetween(fn, handler).some((inner) => {
    const call = inner.parent?.type === 'arguments' ? inner.parent.parent : undefined;
    const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
    return callee !== undefined && source.origins.key(callee).startsWith(':process.on');
  });
}
