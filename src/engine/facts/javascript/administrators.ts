import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, type Node } from '../../syntax/nodes';
import { argumentsOf, calleeOf } from './calls';
import { classTypes } from './classes';
import { enclosingHandler } from './handlers';
import { argumentsAround, routeArguments } from './routeArguments';
import { functionTypes } from './scope';

/** Those who run a service, by the names code gives their rights. Names only ever make a rule quieter. */
const few = /admin|super_?user|back_?office|allowConfigure|support_?(?:user|staff)|with_?support/i;

/** The condition asks for somebody who is none: `!user.isAdmin`, `role !== 'admin'`. */
const others = /!==?|![\s(]*[\w.?]*(?:admin|super_?user|back_?office|allowConfigure)/i;

/** Files and folders of their pages and endpoints, and of endpoints that only the service itself calls. */
const places = /(?:^|\/)[\w.-]*(?:admin|back-?office)[\w.-]*(?:\/|\.[cm]?[jt]sx?$)|\/(?:routes?|routers?|controllers?|api|handlers?|endpoints?)\/(?:[\w-]+\/)*internal\//i;

/** Places of those who run the whole service, and not of the administrators a customer has. */
const placesOfStaff = /(?:^|\/)[\w.-]*(?:super-?admin|back-?office)[\w.-]*(?:\/|\.[cm]?[jt]sx?$)/i;

/** `router.use(requireAdmin)` and `router.use(authorize([Role.SuperAdmin]))`, but not `app.use('/admin', adminRouter)`. */
const guardsAll =
  /\.use\(\s*(?:[\w.]+\s*,\s*)*[\w.]*(?:(?:require|is|ensure|check|verify|must|assert|only|restrict|allow)\w*admin|admin\w*(?:only|required|guard|middleware|auth|check)|(?:authori[sz]|role|permi|require|restrict|allow)\w*\(\s*\[?\s*['"]?[\w.]*super_?admin['"]?\s*\]?\s*\))/i;

/** True where code runs for administrators alone, as the file's place, the route or a check before it says. */
export const servesAdministrators = (node: Node, source: ScriptSource): boolean => places.test(source.project.relative(source.file)) || source.memo.occurs(guardsAll, source.text) || isBehindTheirCheck(node) || saidAround(node, source).length > 0;

/** Administrators of one customer's own place in the service. */
const customers = /tenant|owner|\borg(?:ani[sz]ation)?s?\b|org(?:ani[sz]ation)?_?admin|member|workspace|team|\b(?:form|project|group)_?admin/i;

/** As `servesAdministrators`, but the place of any administrators does not say so, nor a right that customers give each other. */
export const isLeftToThem = (node: Node, source: ScriptSource): boolean =>
  placesOfStaff.test(source.project.relative(source.file)) || source.memo.occurs(guardsAll, source.text) || isBehindTheirCheck(node) || saidAround(node, source).some((text) => !customers.test(text));

/** What is written at the route around a node, and names them. */
function saidAround(node: Node, source: ScriptSource): string[] {
  const found = enclosingHandler(node, source);
  return (found === undefined ? named(argumentsAround(node, node)) : [...named(routeArguments(found.fn, source)), ...decoratorsOf(found.fn)]).filter((text) => few.test(text));
}

/** True where a check before the node, or a wrapper around its handler, lets only administrators on; a file's name alone says less. */
export const isBehindTheirCheck = (node: Node): boolean => isGuarded(node) || isWrapped(node);

const named = (given: readonly Node[]): string[] => given.flatMap((argument) => (functionTypes.has(argument.type) ? [] : [argument.text]));

const isNamed = (given: readonly Node[]): boolean => named(given).some((text) => few.test(text));

const procedures: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription']);

/** `app.post('/purge', withSupport(async (req, res) => { … }))` */
function isWrapped(node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = at.parent) {
    const call = functionTypes.has(at.type) && at.parent?.type === 'arguments' ? at.parent.parent : null;
    const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
    const name = /[\w$]*$/.exec(callee?.text ?? '')?.[0] ?? '';
    if (few.test(name) || (callee !== undefined && procedures.has(name) && isTheirProcedure(callee))) return true;
  }
  return false;
}

/** `adminProcedure.input(schema).mutation`, `procedure.use(requireAdmin).query`: a chain that only administrators pass. */
export function isTheirProcedure(callee: Node): boolean {
  let at: Node | undefined = callee;
  while (at?.type === 'member_expression' || at?.type === 'call_expression') {
    const method: Node | undefined = at.type === 'call_expression' ? calleeOf(at) : at;
    const name: string = (method === undefined ? undefined : field(method, 'property'))?.text ?? '';
    if ((at.type === 'call_expression' && name === 'use' && isNamed(argumentsOf(at))) || (at.type === 'member_expression' && few.test(name))) return true;
    at = at.type === 'call_expression' ? method : field(at, 'object');
  }
  return at?.type === 'identifier' && few.test(at.text);
}

/** `@Roles('admin')`, `@UseGuards(AdminGuard)`: on the method, or on its class. */
function decoratorsOf(fn: Node): string[] {
  const owner = ancestorOf(fn, classTypes);
  const said: Node[] = [];
  for (const place of fn.type === 'method_definition' && owner !== undefined ? [fn, owner, ...(owner.parent === null ? [] : [owner.parent])] : []) {
    for (const child of place.children) if (child?.type === 'decorator') said.push(child);
    for (let at = place.previousNamedSibling; at?.type === 'decorator'; at = at.previousNamedSibling) said.push(at);
  }
  return said.map(({ text }) => text);
}

/** A branch for administrators, or a check before the node that lets nobody else on. */
function isGuarded(node: Node): boolean {
  let inner = node;
  for (let at = node.parent; at !== null; inner = at, at = at.parent) {
    if (at.type === 'if_statement' && isConsequence(inner, at) && asksFor('few', at)) return true;
    if (at.type !== 'statement_block') continue;
    for (let before = inner.previousNamedSibling; before !== null; before = before.previousNamedSibling) if (isCheck(before)) return true;
  }
  return false;
}

const isConsequence = (inner: Node, branch: Node): boolean => {
  const consequence = field(branch, 'consequence');
  return consequence !== undefined && isInside(inner, consequence);
};

function asksFor(who: 'few' | 'others', branch: Node): boolean {
  const condition = field(branch, 'condition')?.text ?? '';
  return few.test(condition) && others.test(condition) === (who === 'others');
}

const asserts = /(?:^|\.)(?:require|assert|ensure|check|enforce|verify|must)\w*(?:admin|superuser)/i;

/** `if (!user.isAdmin) return res.sendStatus(403)`, `await requireAdmin(req)`. */
function isCheck(statement: Node): boolean {
  if (statement.type === 'if_statement') return asksFor('others', statement) && /\b(?:return|throw)\b/.test(field(statement, 'consequence')?.text ?? '');
  const expression = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const call = expression?.type === 'await_expression' ? expression.firstNamedChild : expression;
  return call?.type === 'call_expression' && asserts.test(calleeOf(call)?.text ?? '');
}
