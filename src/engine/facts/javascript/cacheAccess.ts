import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../syntax/nodes';
import { awaitOf, calleeOf } from './calls';
import { parametersOf } from './functions';
import { guardsOf, type Guard } from './cacheGuards';
import { loadsOf } from './cacheLoads';
import { functionBehind } from './flow';
import { keyText, redisCallsIn, type RedisCall } from './redisCalls';
import { functionTypes, patternIdentifiers, type Declaration } from './scope';

/** A key that one function reads and, where it held nothing, stores. */
export interface ReadThenStore {
  /** The function that holds both. */
  readonly fn: Node;
  readonly read: RedisCall;
  readonly store: RedisCall;
  /** What decides on what was read. */
  readonly guard: Guard;
  /** What was read is used for more than to decide. */
  readonly isConsumed: boolean;
  /** The awaited expressions that the stored value is made from, reads of Redis left out. */
  readonly loads: readonly Node[];
  /** The stored value is made from what was read. */
  readonly isUpdate: boolean;
}

const reads: ReadonlySet<string> = new Set(['get', 'exists', 'getex', 'has']);

const stores: ReadonlySet<string> = new Set(['set', 'setex', 'psetex']);

/** Functions around a store that may hold the read; code nests callbacks no deeper. */
const maxOuter = 4;

/** The read that decides whether a value is stored; undefined where the store does not depend on one of the same key. */
export function readBefore(store: RedisCall, source: ScriptSource): ReadThenStore | undefined {
  const known = source.memo.once(noPairs, source);
  if (!known.has(store.call.id)) known.set(store.call.id, find(store, source));
  return known.get(store.call.id);
}

const noPairs = (): Map<number, ReadThenStore | undefined> => new Map();

function find(store: RedisCall, source: ScriptSource): ReadThenStore | undefined {
  if (!stores.has(store.command) || store.key === undefined || store.value === undefined) return undefined;
  const key = keyText(store.key, source);
  let fn = ancestorOf(store.call, functionTypes);
  for (let i = 0; fn !== undefined && i < maxOuter; i++, fn = ancestorOf(fn, functionTypes)) {
    const read = callsIn(fn, source).findLast((call) => isReadOf(call, key, store, source));
    const found = read === undefined ? undefined : pairOf(fn, read, store, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The calls of clients and caches in a function, nested functions counted. */
export function callsIn(fn: Node, source: ScriptSource): readonly RedisCall[] {
  const known = source.memo.once(noCalls, source);
  const calls = known.get(fn.id) ?? redisCallsIn(fn, source);
  known.set(fn.id, calls);
  return calls;
}

const noCalls = (): Map<number, readonly RedisCall[]> => new Map();

function isReadOf(call: RedisCall, key: string, store: RedisCall, source: ScriptSource): boolean {
  if (!reads.has(call.command) || call.isBatched || call.key === undefined || call.library !== store.library) return false;
  return call.call.startIndex < store.call.startIndex && keyText(call.key, source) === key;
}

function pairOf(fn: Node, read: RedisCall, store: RedisCall, source: ScriptSource): ReadThenStore | undefined {
  const result = new ReadResult(read, fn, source);
  const guard = guardsOf(fn, store, result, source);
  if (guard === undefined || store.value === undefined) return undefined;
  const { loads, isUpdate } = loadsOf(store.value, { store, guard, result, source });
  return { fn, read, store, guard, isConsumed: result.isConsumed(guard), loads, isUpdate };
}

/** What was read, and the names that hold it or something made from it. */
export class ReadResult {
  private readonly names: readonly Declaration[];
  readonly references: readonly Node[];
  /** The read itself, with its `await`. */
  readonly expression: Node;

  constructor(
    readonly read: RedisCall,
    fn: Node,
    private readonly source: ScriptSource,
  ) {
    this.expression = awaitOf(read.call) ?? read.call;
    this.names = this.collect(fn);
    this.references = this.names.flatMap((declaration) => source.scopes.references(declaration));
  }

  /** True for a name that holds what was read or something made from it. */
  holds(declaration: Declaration): boolean {
    return this.names.some(({ id }) => id.id === declaration.id.id);
  }

  /** True when an expression has to do with what was read. */
  isIn(expression: Node): boolean {
    return isInside(this.expression, expression) || this.references.some((reference) => isInside(reference, expression));
  }

  /** True when what was read is used for more than the guard's condition. */
  isConsumed(guard: Guard): boolean {
    return this.references.some((reference) => !isInside(reference, guard.condition) && !isNaming(reference) && !this.isTold(reference));
  }

  /** Written to a log, or only kept under another name. */
  private isTold(reference: Node): boolean {
    const call = ancestorOf(reference, new Set(['call_expression', 'new_expression']));
    const callee = call === undefined ? undefined : calleeOf(call);
    if (callee !== undefined && /(?:^|\.)(?:console|log|logger)\.\w+$/.test(callee.text)) return true;
    const declarator = ancestorOf(reference, new Set(['variable_declarator', ...functionTypes]));
    return declarator?.type === 'variable_declarator' && patternIdentifiers(field(declarator, 'name') ?? declarator).some((id) => this.names.some((name) => name.id.id === id.id));
  }

  private collect(fn: Node): Declaration[] {
    const found = this.firstNames(fn);
    for (let i = 0; i < found.length && i < 8; i++) {
      const name = found[i];
      if (name === undefined) continue;
      for (const reference of this.source.scopes.references(name)) {
        for (const made of this.namesMadeFrom(reference)) if (!found.some(({ id }) => id.id === made.id.id)) found.push(made);
      }
    }
    return found;
  }

  private firstNames(fn: Node): Declaration[] {
    const callback = this.callback();
    if (callback !== undefined && isInside(callback.fn, fn)) return this.declared(parametersOf(callback.fn)[callback.position]);
    const outer = outermost(this.expression);
    const target = outer.parent;
    if (target?.type === 'variable_declarator') return this.declared(field(target, 'name'));
    if (target?.type === 'assignment_expression') return this.declared(field(target, 'left'));
    return target === null ? [] : this.namesMadeFrom(outer);
  }

  private declared(pattern: Node | undefined): Declaration[] {
    return (pattern === undefined ? [] : patternIdentifiers(pattern)).flatMap((id) => this.source.scopes.resolve(id) ?? []);
  }

  /** `client.get(key, (error, value) => …)` and `.then((value) => …)`. */
  private callback(): { readonly fn: Node; readonly position: number } | undefined {
    const last = namedChildren(field(this.read.call, 'arguments') ?? this.read.call).at(-1);
    const own = last === undefined || last.id === this.read.key?.id ? undefined : functionBehind(last, this.source);
    if (own !== undefined) return { fn: own, position: 1 };
    const member = this.read.call.parent;
    const chained = member?.type === 'member_expression' && field(member, 'property')?.text === 'then' ? member.parent : null;
    const first = chained === null ? undefined : namedChildren(field(chained, 'arguments') ?? chained)[0];
    const then = first === undefined ? undefined : functionBehind(first, this.source);
    return then === undefined ? undefined : { fn: then, position: 0 };
  }

  /** `const user = cached ? JSON.parse(cached) : null`, unless something else is awaited for it. */
  private namesMadeFrom(reference: Node): Declaration[] {
    const site = ancestorOf(reference, new Set(['variable_declarator', 'assignment_expression', 'statement_block', ...functionTypes]));
    if (site?.type !== 'variable_declarator' && site?.type !== 'assignment_expression') return [];
    const value = field(site, site.type === 'variable_declarator' ? 'value' : 'right');
    if (value === undefined || !isInside(reference, value) || this.awaitsMore(value)) return [];
    return this.declared(field(site, site.type === 'variable_declarator' ? 'name' : 'left'));
  }

  private awaitsMore(value: Node): boolean {
    let found = false;
    walk(value, (node) => {
      if (functionTypes.has(node.type)) return false;
      if (node.type === 'await_expression' && node.id !== this.expression.id) found = true;
      return !found;
    });
    return found;
  }
}

/** The outermost of the parentheses and assertions around an expression. */
function outermost(node: Node): Node {
  let at = node;
  while (at.parent !== null && /^(?:parenthesized|as|satisfies|non_null)_expression$/.test(at.parent.type)) at = at.parent;
  return at;
}

/** The place where a name is bound or given a value, not read. */
function isNaming(reference: Node): boolean {
  const outer = reference.parent;
  return outer !== null && (field(outer, 'left')?.id === reference.id || field(outer, 'name')?.id === reference.id);
}
