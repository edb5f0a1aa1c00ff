import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import { assignedToExports, declarationOf, isExported, parametersOf } from './functions';

/** Types of `@types/aws-lambda` whose event is an HTTP request, of a parameter or of the function; a name before them makes another type, as that of a body a schema has checked. */
const eventType = /^:\s*(?:\w+\.)?(?:Handler<\s*)?(?:APIGateway(?:Proxy)?(?:Event|Handler)|ALB(?:Event|Handler)|LambdaFunctionURL(?:Event|Handler))/;

/** What only the event of an HTTP request has. */
const httpParts = /\b(?:queryStringParameters|pathParameters|multiValueQueryStringParameters|multiValueHeaders|rawQueryString|httpMethod)\b/;

/**
 * True where AWS Lambda calls the function with an HTTP request of API Gateway, a load balancer or a function URL as its
 * first argument. Without a type of `aws-lambda`, an exported function shows it by an `event` of which it reads a part
 * that only such events have, or the body, and by the `statusCode` it answers with.
 */
export function isHttpLambda(fn: Node, source: ScriptSource): boolean {
  const [event] = parametersOf(fn);
  if (event === undefined) return false;
  const declarator = fn.parent?.type === 'variable_declarator' ? fn.parent : undefined;
  const types = [declarator, event.parent].flatMap((typed) => (typed == null ? [] : (field(typed, 'type')?.text ?? [])));
  const known = types.filter((type) => !/^:\s*(?:any|Handler)$/.test(type));
  if (known.length > 0) return known.some((type) => eventType.test(type));
  const isShaped = event.type === 'identifier' ? /^(?:event|evt)$/.test(event.text) && readsHttp(fn.text) : httpParts.test(event.text);
  return isShaped && isExportedOrWrapped(fn, source);
}

const readsHttp = (text: string): boolean => httpParts.test(text) || (/\bbody\b/.test(text) && /\bstatusCode\b/.test(text));

/** `exports.handler = async (event) => …`, `export const handler = middy(list).use(cors())` */
function isExportedOrWrapped(fn: Node, source: ScriptSource): boolean {
  if (isExported(fn, source.scopes)) return true;
  const declaration = declarationOf(fn, source.scopes);
  return [fn, ...(declaration === undefined ? [] : source.scopes.references(declaration))].some((value) => {
    const call = value.parent?.type === 'arguments' ? value.parent.parent : undefined;
    return call?.type === 'call_expression' && isExportedValue(chainOf(call));
  });
}

function isExportedValue(value: Node): boolean {
  const outer = value.parent;
  if (outer?.type === 'variable_declarator') return outer.parent?.parent?.type === 'export_statement';
  return outer?.type === 'export_statement' || assignedToExports(value);
}

/** The whole of `middy(handler).use(cors())`, and of calls around it. */
function chainOf(call: Node): Node {
  let at = call;
  for (let outer = at.parent; outer !== null; outer = at.parent) {
    const isLink = outer.type === 'member_expression' || outer.type === 'call_expression' || (outer.type === 'arguments' && outer.parent?.type === 'call_expression');
    if (!isLink) break;
    at = outer;
  }
  return at;
}
