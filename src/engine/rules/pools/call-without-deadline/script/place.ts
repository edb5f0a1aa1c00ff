import { declarationOf, enclosingFunction, isExported } from '../../../../facts/javascript/functions';
import { isServerProject } from '../../../../facts/javascript/handlers';
import { readsArguments, requestPlace } from '../../../../facts/javascript/requestPath';
import { isServerSide } from '../../../../facts/javascript/serverSide';
import { isBesideServer, isSetup } from '../../../../facts/javascript/startup';
import type { ScriptSource } from '../../../../source';
import type { Node } from '../../../../syntax/nodes';

/** `request`: a handler waits for the call. `server`: some function of a server does. */
export type Place = 'request' | 'server';

const entries = /\bexports?\b|\.(?:listen|process|serve|schedule|subscribe)\(|\bnew (?:Worker|CronJob)\(|\b(?:serve|createServer|addEventListener)\(|\b(?:app|router|server|fastify)\.(?:get|post|put|patch|delete|all|use|route)\(/;

/** Nothing of the file can be reached from elsewhere, and it starts no server, route, worker or schedule: it runs and ends. */
const isProgramText = (text: string): boolean => !entries.test(text);

/** Functions that their platform ends. */
const platforms = /(?:^|\/)(?:serverless|lambdas?)\//i;

const declared: ReadonlySet<string> = new Set(['function_declaration', 'generator_function_declaration']);

/** A function declaration around the call that nothing in its file names: nobody ever comes there. */
function isUnused(inner: Node, source: ScriptSource): boolean {
  for (let fn: Node | undefined = inner; fn !== undefined; fn = enclosingFunction(fn)) {
    const declaration = declared.has(fn.type) ? declarationOf(fn, source.scopes) : undefined;
    if (declaration !== undefined && !isExported(fn, source.scopes) && source.scopes.references(declaration).length === 0) return true;
  }
  return false;
}

/** Who waits for a call; undefined where nobody but a program, a start-up or a browser does. */
export function placeOf(call: Node, source: ScriptSource): Place | undefined {
  if (source.fragment) return 'request';
  const fn = enclosingFunction(call);
  if (fn === undefined) return undefined;
  const place = requestPlace(call, source);
  if (place?.isProven === true) return 'request';
  if (isUnused(fn, source) || platforms.test(source.project.relative(source.file))) return undefined;
  if (isBesideServer(source) || !isServerProject(source) || !isServerSide(source) || source.memo.once(readsArguments, source.text) || source.memo.once(isProgramText, source.text)) return undefined;
  if (place !== undefined) return 'server';
  // `getRates = () => axios.get(url)` hands its promise on without being async.
  for (let at: Node | undefined = fn; at !== undefined; at = enclosingFunction(at)) if (isSetup(at, source)) return undefined;
  return 'server';
}
