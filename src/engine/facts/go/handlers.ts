import type { GoSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { goRequestType, type GoFramework } from './requestTypes';
import { enclosingGoFunction, goFunctionTypes } from './scope';

export { isGoRequestData, isGoRequestText } from './requestData';
export type { GoFramework } from './requestTypes';

/** A function that answers HTTP requests. */
export interface GoHandler {
  readonly framework: GoFramework;
  /** The name of the parameter that holds the request: `r *http.Request`, `c *gin.Context`. */
  readonly request: Node;
  /** The name of the parameter that takes the answer; the request's own where the framework has one for both. */
  readonly response: Node;
}

/** Proves by its parameters that a function, method or function literal is a request handler. */
export function goHandlerOf(fn: Node, source: GoSource): GoHandler | undefined {
  const list = goFunctionTypes.has(fn.type) ? field(fn, 'parameters') : undefined;
  const parameters = list === undefined ? [] : namedChildren(list);
  for (const parameter of parameters) {
    const framework = goRequestType(parameter, source);
    const request = field(parameter, 'name');
    if (framework === undefined || request === undefined) continue;
    if (framework !== 'net/http') return { framework, request, response: request };
    const writer = parameters.find((other) => isWriter(other, source));
    const response = writer === undefined ? undefined : field(writer, 'name');
    const isChi = source.scopes.imports.some(({ path }) => /^github\.com\/go-chi\/chi(?:\/v\d+)?$/.test(path));
    if (response !== undefined) return { framework: isChi ? 'chi' : framework, request, response };
  }
  return undefined;
}

function isWriter(parameter: Node, source: GoSource): boolean {
  const type = field(parameter, 'type');
  const origin = type === undefined ? undefined : source.origins.ofType(type);
  return origin?.module === 'net/http' && origin.path.join('.') === 'ResponseWriter';
}

/** The handler a node runs in: the nearest enclosing function that is one, literals inside it included. */
export function enclosingGoHandler(node: Node, source: GoSource): { readonly fn: Node; readonly handler: GoHandler } | undefined {
  for (let fn = enclosingGoFunction(node); fn !== undefined; fn = enclosingGoFunction(fn)) {
    const handler = goHandlerOf(fn, source);
    if (handler !== undefined) return { fn, handler };
  }
  return undefined;
}
