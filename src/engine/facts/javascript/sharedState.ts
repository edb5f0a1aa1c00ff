import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../syntax/nodes';
import { classTypes } from './classes';
import { type Declaration, functionTypes, loopTypes } from './scope';
import { stringValue } from './strings';

interface Access {
  /** `users`, `users.[]`, `this.count`: what two accesses must share to meet. */
  readonly path: readonly string[];
  readonly node: Node;
  readonly writes: boolean;
  readonly before: boolean;
  readonly after: boolean;
}

const mutators: ReadonlySet<string> = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'set',
  'add',
  'delete',
  'clear',
]);

const collections = /^:(?:Map|Set|WeakMap|WeakSet|Array|Object)\.new$/;

/**
 * State that outlives the request and is touched on both sides of a call, at least once by a write. As long as the
 * call blocks, both sides are one step; with an `await` between them another request comes in between.
 * @param unit the function that runs once for each request
 * @returns the state's name
 */
export function stateAround(call: Node, unit: Node, source: ScriptSource): string | undefined {
  const accesses = accessesIn(unit, call, source);
  for (const write of accesses.filter((access) => access.writes)) {
    const other = accesses.find(
      (access) => access.node.id !== write.node.id && meet(access.path, write.path) && ((write.before && access.after) || (write.after && access.before)),
    );
    if (other !== undefined || (write.before && write.after && isSplitBy(call, write.node))) return nameOf(write.path);
  }
  return undefined;
}

/** `users` for an entry of it, `stats.open` for a property. */
function nameOf(path: readonly string[]): string {
  const entry = path.indexOf('[]');
  return path.slice(0, entry < 0 ? path.length : entry).join('.');
}

/** `total += call()` reads before the call and writes after it, in one expression. */
function isSplitBy(call: Node, target: Node): boolean {
  const outer = target.parent;
  return outer?.type === 'augmented_assignment_expression' && isInside(call, outer);
}

const meet = (a: readonly string[], b: readonly string[]) => a.slice(0, b.length).every((step, i) => step === b[i]);

function accessesIn(unit: Node, call: Node, source: ScriptSource): Access[] {
  const loop = ancestorOf(call, loopTypes);
  const around = loop !== undefined && isInside(loop, unit) ? loop : undefined;
  const found: Access[] = [];
  walk(unit, (node) => {
    if (node.type !== 'identifier' && node.type !== 'this' && node.type !== 'shorthand_property_identifier') return true;
    const chain = chainOf(node);
    const path = sharedPath(node, chain.steps, unit, source);
    if (path === undefined) return true;
    const written = isWritten(chain.end) || (chain.mutates && holdsCollection(node, chain.steps, source));
    const inLoop = around !== undefined && isInside(node, around);
    const isTarget = isAssignmentAround(chain.end, call);
    const before = inLoop || (node.startIndex < call.endIndex && (!isTarget || isSplitBy(call, chain.end)));
    const after = inLoop || node.startIndex >= call.endIndex || isTarget;
    found.push({ path, node: chain.end, writes: written, before, after });
    return true;
  });
  return found;
}

interface Chain {
  readonly steps: readonly string[];
  /** The whole member expression, a called method left out. */
  readonly end: Node;
  readonly mutates: boolean;
}

/** `users[id].name` from its root; what is called on it is not part of it. */
function chainOf(root: Node): Chain {
  const steps: string[] = [];
  let end = root;
  for (let outer = end.parent; outer !== null; outer = end.parent) {
    const isMember = outer.type === 'member_expression' || outer.type === 'subscript_expression';
    if (!isMember || field(outer, 'object')?.id !== end.id) break;
    const index = field(outer, 'index');
    const name = field(outer, 'property')?.text ?? (index === undefined ? undefined : stringValue(index)) ?? '[]';
    if (outer.parent?.type === 'call_expression' && field(outer.parent, 'function')?.id === outer.id) {
      return { steps, end, mutates: mutators.has(name) };
    }
    steps.push(name);
    end = outer;
  }
  return { steps, end, mutates: false };
}

/** The path of state that more than one request can reach; undefined for what belongs to this one. */
function sharedPath(root: Node, steps: readonly string[], unit: Node, source: ScriptSource): string[] | undefined {
  if (root.type === 'this') return steps.length > 0 && !isOwnObject(root, unit, source) ? ['this', ...steps] : undefined;
  const declaration = source.scopes.resolve(root);
  if (declaration === undefined) return steps.length > 0 ? [root.text, ...steps] : undefined;
  if (declaration.kind === 'function' || declaration.kind === 'class') return steps.length > 0 ? [root.text, ...steps] : undefined;
  if (!isInside(declaration.id, unit)) return [root.text, ...steps];
  const alias = aliasedState(declaration, unit, source);
  return alias === undefined ? undefined : [alias, '[]', ...steps];
}

/** `const user = users.get(id)`: an entry of state kept in memory. What a query returns belongs to the request. */
function aliasedState({ kind, site }: Declaration, unit: Node, source: ScriptSource): string | undefined {
  const value = kind === 'const' || kind === 'let' ? field(site, 'value') : undefined;
  if (value === undefined || value.type === 'await_expression' || functionTypes.has(value.type)) return undefined;
  let at: Node | undefined = value;
  while (at !== undefined && at.type !== 'identifier') {
    const isStep: boolean = at.type === 'call_expression' || at.type === 'member_expression' || at.type === 'subscript_expression' || at.type === 'non_null_expression';
    at = isStep ? (field(at, 'function') ?? field(at, 'object') ?? namedChildren(at)[0]) : undefined;
  }
  const root = at === undefined ? undefined : source.scopes.resolve(at);
  return root !== undefined && !isInside(root.id, unit) && isCollection(field(root.site, 'value'), source) ? root.name : undefined;
}

function holdsCollection(root: Node, steps: readonly string[], source: ScriptSource): boolean {
  if (root.type !== 'this') return isCollection(field(source.scopes.resolve(root)?.site ?? root, 'value'), source);
  const body = field(ancestorOf(root, classTypes) ?? root, 'body');
  return (body === undefined ? [] : namedChildren(body)).some(
    (entry) => (field(entry, 'name') ?? field(entry, 'property'))?.text === steps[0] && isCollection(field(entry, 'value'), source),
  );
}

function isCollection(value: Node | undefined, source: ScriptSource): boolean {
  if (value === undefined) return false;
  return value.type === 'object' || value.type === 'array' || collections.test(source.origins.key(value));
}

/** `this` of a callback such as a model's hook, or of an entity, is one record; a service's is shared by all requests. */
function isOwnObject(node: Node, unit: Node, source: ScriptSource): boolean {
  for (let fn = ancestorOf(node, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    if (fn.type === 'arrow_function') continue;
    if (isInside(fn, unit) && fn.id !== unit.id) return true;
    // A function given to a model is called on its record; on a prototype or in an object literal it is a method.
    if (fn.type !== 'method_definition') return fn.parent?.type !== 'pair' && !/\.prototype\b/.test(fn.parent === null ? '' : (field(fn.parent, 'left')?.text ?? ''));
    const owner = fn.parent?.type === 'class_body' ? ancestorOf(fn, classTypes) : undefined;
    return owner !== undefined && isEntity(owner, source);
  }
  return false;
}

function isEntity(owner: Node, source: ScriptSource): boolean {
  const outer = owner.parent?.type === 'export_statement' ? owner.parent : owner;
  return [...owner.children, ...outer.children].some((child) => {
    const expression = child?.type === 'decorator' ? namedChildren(child)[0] : undefined;
    const callee = expression?.type === 'call_expression' ? field(expression, 'function') : expression;
    const module = callee === undefined ? undefined : source.origins.of(callee)?.module;
    return module === 'typeorm' || module === 'sequelize-typescript' || module?.startsWith('@mikro-orm/') === true;
  });
}

function isWritten(node: Node): boolean {
  const outer = node.parent;
  if (outer === null) return false;
  if (outer.type === 'assignment_expression' || outer.type === 'augmented_assignment_expression') return field(outer, 'left')?.id === node.id;
  if (outer.type === 'update_expression') return true;
  return outer.type === 'unary_expression' && field(outer, 'operator')?.text === 'delete';
}

/** `x = … call() …`: the target is written once the call has returned. */
function isAssignmentAround(target: Node, call: Node): boolean {
  const outer = target.parent;
  if (outer?.type !== 'assignment_expression' && outer?.type !== 'augmented_assignment_expression') return false;
  return field(outer, 'left')?.id === target.id && isInside(call, outer);
}
