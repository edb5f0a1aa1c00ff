import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../syntax/nodes';
import type { ReadResult } from './cacheAccess';
import type { Guard } from './cacheGuards';
import { calleeOf } from './calls';
import { redisCallAt, type RedisCall } from './redisCalls';
import type { Declaration } from './scope';

/** Where a stored value comes from. */
interface Loaded {
  readonly loads: readonly Node[];
  readonly isUpdate: boolean;
}

interface Around {
  readonly store: RedisCall;
  readonly guard: Guard;
  readonly result: ReadResult;
  readonly source: ScriptSource;
}

const maxDepth = 5;

/** Follows a stored value back to what was awaited for it. */
export function loadsOf(value: Node, around: Around): Loaded {
  const tracer = new Tracer(around);
  tracer.trace(value, 0);
  return { loads: tracer.loads, isUpdate: tracer.isUpdate };
}

class Tracer {
  readonly loads: Node[] = [];
  isUpdate = false;
  private readonly seen = new Set<number>();

  constructor(private readonly around: Around) {}

  trace(expression: Node, depth: number): void {
    if (depth > maxDepth) return;
    walk(expression, (node) => {
      if (node.type === 'await_expression') {
        this.addAwaited(node);
        return false;
      }
      if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') this.traceName(node, depth);
      return true;
    });
  }

  private addAwaited(node: Node): void {
    const { result, source } = this.around;
    const inner = namedChildren(node)[0];
    if (inner !== undefined && redisCallAt(inner, source) !== undefined) {
      if (result.isIn(node)) this.isUpdate = true;
      return;
    }
    if (result.references.some((reference) => isInside(reference, node))) this.isUpdate = true;
    this.add(node);
  }

  private add(load: Node): void {
    if (!this.loads.some(({ id }) => id === load.id)) this.loads.push(load);
  }

  private traceName(identifier: Node, depth: number): void {
    const { scopes } = this.around.source;
    const declaration = scopes.resolve(identifier);
    if (declaration === undefined || this.seen.has(declaration.id.id)) return;
    this.seen.add(declaration.id.id);
    if (declaration.kind === 'parameter') {
      this.traceParameter(declaration);
      return;
    }
    const initial = declaration.kind === 'const' || declaration.kind === 'let' || declaration.kind === 'var' ? field(declaration.site, 'value') : undefined;
    const writes = declaration.kind === 'const' ? [] : scopes.writes(declaration);
    const known = writes.flatMap((write) => write ?? []);
    const late = known.filter((write) => this.isOnMiss(write));
    if (late.length === 0 && this.around.result.holds(declaration)) {
      this.isUpdate = true;
      return;
    }
    const values = late.length > 0 ? late : [...(initial === undefined ? [] : [initial]), ...known];
    for (const value of values) this.trace(value, depth + 1);
  }

  /** Written where the key held nothing, before it is stored. */
  private isOnMiss(write: Node): boolean {
    const { guard, store } = this.around;
    const consequence = field(guard.statement, 'consequence');
    if (guard.says === 'found' && consequence !== undefined && isInside(write, consequence)) return false;
    return write.startIndex > guard.condition.endIndex && write.startIndex < store.call.startIndex;
  }

  /** The parameter of a callback around the store: `.then((user) => …)`, `User.find({}, (error, users) => …)`. */
  private traceParameter(declaration: Declaration): void {
    const { store, result, source } = this.around;
    const fn = declaration.scope;
    const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    if (call?.type !== 'call_expression' || !isInside(store.call, fn)) return;
    if (result.holds(declaration)) {
      this.isUpdate = true;
      return;
    }
    const callee = calleeOf(call);
    const isThen = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'then';
    const made = isThen ? field(callee, 'object') : call;
    if (made !== undefined && redisCallAt(made, source) === undefined && ancestorOf(call, new Set(['program'])) !== undefined && call.startIndex > result.expression.startIndex) this.add(made);
  }
}
