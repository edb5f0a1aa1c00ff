import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, walk, type Node } from '../../../syntax/nodes';

/** Calls that may have verified the token; names only ever make the rule quieter. */
const verifies = /verif|validat|introspect|authenticat|authoriz|isValid|checkToken|checkJwt|jwtDecrypt|getUser$|getClaims$|tokeninfo/i;

/** Middleware and guards that may have. */
const guards = /auth|jwt|verif|protect|guard|passport|session|token|secur|login|signedin|clerk|oidc/i;

const classes: ReadonlySet<string> = new Set(['class_declaration', 'class', 'abstract_class_declaration']);

/** Options whose function computes a label or a key of a counter, not a decision. */
const labels = /^(?:keyGenerator|key|skip|customProps|genReqId|reqCustomProps)$/;

/** True where something may have verified the token before or beside the call: in its functions, by middleware or a guard of the file. */
export function mayBeVerified(call: Node, source: ScriptSource): boolean {
  for (let fn = ancestorOf(call, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    if (isLabel(fn) || callsVerifier(fn, call) || hasMiddleware(fn) || hasGuard(fn)) return true;
  }
  return guardsFile(source);
}

function isLabel(fn: Node): boolean {
  const outer = fn.parent;
  if (outer?.type === 'pair') return labels.test(field(outer, 'key')?.text ?? '');
  if (fn.type === 'method_definition') return labels.test(field(fn, 'name')?.text ?? '');
  const call = outer?.type === 'arguments' ? outer.parent : null;
  return call?.type === 'call_expression' && /^morgan\./.test(calleeOf(call)?.text ?? '');
}

function callsVerifier(fn: Node, decode: Node): boolean {
  let found = false;
  walk(fn, (node) => {
    if (found || node.id === decode.id) return false;
    if (node.type === 'call_expression') {
      const callee = calleeOf(node);
      const name = (callee === undefined ? undefined : (field(callee, 'property') ?? callee))?.text ?? '';
      if (verifies.test(name) && argumentsOf(node).length > 0) found = true;
    }
    return true;
  });
  return found;
}

/** `router.get('/', requireUser, handler)`. */
function hasMiddleware(fn: Node): boolean {
  const list = fn.parent;
  if (list?.type !== 'arguments') return false;
  const [path, ...others] = namedChildren(list);
  const before = others.filter((argument) => argument.endIndex <= fn.startIndex);
  return path?.type === 'string' && before.some((argument) => !functionTypes.has(argument.type));
}

/** `@UseGuards(…)` on the method or its class. */
function hasGuard(fn: Node): boolean {
  if (fn.type !== 'method_definition') return false;
  const owner = ancestorOf(fn, classes);
  const outer = owner?.parent?.type === 'export_statement' ? owner.parent : undefined;
  const decorators = [...decoratorsBefore(fn), ...(owner?.children ?? []), ...(outer?.children ?? [])];
  return decorators.some((child) => child?.type === 'decorator' && /Guard|Auth/i.test(child.text));
}

function decoratorsBefore(fn: Node): Node[] {
  const found: Node[] = [];
  for (let at = fn.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) found.push(at);
  return found;
}

/** `router.use(requireUser)`. */
const guardsFile = (source: ScriptSource): boolean => source.memo.once(readsGuards, source.text);

/** Packages whose middleware verifies tokens; where a file imports one, its other functions run behind it. */
const verifiers = /['"](?:express-oauth2-jwt-bearer|express-oauth-server|express-jwt|koa-jwt|passport(?:-jwt)?|@fastify\/jwt|@clerk\/[\w-]+|next-auth(?:\/[\w-]+)?|aws-jwt-verify|firebase-admin(?:\/auth)?)['"]/;

function readsGuards(text: string): boolean {
  return verifiers.test(text) || [...text.matchAll(/\.(?:use|addHook|register)\(([^\n]*)/g)].some((match) => guards.test(match[1] ?? ''));
}
