import { importsModule } from '../../../facts/javascript/moduleCalls';
import type { Glimpse } from '../../rule';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../facts/javascript/flow';
import { optionOf, optionsOf, unwrapped } from '../../../facts/javascript/options';
import { functionTypes, loopTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';

/** A place where work starts for every entry of a list at once. */
export interface FanOut {
  /**
   * - `map`: `Promise.all(list.map(callback))`
   * - `push`: `Promise.all(tasks)`, where a loop over the list pushes one promise each
   * - `mapper`: `pMap(list, callback)`, Bluebird's `map`, with no concurrency
   * - `async`: `async.each(list, callback)`
   */
  readonly form: 'map' | 'push' | 'mapper' | 'async';
  /** What is marked: `Promise.all`, `pMap`, `async.each`. */
  readonly callee: Node;
  /** The whole call. */
  readonly call: Node;
  readonly list: Node;
  /** What runs for each entry: the callback, or the pushed expression. */
  readonly each: Node;
  /** The mapping or pushing call, where it is not the whole call itself. */
  readonly inner?: Node;
}

/** False where a list is written out in place, or by a name that nothing fills, and where a library's name is no import of it. */
export const mayFanOut = (glimpse: Glimpse): boolean => (isPromiseAll(glimpse) ? mayBeFilled(glimpse) : importsModule(glimpse));

export const isPromiseAll = ({ literal }: Pick<Glimpse, 'literal'>): boolean => literal === 'Promise.all';

function mayBeFilled({ text, offset }: Glimpse): boolean {
  const given = /^Promise\.all(?:Settled)?\(\s*(?:(\[)|([\w$]+)\s*\))/.exec(text.slice(offset, offset + 100));
  if (given?.[1] !== undefined) return false;
  const name = given?.[2]?.replaceAll('$', '\\$');
  // `tasks.push(…)`, `const tasks = list.map(…)`, also with a type.
  return name === undefined || new RegExp(`(?<![\\w$])${name}\\s*(?:(?:\\?\\.)?\\.?\\s*push\\b|!?\\s*:|=(?![=>]))`).test(text);
}

/** The fan-outs whose call a trigger stands in, or that use what the import holding the trigger binds. */
export function fanOutsAt(node: Node, source: ScriptSource): FanOut[] {
  if (node.type === 'string_fragment' || node.type === 'string') return importedCalls(node, source).flatMap((call) => mapperCall(call, source) ?? []);
  const call = closestCall(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined || node.startIndex < callee.startIndex || node.endIndex > callee.endIndex) return [];
  if (!/^(?::Promise|bluebird:(?:Promise)?)\.?all(?:Settled)?$/.test(source.origins.key(callee))) return [];
  const [given] = argumentsOf(call);
  return given === undefined ? [] : (mapped(call, callee, given, source) ?? pushed(call, callee, given, source) ?? []);
}

/** `Promise.all(list.map(fn))`, `Promise.all(_.map(list, fn))`, `Promise.all(Array.from(list, fn))`, also by way of a variable. */
function mapped(call: Node, callee: Node, given: Node, source: ScriptSource): FanOut[] | undefined {
  const inner = heldValue(given, source);
  const mapper = inner.type === 'call_expression' ? calleeOf(inner) : undefined;
  if (mapper === undefined) return undefined;
  const args = argumentsOf(inner);
  const key = source.origins.key(mapper);
  const [first, second] = args;
  if (/^(?::Array\.from|lodash:map|lodash\/map:)$/.test(key)) {
    return first === undefined || second === undefined ? [] : [{ form: 'map', callee, call, list: first, each: second, inner }];
  }
  const list = mapper.type === 'member_expression' && field(mapper, 'property')?.text === 'map' ? field(mapper, 'object') : undefined;
  return list === undefined || first === undefined ? undefined : [{ form: 'map', callee, call, list, each: first, inner }];
}

/** `for (const x of list) tasks.push(work(x))`, then `Promise.all(tasks)`. */
function pushed(call: Node, callee: Node, given: Node, source: ScriptSource): FanOut[] | undefined {
  const name = unwrapped(given);
  const declaration = name.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  if (declaration === undefined || source.scopes.writes(declaration).length > 0) return undefined;
  const pushes = source.scopes.references(declaration).flatMap((reference): FanOut[] => {
    const member = reference.parent;
    const push = member?.type === 'member_expression' && field(member, 'property')?.text === 'push' ? member.parent : null;
    const [each, ...more] = push?.type === 'call_expression' ? argumentsOf(push) : [];
    const loop = push === null ? undefined : loopAround(push);
    if (push === null || each === undefined || more.length > 0 || loop === undefined) return [];
    // A loop that empties the array, or waits for it, as it goes runs in batches.
    if (loop.startIndex <= call.startIndex && loop.endIndex >= call.endIndex) return [];
    const list = field(loop, 'right') ?? listOfForEach(loop);
    return list === undefined ? [] : [{ form: 'push', callee, call, list, each, inner: push }];
  });
  const batched = source.scopes.references(declaration).some((use) => /^\.(?:length\s*(?:>|=)|splice|shift)/.test(source.text.slice(use.endIndex, use.endIndex + 12)));
  return batched ? [] : pushes.slice(0, 1);
}

const loopsAndFunctions: ReadonlySet<string> = new Set([...loopTypes, ...functionTypes]);

/** The `for … of` or `forEach` that pushes, where nothing in it waits. */
function loopAround(push: Node): Node | undefined {
  const loop = ancestorOf(push, loopsAndFunctions);
  if (loop === undefined) return undefined;
  if (loop.type === 'for_in_statement') return /\bawait\b/.test(field(loop, 'left')?.text ?? '') || waits(loop) ? undefined : loop;
  const call = functionTypes.has(loop.type) && loop.parent?.type === 'arguments' ? loop.parent.parent : null;
  return call !== null && listOfForEach(call) !== undefined ? call : undefined;
}

/** One turn of the loop waits for something, so the next one starts later. */
function waits(loop: Node): boolean {
  const body = field(loop, 'body') ?? loop;
  return loop.children.some((child) => child?.type === 'await') || body.descendantsOfType('await_expression').some((node) => node !== null && ancestorOf(node, new Set([...functionTypes, loop.type]))?.id === loop.id);
}

function listOfForEach(call: Node): Node | undefined {
  const callee = call.type === 'call_expression' ? calleeOf(call) : undefined;
  return callee?.type === 'member_expression' && field(callee, 'property')?.text === 'forEach' ? field(callee, 'object') : undefined;
}

const asyncMethods = /^async:(?:each|forEach|eachOf|map|filter|reject|concat|mapValues|some|every)$/;

const mappers = /^(?:p-map:|bluebird:(?:map|Promise\.map))$/;

/** `pMap(list, fn)` with no concurrency, `async.each(list, fn)`: both start everything at once. */
function mapperCall(call: Node, source: ScriptSource): FanOut | undefined {
  const callee = calleeOf(call);
  const key = callee === undefined ? '' : source.origins.key(callee);
  const [list, each, options] = argumentsOf(call);
  if (callee === undefined || list === undefined || each === undefined) return undefined;
  if (asyncMethods.test(key)) return { form: 'async', callee, call, list, each };
  return mappers.test(key) && isUnlimited(options, source) ? { form: 'mapper', callee, call, list, each } : undefined;
}

function isUnlimited(options: Node | undefined, source: ScriptSource): boolean {
  if (options === undefined) return true;
  const known = optionsOf(options, source);
  const option = known === undefined ? undefined : optionOf(known, 'concurrency', source);
  return option?.state === 'absent' || (option?.state === 'set' && /^(?:Infinity|Number\.POSITIVE_INFINITY)$/.test(option.value.text));
}

/** Calls of what an import binds: `pMap(…)`, `async.each(…)`, `Promise.map(…)`. */
function importedCalls(literal: Node, source: ScriptSource): Node[] {
  const statement = ancestorOf(literal, new Set(['import_statement', 'lexical_declaration', 'variable_declaration']));
  if (statement === undefined) return [];
  return source.scopes.declarations(source.tree.rootNode).flatMap((declaration) => {
    if (declaration.id.startIndex < statement.startIndex || declaration.id.endIndex > statement.endIndex) return [];
    return source.scopes.references(declaration).flatMap((reference): Node[] => {
      const member = reference.parent?.type === 'member_expression' && field(reference.parent, 'object')?.id === reference.id ? reference.parent : reference;
      const call = member.parent;
      return call?.type === 'call_expression' && calleeOf(call)?.id === member.id ? [call] : [];
    });
  });
}

/** The function that runs for each entry, where this file shows it; for a pushed expression, the expression itself. */
export function bodyOf({ form, each }: FanOut, source: ScriptSource): Node | undefined {
  return form === 'push' ? each : functionBehind(each, source);
}

/** The arguments of a call, an entry of `...spread` among them counted as unknown. */
export const isPlainCall = (call: Node): boolean => namedChildren(field(call, 'arguments') ?? call).every((argument) => argument.type !== 'spread_element');
