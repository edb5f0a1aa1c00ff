import { httpCall } from '../../../facts/go/httpCalls';
import { goSqlCallAt } from '../../../facts/go/sqlCalls';
import type { GoSource } from '../../../source';
import { field, isInside, walk, type Node } from '../../../syntax/nodes';
import type { Work } from './work';

const services = /^(?:github\.com\/aws\/aws-sdk-go-v2\/service\/\w+:(?:Client\.new|NewFromConfig\.\(\))\.\w+|github\.com\/go-resty\/resty\/v\d+:.*\.(?:Get|Post|Put|Patch|Delete|Execute)|cloud\.google\.com\/go\/storage:.*\.(?:NewReader|NewWriter)|net\/smtp:SendMail|net:(?:Dial|DialTimeout))$/;

const files = /^(?:os:(?:Open|OpenFile|Create|ReadFile|WriteFile)|io\/ioutil:(?:ReadFile|WriteFile))$/;

const processes = /^os\/exec:(?:Command|CommandContext)$/;

/** Functions of this file followed from the goroutine. */
const maxDepth = 2;

/** What one goroutine costs while it runs; undefined where nothing of it is known to cost anything. */
export function goWorkOf(body: Node, source: GoSource, depth = 0): Work | undefined {
  let found: Work | undefined;
  walk(body, (node) => {
    if (found !== undefined) return false;
    if (node.type === 'call_expression') found = workAt(node, source) ?? (depth < maxDepth ? workBehind(node, body, source, depth) : undefined);
    return true;
  });
  return found;
}

function workAt(call: Node, source: GoSource): Work | undefined {
  const callee = field(call, 'function');
  if (callee === undefined) return undefined;
  const key = source.origins.key(callee);
  if (httpCall(call, source) !== undefined || services.test(key)) return { kind: 'request', callee: callee.text };
  if (processes.test(key)) return { kind: 'process', callee: callee.text };
  if (files.test(key)) return { kind: 'file', callee: callee.text };
  const sql = goSqlCallAt(call, source);
  return sql?.client.kind === 'pool' ? { kind: 'write', callee: callee.text } : undefined;
}

/** The work of a function or method of this file that is called. */
function workBehind(call: Node, from: Node, source: GoSource, depth: number): Work | undefined {
  const callee = field(call, 'function');
  const fn = callee === undefined ? undefined : declared(callee, source);
  const body = fn === undefined || isInside(from, fn) ? undefined : field(fn, 'body');
  return body === undefined ? undefined : goWorkOf(body, source, depth + 1);
}

function declared(callee: Node, source: GoSource): Node | undefined {
  if (callee.type === 'identifier') {
    const declaration = source.scopes.resolve(callee);
    return declaration?.kind === 'function' ? declaration.site : undefined;
  }
  const operand = callee.type === 'selector_expression' ? field(callee, 'operand') : undefined;
  if (operand?.type !== 'identifier' || source.scopes.resolve(operand)?.kind !== 'receiver') return undefined;
  const methods = source.memo.once(methodsOf, source);
  return methods.get(field(callee, 'field')?.text ?? '');
}

/** The methods of the file by name, where one name means one method. */
function methodsOf(source: GoSource): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const twice = new Set<string>();
  for (const child of source.tree.rootNode.namedChildren) {
    const name = child?.type === 'method_declaration' ? field(child, 'name')?.text : undefined;
    if (child === null || name === undefined) continue;
    if (found.has(name)) twice.add(name);
    found.set(name, child);
  }
  for (const name of twice) found.delete(name);
  return found;
}
