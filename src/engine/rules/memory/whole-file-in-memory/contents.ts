import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue, holderOf } from '../../../facts/javascript/flow';
import { parametersOf } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import { outboundCall } from '../../../facts/javascript/outboundCalls';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closestCall, field, type Node, walk } from '../../../syntax/nodes';

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
  const call = closestCall(hit);
  const callee = call === undefined ? undefined : calleeOf(call);
  const isOption = hit.type.startsWith('string');
  if (call === undefined || callee === undefined || (hit.id !== call.id && !isOption && hit.endIndex > callee.endIndex)) return undefined;
  const given = callbackContent(call, callee, source);
  if (given !== undefined) return given;
  const made = isOption ? axiosAnswer(call, source) : read(call, callee, source);
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
  // Pieces that are written out one by one are a header and a body, not the chunks of a stream.
  if (key === ':Buffer.concat' && first?.type === 'array' && !first.text.includes('...')) return undefined;
  if (key === ':Buffer.concat') return { kind: 'chunks', whole: call, from: first, isText: false };
  if (callee.type !== 'member_expression' || field(callee, 'property')?.text !== 'arrayBuffer') return undefined;
  const response = field(callee, 'object');
  const awaited = awaitOf(call);
  if (response === undefined || awaited === undefined || !isAnswer(response, source)) return undefined;
  return { kind: 'download', whole: inBuffer(awaited, source), from: response, isText: false };
}

/** `fs.readFile(path, (error, data) => …)`, where the data has one use. */
function callbackContent(call: Node, callee: Node, source: ScriptSource): Content | undefined {
  if (source.origins.key(callee) !== 'fs:readFile') return undefined;
  const given = argumentsOf(call);
  const [first, callback] = [given[0], given.at(-1)];
  const parameter = callback === undefined || !functionTypes.has(callback.type) ? undefined : parametersOf(callback)[1];
  const declaration = parameter?.type === 'identifier' ? source.scopes.lookup(parameter.text, field(callback ?? call, 'body') ?? call) : undefined;
  const [use, ...more] = declaration === undefined ? [] : source.scopes.references(declaration);
  if (first === undefined || use === undefined || more.length > 0 || isOwnPath(first, source)) return undefined;
  return { kind: 'file', call, whole: call, use, from: first, isText: given.length > 2 };
}

/** `(await axios.get(url, { responseType: 'arraybuffer' })).data`, by way of the response's name too. */
function axiosAnswer(call: Node, source: ScriptSource): Made | undefined {
  const awaited = awaitOf(call);
  if (awaited === undefined || outboundCall(call, source)?.client !== 'axios') return undefined;
  const holder = holderOf(awaited, source);
  const [use, ...more] = (holder?.uses ?? []).filter((each) => each.parent?.type === 'member_expression' && field(each.parent, 'property')?.text === 'data');
  if (use?.parent == null || more.length > 0) return undefined;
  return { kind: 'download', whole: inBuffer(use.parent, source), from: undefined, isText: false };
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

/** Recordings, images of disks, archives and dumps: whoever brings one along, it is large. */
const large = /\.(?:mp4|m4v|mov|avi|mkv|webm|iso|img|dmg|zip|tar|t?gz|bz2|xz|7z|rar|sql|dump|bak|parquet)['"`]$/i;

/** A path made of nothing but what the program brings along or is configured with. */
function isOwnPath(path: Node, source: ScriptSource): boolean {
  if (large.test(heldValue(path, source).text)) return false;
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
