import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { argumentsOf, calleeOf } from '../calls';
import { optionOf, optionsOf, unwrapped } from '../options';
import { originKey } from '../origin';

/** One call of a chain. */
export interface Link {
  /** The method's name. */
  readonly method: string;
  readonly call: Node;
  readonly args: readonly Node[];
}

/** `root.first(…).second(…)`: a query as builders and fluent interfaces write it. */
export interface Chain {
  /** What the first method is called on; a plain function's call counts as a value: `knex('users')`, `getRepository(User)`. */
  readonly root: Node;
  readonly links: readonly [Link, ...Link[]];
  /** The outermost call. */
  readonly last: Node;
}

const promiseMethods: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** The chain a call is part of; undefined for a plain function's call alone. A promise's own methods end it. */
export function chainOf(call: Node): Chain | undefined {
  const last = lastCall(call);
  const links: Link[] = [];
  let root: Node = last;
  while (root.type === 'call_expression') {
    const callee = calleeOf(root);
    const [object, property] = callee?.type === 'member_expression' ? [field(callee, 'object'), field(callee, 'property')] : [];
    if (object === undefined || property === undefined) break;
    links.unshift({ method: property.text, call: root, args: argumentsOf(root) });
    root = unwrapped(object);
  }
  const [first, ...rest] = links;
  return first === undefined ? undefined : { root, links: [first, ...rest], last };
}

function lastCall(call: Node): Node {
  let at = call;
  for (;;) {
    const member: Node | null = at.parent;
    const next: Node | null = member?.type === 'member_expression' && field(member, 'object')?.id === at.id ? member.parent : null;
    const isCalled = next?.type === 'call_expression' && member !== null && field(next, 'function')?.id === member.id;
    if (!isCalled || promiseMethods.has(field(member, 'property')?.text ?? '')) return at;
    at = next;
  }
}

/** The access path of an expression and of the chain's first calls on it: `mongodb:MongoClient.new.db.().collection.()`. */
export function keyAfter(chain: Chain, count: number, source: ScriptSource): string {
  const root = source.origins.of(chain.root);
  if (root === undefined || root.module === '') return '';
  return [originKey(root), ...chain.links.slice(0, count).map(({ method }) => `${method}.()`)].join('.').replace(':.', ':').replace('.(own constructor)', '');
}

/** What an option of an object argument is set to; undefined when it is not there or other code decides. */
export function entryOf(argument: Node | undefined, name: string, source: ScriptSource): Node | undefined {
  const options = argument === undefined ? undefined : optionsOf(argument, source);
  const option = options === undefined ? undefined : optionOf(options, name, source);
  return option?.state === 'set' ? option.value : undefined;
}

/** Whether an option may be set: by the literal, or by code that is not seen. */
export function mayHave(argument: Node | undefined, name: string, source: ScriptSource): boolean {
  if (argument === undefined) return false;
  const options = optionsOf(argument, source);
  return options === undefined || optionOf(options, name, source).state !== 'absent';
}
