import { callsOf, enclosingFunction, isExported } from '../../../facts/javascript/functions';
import { enclosingHandler, type Handler } from '../../../facts/javascript/handlers';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** Where a query runs for a request. */
export interface Place {
  readonly fn: Node;
  readonly handler: Handler;
  /** The function that holds the query and that the handler calls; undefined where the handler holds it itself. */
  readonly through: Node | undefined;
}

/** The handler around a query, or the one handler of the file that calls the function around it. */
export function placeOf(query: Node, source: ScriptSource): Place | undefined {
  const own = enclosingHandler(query, source);
  if (own !== undefined) return { ...own, through: undefined };
  const helper = enclosingFunction(query);
  if (helper === undefined || isExported(helper, source.scopes)) return undefined;
  const [call, ...others] = callsOf(helper, source.scopes);
  const caller = call === undefined || others.length > 0 ? undefined : enclosingHandler(call, source);
  return caller === undefined ? undefined : { ...caller, through: helper };
}
