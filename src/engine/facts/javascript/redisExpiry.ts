import type { ScriptSource } from '../../source';
import { field, namedChildren, walk, type Node } from '../../syntax/nodes';
import { majorOf } from '../project/project';
import { argumentsOf, calleeOf } from './calls';
import { heldValue } from './flow';
import { numberValue } from './numbers';
import { optionOf, optionsOf } from './options';
import type { CacheLibrary } from './redisClients';
import { stringValue } from './strings';

/** How long a value that is stored lives. */
export type Expiry =
  | { readonly state: 'none' }
  /** `amount` is what the code writes; `seconds` where that is a number the code states. */
  | { readonly state: 'set'; readonly amount: Node; readonly unit: 's' | 'ms'; readonly seconds: number | undefined; readonly isJittered: boolean }
  /** Until a point in time. */
  | { readonly state: 'at' }
  /** `KEEPTTL`: what the key had before. */
  | { readonly state: 'kept' }
  /** Written in a form that the client does not read, so the key never expires; `words` are the arguments in vain. */
  | { readonly state: 'ignored'; readonly words: readonly Node[]; readonly amount: Node; readonly unit: 'EX' | 'PX' }
  /** Other code decides. */
  | { readonly state: 'unknown' };

export type Flag = 'NX' | 'XX' | 'GET' | 'KEEPTTL';

/** A stored value and the arguments that say how long it lives. */
export interface Written {
  /** The object the method is called on. */
  readonly receiver: Node | undefined;
  readonly value: Node;
  readonly amount: Node | undefined;
  readonly unit: 's' | 'ms';
  /** The arguments after the value. */
  readonly rest: readonly Node[];
}

export interface WrittenExpiry {
  readonly expiry: Expiry;
  readonly flags: ReadonlySet<Flag>;
}

const unknown: WrittenExpiry = { expiry: { state: 'unknown' }, flags: new Set() };
const none: WrittenExpiry = { expiry: { state: 'none' }, flags: new Set() };

/** What a command's arguments say about the life of what it stores. */
export function expiryOf({ receiver, amount, unit, rest }: Written, library: CacheLibrary, source: ScriptSource): WrittenExpiry {
  if (amount !== undefined) return { expiry: lasting(amount, unit, source), flags: new Set() };
  switch (library) {
    case 'ioredis':
    case 'redis@3':
      return fromWords(rest, source);
    case 'redis':
      return fromWords(rest, source).flags.size > 0 || wordAt(rest[0], source) !== undefined ? inVain(rest, source) : fromOptions(rest[0], false, source);
    case 'upstash':
      return fromOptions(rest[0], true, source);
    case 'cache-manager':
    case 'node-cache':
    case 'lru-cache':
      return rest.length === 0 ? fromCache(receiver, library, source) : ofMemory(rest[0], library, unit, source);
  }
}

function lasting(amount: Node, unit: 's' | 'ms', source: ScriptSource): Expiry {
  const value = numberValue(amount, source.scopes) ?? numberValue(heldValue(amount, source), source.scopes);
  const seconds = value === undefined ? undefined : unit === 's' ? value : value / 1000;
  return { state: 'set', amount, unit, seconds, isJittered: isRandom(amount, source) };
}

const wordAt = (node: Node | undefined, source: ScriptSource): string | undefined =>
  node === undefined ? undefined : stringValue(heldValue(node, source))?.toUpperCase();

const flagWords: ReadonlySet<string> = new Set(['NX', 'XX', 'GET', 'KEEPTTL']);

/** `'EX', 60, 'NX'` in any order. */
function fromWords(rest: readonly Node[], source: ScriptSource): WrittenExpiry {
  const flags = new Set<Flag>();
  let expiry: Expiry = { state: 'none' };
  for (let i = 0; i < rest.length; i++) {
    const node = rest[i];
    const word = wordAt(node, source);
    const amount = rest[i + 1];
    if ((word === 'EX' || word === 'PX') && amount !== undefined) {
      expiry = lasting(amount, word === 'EX' ? 's' : 'ms', source);
      i++;
    } else if (word === 'EXAT' || word === 'PXAT') {
      expiry = { state: 'at' };
      i++;
    } else if (word !== undefined && flagWords.has(word)) {
      flags.add(word as Flag);
      if (word === 'KEEPTTL') expiry = { state: 'kept' };
    } else if (!isCallback(node, i === rest.length - 1, source)) {
      return unknown;
    }
  }
  return { expiry, flags };
}

/** The function called with the outcome, in the callback style. */
function isCallback(node: Node | undefined, isLast: boolean, source: ScriptSource): boolean {
  return node !== undefined && isLast && (/function/.test(heldValue(node, source).type) || node.text.startsWith('console.'));
}

/** node-redis looks into an object for `EX` and `NX`; words one by one are passed over in silence. */
function inVain(rest: readonly Node[], source: ScriptSource): WrittenExpiry {
  if (!isModern(source)) return unknown;
  const { expiry, flags } = fromWords(rest, source);
  if (expiry.state === 'set') return { expiry: { state: 'ignored', words: rest, amount: expiry.amount, unit: expiry.unit === 's' ? 'EX' : 'PX' }, flags };
  return { expiry: { state: 'none' }, flags };
}

/** The project is known to have node-redis 4 or later; before that the words were right. */
function isModern(source: ScriptSource): boolean {
  const facts = source.project.packageFor(source.file);
  const major = majorOf(facts, 'redis');
  return (major ?? 0) >= 4 || majorOf(facts, '@redis/client') !== undefined || (major === undefined && connects(source.text));
}

/** Only since version 4 is a client connected by a call. */
function connects(text: string): boolean {
  const name = /(\w+)\s*=\s*(?:\w+\.)?create(?:Client|Cluster)\(/.exec(text)?.[1];
  return name !== undefined && new RegExp(`\\bawait ${name}\\.connect\\(\\)`).test(text);
}

type OptionName = 'EX' | 'PX' | 'EXAT' | 'PXAT' | 'KEEPTTL' | 'NX' | 'XX' | 'GET' | 'expiration' | 'condition';

/** `{ EX: 60, NX: true }`, or `{ expiration: { type: 'EX', value: 60 }, condition: 'NX' }`. */
function fromOptions(argument: Node | undefined, isLowerCase: boolean, source: ScriptSource): WrittenExpiry {
  if (argument === undefined) return none;
  const options = optionsOf(argument, source);
  if (options === undefined) return unknown;
  const option = (name: OptionName) => optionOf(options, isLowerCase ? name.toLowerCase() : name, source);
  const flags = new Set<Flag>();
  for (const name of ['NX', 'XX', 'GET', 'KEEPTTL'] as const) {
    const found = option(name);
    if (found.state === 'unknown') return unknown;
    if (found.state === 'set' && found.value.text !== 'false') flags.add(name);
  }
  const condition = option('condition');
  if (condition.state === 'set') {
    const word = stringValue(condition.value);
    if (word === 'NX' || word === 'XX') flags.add(word);
  }
  const names = ['EX', 'PX', 'EXAT', 'PXAT', 'expiration'] as const;
  const [seconds, milliseconds, ...others] = names.map(option);
  if (seconds?.state === 'set') return { expiry: lasting(seconds.value, 's', source), flags };
  if (milliseconds?.state === 'set') return { expiry: lasting(milliseconds.value, 'ms', source), flags };
  if (others.some((each) => each.state === 'set')) return { expiry: { state: 'at' }, flags };
  if ([seconds, milliseconds, ...others].some((each) => each?.state === 'unknown')) return unknown;
  return { expiry: flags.has('KEEPTTL') ? { state: 'kept' } : { state: 'none' }, flags };
}

/** A cache in memory, or one that the application is given: where the call says nothing, its configuration does. */
function ofMemory(argument: Node | undefined, library: CacheLibrary, unit: 's' | 'ms', source: ScriptSource): WrittenExpiry {
  if (argument === undefined) return unknown;
  const options = optionsOf(argument, source);
  if (options === undefined) return library === 'lru-cache' ? unknown : { expiry: lasting(argument, unit, source), flags: new Set() };
  const ttl = optionOf(options, 'ttl', source);
  return ttl.state === 'set' ? { expiry: lasting(ttl.value, unit, source), flags: new Set() } : unknown;
}

/** A cache in memory whose own options are written in the file; elsewhere its configuration decides. */
function fromCache(receiver: Node | undefined, library: CacheLibrary, source: ScriptSource): WrittenExpiry {
  const made = receiver === undefined ? undefined : heldValue(receiver, source);
  if (library !== 'node-cache' || made?.type !== 'new_expression') return unknown;
  const [argument] = argumentsOf(made);
  const options = argument === undefined ? undefined : optionsOf(argument, source);
  if (argument !== undefined && options === undefined) return unknown;
  const ttl = options === undefined ? undefined : optionOf(options, 'stdTTL', source);
  const isNone = ttl === undefined || ttl.state === 'absent' || (ttl.state === 'set' && ttl.value.text === '0');
  return isNone ? none : unknown;
}

/** True where chance decides an amount: `Math.random()`, `randomInt(…)`, a helper that is named for it. */
function isRandom(amount: Node, source: ScriptSource): boolean {
  let found = false;
  for (const node of [amount, heldValue(amount, source)]) {
    walk(node, (each) => {
      if (found) return false;
      const callee = each.type === 'call_expression' ? calleeOf(each) : undefined;
      if (callee !== undefined) found ||= /random|jitter|spread|fuzz/i.test(callee.text) || isRandomFunction(callee, source);
      else if (each.type === 'identifier' && each.id !== node.id) found ||= /jitter/i.test(each.text) || isRandomName(each, source);
      return !found;
    });
  }
  return found;
}

function isRandomFunction(callee: Node, source: ScriptSource): boolean {
  const declaration = callee.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  return declaration !== undefined && declaration.kind !== 'import' && /Math\.random|randomInt/.test(declaration.site.text);
}

function isRandomName(identifier: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(identifier);
  const value = declaration?.kind === 'const' ? field(declaration.site, 'value') : undefined;
  return value !== undefined && /Math\.random|randomInt/.test(value.text) && namedChildren(value).length > 0;
}
