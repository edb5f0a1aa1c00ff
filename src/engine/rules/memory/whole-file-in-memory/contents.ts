import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue, holderOf } from '../../../facts/javascript/flow';
import { unwrapped } from '../../../facts/javascript/options';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, walk, type Node } from '../../../syntax/nodes';

/** Bytes that are in memory as a whole, and the one place they are used. */
export interface Content {
  /** A file that is read, the body of another service's answer, or chunks that are put together. */
  readonly kind: 'file' | 'download' | 'chunks';
  /** What is marked, and what a fix replaces: the call without its `await`. */
  readonly call: Node;
  /** The expression whose value is all of it: `await readFile(path)`. */
  readonly whole: Node;
  /** The only use of that value: itself, or the name that holds it. */
  readonly use: Node;
  /** The file's path, or the response. */
  readonly from: Node | undefined;
  /** Read as text. */
  readonly isText: boolean;
}

/** The content a trigger (`readFile(`, `.arrayBuffer()`, `Buffer.concat(`) stands for; undefined where it is used for more than one thing. */
export function contentAt(hit: Node, source: ScriptSource): Content | undefined {
  const call = closest(hit, new Set(['call_expression']));
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined || (hit.id !== call.id && hit.endIndex > callee.endIndex)) return undefined;
  const made = read(call, callee, source);
  if (made === undefined) return undefined;
  const use = onlyUse(made.whole, source);
  return use === undefined ? undefined : { ...made, call, use };
}

type Made = Pick<Content, 'kind' | 'whole' | 'from' | 'isText'>;

function read(call: Node, callee: Node, source: ScriptSource): Made | undefined {
  const key = source.origins.key(callee);
  const [first, second] = argumentsOf(call);
  if (/^(?:fs\/promises|fs-extra):readFile$/.test(key)) {
    const awaited = awaitOf(call);
    const isOwn = first === undefined || isOwnPath(first, source);
    return awaited === undefined || isOwn ? undefined : { kind: 'file', whole: awaited, from: first, isText: second !== undefined };
  }
  if (key === ':Buffer.concat') return { kind: 'chunks', whole: call, from: first, isText: false };
  if (callee.type !== 'member_expression' || field(callee, 'property')?.text !== 'arrayBuffer') return undefined;
  const response = field(callee, 'object');
  const awaited = awaitOf(call);
  if (response === undefined || awaited === undefined || !isAnswer(response, source)) return undefined;
  return { kind: 'download', whole: inBuffer(awaited, source), from: response, isText: false };
}

/** `Buffer.from(…)`, `new Uint8Array(…)` around the bytes. */
function inBuffer(bytes: Node, source: ScriptSource): Node {
  let at = bytes;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  const outer = at.parent?.type === 'arguments' ? at.parent.parent : null;
  if (outer?.type === 'call_expression' && source.origins.key(field(outer, 'function') ?? outer) === ':Buffer.from') return outer;
  return outer?.type === 'new_expression' && field(outer, 'constructor')?.text === 'Uint8Array' ? outer : bytes;
}

/** `await fetch(url)`, or a name for it. */
function isAnswer(response: Node, source: ScriptSource): boolean {
  return /^(?::fetch|:globalThis\.fetch|undici:fetch|node-fetch:)\.?\(\)\.await$/.test(source.origins.key(heldValue(response, source)));
}

function onlyUse(whole: Node, source: ScriptSource): Node | undefined {
  const holder = holderOf(whole, source);
  if (holder === undefined) {
    const outer = whole.parent;
    // `ctx.body = …` takes the value; any other name may be read anywhere.
    const isKept = outer?.type === 'variable_declarator' || (outer?.type === 'assignment_expression' && field(outer, 'left')?.type !== 'member_expression');
    return isKept ? undefined : whole;
  }
  const [only, ...more] = holder.uses;
  if (only === undefined || more.length > 0) return undefined;
  // `Buffer.from(bytes)` may stand at the use.
  const inner = inBuffer(only, source);
  return inner.id === only.id ? only : onlyUse(inner, source);
}

/** A path made of nothing but what the program brings along or is configured with. */
function isOwnPath(path: Node, source: ScriptSource): boolean {
  const foreign: Node[] = [];
  walk(unwrapped(path), (node) => {
    if (node.type !== 'identifier' && node.type !== 'shorthand_property_identifier') return true;
    const declaration = source.scopes.resolve(node);
    if (declaration === undefined || declaration.kind === 'import' || ancestorOf(declaration.id, functionTypes) === undefined) return true;
    const value = heldValue(node, source);
    if (value.id === node.id || !isOwnPath(value, source)) foreign.push(node);
    return true;
  });
  return foreign.length === 0 && !/\bthis\b/.test(path.text);
}
