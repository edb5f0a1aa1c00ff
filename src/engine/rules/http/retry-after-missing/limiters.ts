import { searchedFolder } from '../../../facts/javascript/callers';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtFunction, openElsewhere } from '../../../facts/javascript/elsewhere';
import { functionBehind, heldValue, holderOf } from '../../../facts/javascript/flow';
import { callsOf, declarationOf, enclosingFunction, isExported, writtenName } from '../../../facts/javascript/functions';
import { numberValue } from '../../../facts/javascript/numbers';
import { isNothing, optionOf, optionsOf, unwrapped, type Options } from '../../../facts/javascript/options';
import { originKey } from '../../../facts/javascript/origin';
import { functionTypes } from '../../../facts/javascript/scope';
import { majorOf } from '../../../facts/project/project';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Answer } from './answers';

/** Options by which limiters are given a function that answers in their place. */
const optionNames = /\b(?:handler|limitHandler|errorResponseBuilder|onLimitReached|onLimited|onRateLimited|onExceeded|onExceeding)\b/g;

/** What a limiter that answers through a function of the project has done before it calls that. */
export interface Limiter {
  /** False where its options are known to keep it from setting Retry-After. */
  readonly tells: boolean;
  /** How long its window is, in seconds. */
  readonly window?: number;
}

const branches: ReadonlySet<string> = new Set(['if_statement']);

interface Given {
  /** The function, or what stands for it. */
  readonly fn: Node;
  readonly limiter: Limiter;
}

/** The limiter that calls the function of an answer, itself or through one other of the file; undefined where none is seen to. */
export function limiterOf(answer: Answer, source: ScriptSource): Limiter | undefined {
  const limiters = ofLibrary(answer, source) ?? limitersOf(answer, source);
  return limiters.find(({ tells }) => tells) ?? limiters[0];
}

/** `if (error.statusCode === 429)` in an error handler of Fastify: the limiter throws, and has set the header on the reply before (@fastify/rate-limit 11.2, run). */
function ofLibrary({ framework, node }: Answer, source: ScriptSource): readonly Limiter[] | undefined {
  const facts = source.project.packageFor(source.file);
  if (framework !== 'fastify' || facts === undefined || !['@fastify/rate-limit', 'fastify-rate-limit'].some((name) => facts.dependencies.has(name))) return undefined;
  const branch = ancestorOf(node, branches);
  const condition = branch === undefined ? '' : (field(branch, 'condition')?.text ?? '');
  return /\.status(?:Code)?\s*===?\s*429\b/.test(condition) ? [{ tells: true }] : undefined;
}

function limitersOf({ node, fn: handler }: Answer, source: ScriptSource): readonly Limiter[] {
  const given = source.memo.once(functionsGiven, source);
  for (let fn = enclosingFunction(node); fn !== undefined; fn = fn.id === handler.id ? undefined : enclosingFunction(fn)) {
    const limiters = [...limitersWith(fn, given, source), ...limitersElsewhere(fn, source)];
    if (limiters.length > 0) return limiters;
  }
  return [];
}

function limitersWith(fn: Node, given: readonly Given[], source: ScriptSource): readonly Limiter[] {
  const own = calledBy(fn, given);
  if (own.length > 0) return own;
  const each = callsOf(fn, source.scopes).map((call) => {
    const caller = enclosingFunction(call);
    return caller === undefined ? [] : calledBy(caller, given);
  });
  // Called by other code too, it answers where no limiter has set the header.
  return each.every((limiters) => limiters.length > 0) ? each.flat() : [];
}

/** Most files of one name that are looked into. */
const mostFiles = 20;

/** Limiters of other files that are given an exported function by its name. */
function limitersElsewhere(fn: Node, source: ScriptSource): readonly Limiter[] {
  const name = declarationOf(fn, source.scopes)?.name;
  const dir = name === undefined || source.fragment || !isExported(fn, source.scopes) ? undefined : searchedFolder(source.file, source);
  if (name === undefined || dir === undefined) return [];
  const files = (source.project.filesWith(name, dir) ?? []).filter((file) => file !== source.file && /limit/i.test(source.project.read(file) ?? ''));
  return files.slice(0, mostFiles).flatMap((file) => openElsewhere(file, source, (other) => limitersIn(other, name, source.file)) ?? []);
}

const limitersIn = (source: ScriptSource, name: string, file: string): readonly Limiter[] =>
  optionsIn(source).flatMap(({ value, limiter }) => {
    const isMeant = value.text.endsWith(name) && lookAtFunction(value, source, (fn, at) => at.file === file && writtenName(fn) === name) === true;
    return isMeant ? [limiter] : [];
  });

/** Those that call a function, or the function that a call of the one around it makes. */
function calledBy(fn: Node, given: readonly Given[]): Limiter[] {
  const maker = enclosingFunction(fn);
  const isMade = maker !== undefined && (field(maker, 'body')?.id === fn.id || fn.parent?.type === 'return_statement');
  return given.flatMap(({ fn: known, limiter }) => (known.id === fn.id || (isMade && known.id === maker.id) ? [limiter] : []));
}

/** The functions of a file that options of limiters name. */
const functionsGiven = (source: ScriptSource): readonly Given[] =>
  optionsIn(source).flatMap(({ value, limiter }) => {
    const fn = functionGiven(value, source);
    return fn === undefined ? [] : [{ fn, limiter }];
  });

/** All options of limiters in a file that take such a function. */
function optionsIn(source: ScriptSource): readonly { readonly value: Node; readonly limiter: Limiter }[] {
  return [...source.text.matchAll(optionNames)].flatMap(({ index, 0: name }) => {
    const node = source.tree.rootNode.descendantForIndex(index, index + name.length);
    const entry = node === null ? undefined : entryAt(node);
    const limiter = entry === undefined ? undefined : limiterWith(entry.object, entry.isNamed, source);
    return entry === undefined || limiter === undefined ? [] : [{ value: entry.value, limiter }];
  });
}

interface Entry {
  readonly object: Node;
  readonly value: Node;
  /** The function stands elsewhere. */
  readonly isNamed: boolean;
}

function entryAt(name: Node): Entry | undefined {
  const outer = name.parent;
  if (outer === null) return undefined;
  if (name.type === 'shorthand_property_identifier' && outer.type === 'object') return { object: outer, value: name, isNamed: true };
  const object = outer.parent;
  if (object?.type !== 'object') return undefined;
  if (outer.type === 'method_definition' && field(outer, 'name')?.id === name.id) return { object, value: outer, isNamed: false };
  const value = outer.type === 'pair' && field(outer, 'key')?.id === name.id ? field(outer, 'value') : undefined;
  return value === undefined ? undefined : { object, value, isNamed: !functionTypes.has(unwrapped(value).type) };
}

/** `refuse`, `this.refuse.bind(this)`, and the function that `refuseWith(text)` calls. */
function functionGiven(value: Node, source: ScriptSource): Node | undefined {
  const held = heldValue(value, source);
  const fn = functionTypes.has(held.type) ? held : functionBehind(value, source);
  const callee = held.type === 'call_expression' ? calleeOf(held) : undefined;
  return fn ?? (callee === undefined ? undefined : functionBehind(callee, source));
}

/** What takes the options is a limiter by its package, or by what else they say. */
function limiterWith(object: Node, isNamed: boolean, source: ScriptSource): Limiter | undefined {
  const given = argumentOf(object, source);
  const call = given?.parent?.parent;
  const callee = call == null ? undefined : calleeOf(call);
  const origin = callee === undefined ? undefined : source.origins.of(callee);
  const read = origin === undefined ? undefined : libraries.find(([key]) => key.test(originKey(origin)))?.[1];
  const options = given === undefined ? undefined : optionsOf(given, source);
  if (read !== undefined) return options === undefined ? { tells: true } : read(options, source);
  const names = namedChildren(object).map((entry) => (field(entry, 'key') ?? field(entry, 'name') ?? entry).text);
  const isLimit = isNamed ? names.some((name) => /^(?:windowMs|max|limit|duration|interval|timeWindow)$/.test(name)) : !/path|url|method/.test(names.join(' '));
  return isLimit ? { tells: true } : undefined;
}

/** The argument that hands an object on: itself, or a name it is kept under. */
function argumentOf(object: Node, source: ScriptSource): Node | undefined {
  const isArgument = (node: Node) => node.parent?.type === 'arguments' && argumentsOf(node.parent.parent ?? node).some(({ id }) => id === node.id);
  return isArgument(object) ? object : holderOf(object, source)?.uses.find(isArgument);
}

type Read = (options: Options, source: ScriptSource) => Limiter;

/** What an option switches; `unset` also for `undefined`. */
function switched(name: string, options: Options, source: ScriptSource): 'off' | 'unset' | 'other' {
  const option = optionOf(options, name, source);
  if (option.state !== 'set') return option.state === 'absent' ? 'unset' : 'other';
  const value = heldValue(option.value, source);
  if (value.text === 'undefined') return 'unset';
  return value.text === 'false' || isNothing(value) ? 'off' : 'other';
}

/** Both libraries count by the minute where nothing else is said. */
function windowIn(options: Options, source: ScriptSource): Pick<Limiter, 'window'> {
  const option = optionOf(options, 'windowMs', source);
  const length = option.state === 'absent' ? 60_000 : option.state === 'set' ? numberValue(option.value, source.scopes) : undefined;
  return length === undefined || !(length > 0) || length === Infinity ? {} : { window: Math.ceil(length / 1000) };
}

/**
 * express-rate-limit sets Retry-After before it calls `handler` if it sends the old or the new headers: the old ones
 * unless `legacyHeaders` says no, or `headers`, its former name; the new ones where `standardHeaders` asks for them. Before
 * version 6 `headers` alone decides. As versions 5.5, 6.11, 7.5 and 8.7 have it in `lib/`, `dist/`.
 */
const readExpress: Read = (options, source) => {
  const is = (name: string) => switched(name, options, source);
  const major = majorOf(source.project.packageFor(source.file), 'express-rate-limit') ?? 8;
  const legacy = major < 6 || is('legacyHeaders') === 'unset' ? is('headers') : is('legacyHeaders');
  const standards = major < 6 ? [] : major === 6 ? ['standardHeaders', 'draft_polli_ratelimit_headers'] : ['standardHeaders'];
  return { tells: legacy !== 'off' || standards.some((name) => is(name) === 'other'), ...windowIn(options, source) };
};

/** hono-rate-limiter sets it unless `standardHeaders` says no (0.2 to 0.5). */
const readHono: Read = (options, source) => ({ tells: switched('standardHeaders', options, source) !== 'off', ...windowIn(options, source) });

const libraries: readonly (readonly [key: RegExp, read: Read])[] = [
  [/^express-rate-limit:/, readExpress],
  [/^hono-rate-limiter:/, readHono],
];
