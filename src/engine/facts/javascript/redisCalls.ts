import type { ScriptSource } from '../../source';
import { callAbove, field, namedChildren, type Node, walk } from '../../syntax/nodes';
import { argumentsOf, calleeOf } from './calls';
import { heldValue } from './flow';
import { stringValue } from './strings';
import { unwrapped } from './options';
import { clientMethod, type CacheLibrary } from './redisClients';
import { expiryOf, type Expiry, type Flag, type Written } from './redisExpiry';

/** A command sent to Redis, or the same of a cache in memory, on a client proven by where it comes from. */
export interface RedisCall {
  readonly call: Node;
  readonly library: CacheLibrary;
  /** In lower case, whatever the client's spelling: `setex` for `client.setEx(…)`. */
  readonly command: string;
  /** The object the method is called on; undefined for a function that stands for the method. */
  readonly receiver: Node | undefined;
  /** Sent with others by `multi()` or `pipeline()`. */
  readonly isBatched: boolean;
  readonly key: Node | undefined;
  /** What is stored, of the commands that store one value. */
  readonly value: Node | undefined;
  /** How long what is stored lives; of other commands `none`. */
  readonly expiry: Expiry;
  readonly flags: ReadonlySet<Flag>;
}

/** Commands that store one value under a key. */
const stores: ReadonlySet<string> = new Set(['set', 'setex', 'psetex', 'setnx', 'getset']);

/** Where a command's value and expiry stand among its arguments. */
function writtenBy(command: string, library: CacheLibrary, given: readonly Node[], receiver: Node | undefined): Written | undefined {
  const [, second, third] = given;
  if (!stores.has(command) || second === undefined) return undefined;
  if (command === 'setex' || command === 'psetex') return third === undefined ? undefined : { receiver, value: third, amount: second, unit: command === 'setex' ? 's' : 'ms', rest: [] };
  return { receiver, value: second, amount: undefined, unit: library === 'node-cache' ? 's' : 'ms', rest: command === 'set' ? given.slice(2) : [] };
}

/** Reads a call of a Redis client or a cache in any of its forms; undefined for any other call. */
export function redisCallAt(call: Node, source: ScriptSource): RedisCall | undefined {
  const known = source.memo.once(noCalls, source);
  if (!known.has(call.id)) known.set(call.id, read(call, source));
  return known.get(call.id);
}

const noCalls = (): Map<number, RedisCall | undefined> => new Map();

function read(call: Node, source: ScriptSource): RedisCall | undefined {
  const callee = calleeOf(call);
  if (callee?.type !== 'identifier' && callee?.type !== 'member_expression') return undefined;
  const method = clientMethod(callee, source);
  if (method === undefined) return undefined;
  const given = argumentsOf(call);
  const receiver = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  const written = writtenBy(method.command, method.library, given, receiver);
  return {
    call,
    ...method,
    receiver,
    key: given[0],
    value: written?.value,
    ...(written === undefined ? { expiry: { state: 'none' }, flags: new Set() } : expiryOf(written, method.library, source)),
  };
}

/** The calls of clients and caches in a node, nested functions counted, in order of the text. */
export function redisCallsIn(node: Node, source: ScriptSource): readonly RedisCall[] {
  const found: RedisCall[] = [];
  walk(node, (each) => {
    const call = each.type === 'call_expression' ? redisCallAt(each, source) : undefined;
    if (call !== undefined) found.push(call);
    return true;
  });
  return found.sort((a, b) => a.call.endIndex - b.call.endIndex);
}

/** The call that a method's name, found in the text, is called by. */
export function redisCallNamed(property: Node, source: ScriptSource): RedisCall | undefined {
  const call = property.type === 'call_expression' ? property : callAbove(property);
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined) return undefined;
  const isName = callee.id === property.id || field(callee, 'property')?.id === property.id || callee.startIndex === property.startIndex;
  return isName ? redisCallAt(call, source) : undefined;
}

/** A key as text, with the constants it is kept in written out: two calls with the same text have the same key. */
export function keyText(key: Node, source: ScriptSource): string {
  const held = heldValue(key, source);
  const text = stringValue(held);
  if (text !== undefined) return JSON.stringify(text);
  return (held.type === 'identifier' ? key : held).text.replace(/\s+/g, ' ');
}

/** The words a key is written with; where nothing of it is known, the expression it is. */
export const keyWords = (key: Node, source: ScriptSource): string => keyShape(key, source)?.pattern ?? keyText(key, source);

/** A key whose parts are known: the text it begins with and the expressions that vary it. */
export interface KeyShape {
  /** `user:*:posts` for `user:${id}:posts`. */
  readonly pattern: string;
  readonly parts: readonly Node[];
}

/** The shape of a template, a concatenation or a literal; undefined when nothing of the key is known. */
export function keyShape(key: Node, source: ScriptSource, depth = 0): KeyShape | undefined {
  const node = heldValue(key, source);
  const text = stringValue(node);
  if (text !== undefined) return { pattern: text, parts: [] };
  if (node.type === 'template_string') {
    const pieces = namedChildren(node).map((child): KeyShape => {
      if (child.type !== 'template_substitution') return { pattern: child.text, parts: [] };
      return part(namedChildren(child)[0] ?? child, source, depth);
    });
    return joined(pieces);
  }
  if (node.type !== 'binary_expression' || field(node, 'operator')?.text !== '+' || depth > 6) return undefined;
  const sides = [field(node, 'left'), field(node, 'right')].flatMap((side) => (side === undefined ? [] : [part(side, source, depth + 1)]));
  return joined(sides);
}

function joined(pieces: readonly KeyShape[]): KeyShape | undefined {
  const pattern = pieces.map((piece) => piece.pattern).join('');
  return pattern.replaceAll('*', '') === '' ? undefined : { pattern, parts: pieces.flatMap(({ parts }) => parts) };
}

function part(node: Node, source: ScriptSource, depth: number): KeyShape {
  const constant = depth > 6 ? undefined : keyShape(node, source, depth + 1);
  return constant !== undefined && (constant.parts.length === 0 || unwrapped(node).type === 'binary_expression') ? constant : { pattern: '*', parts: [node] };
}
