import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { ancestorOf, closest, field, namedChildren, type Node } from '../../../../syntax/nodes';
import type { Draft } from '../../../rule';

/** Names under which a type offers the same with a way to give up. */
const withContext = /^(?:TryAcquire|Acquire(?:Context|Ctx|WithContext|Timeout|WithTimeout))$/;

/**
 * A pool of the file's own whose `Acquire` takes no context and takes what it returns from a channel, outside any
 * select: callers have no way to stop waiting.
 */
export function endlessOwnPool(node: Node, source: GoSource): Draft[] {
  const method = closest(node, new Set(['method_declaration']));
  const name = method === undefined ? undefined : field(method, 'name');
  const body = method === undefined ? undefined : field(method, 'body');
  if (method === undefined || name?.text !== 'Acquire' || body === undefined || namedChildren(field(method, 'parameters') ?? body).length > 0) return [];
  if (field(method, 'result') === undefined || methodsBeside(method, source).some((other) => withContext.test(other))) return [];
  return body
    .descendantsOfType('unary_expression')
    .filter((entry): entry is Node => entry !== null && field(entry, 'operator')?.text === '<-')
    .filter((receive) => enclosingGoFunction(receive)?.id === method.id && ancestorOf(receive, new Set(['select_statement'])) === undefined)
    .slice(0, 1)
    .map((receive) => ({
      start: receive.startIndex,
      end: receive.endIndex,
      message:
        'This waits until something is given back, and callers of Acquire cannot give up: once all is taken, each further caller waits for ever. No edit is offered: Acquire has to take a context, which changes its callers.',
      fixes: [],
    }));
}

/** Names of the other methods of the same type. */
function methodsBeside(method: Node, source: GoSource): string[] {
  const type = receiverType(method);
  return namedChildren(source.tree.rootNode)
    .filter((child) => child.type === 'method_declaration' && child.id !== method.id && receiverType(child) === type)
    .flatMap((child) => field(child, 'name')?.text ?? []);
}

function receiverType(method: Node): string | undefined {
  const receiver = field(method, 'receiver');
  return receiver?.descendantsOfType('type_identifier')[0]?.text;
}
