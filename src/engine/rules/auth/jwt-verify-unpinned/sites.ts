import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { functionBehind, heldValue, holderOf } from '../../../facts/javascript/flow';
import { calledBy, callsOfName } from '../../../facts/javascript/namedCalls';
import { optionOf, optionsOf, unwrapped, type Options } from '../../../facts/javascript/options';
import { majorOf } from '../../../facts/project/project';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import { nestModule } from './nestModule';

export type Library = 'jsonwebtoken' | 'jose' | 'fast-jwt' | 'passport-jwt' | 'koa-jwt' | 'express-jwt' | '@nestjs/jwt';

/** Where the list of algorithms goes. */
export type Room =
  | { readonly kind: 'object'; readonly options: Options }
  /** A new argument, before the callback where there is one. */
  | { readonly kind: 'argument'; readonly list: Node; readonly before?: Node }
  /** In the place of `undefined`, `null` or nothing. */
  | { readonly kind: 'replace'; readonly value: Node };

/** A place where tokens are verified and no list of algorithms is given. */
export interface Site {
  readonly library: Library;
  /** What the finding marks: the function or class that verifies. */
  readonly node: Node;
  /** The key as the code gives it; undefined where another file does. */
  readonly key: Node | undefined;
  readonly room: Room;
}

/** Every unpinned verification in the file. */
export function sitesIn(source: ScriptSource): Site[] {
  return [...verifyCalls(source), ...joseCalls(source), ...verifiers(source), ...strategies(source), ...middlewares(source), ...nestCalls(source)];
}

const isSpread = (node: Node) => node.type === 'spread_element';

function verifyCalls(source: ScriptSource): Site[] {
  const direct = callsOfName('verify', source).filter((call) => keyOf(call, source) === 'jsonwebtoken:verify');
  return [...direct, ...promisified(source)].flatMap((call) => {
    const [token, key, ...rest] = argumentsOf(call);
    return token === undefined || key === undefined ? [] : optionsSite('jsonwebtoken', call, key, rest, source);
  });
}

const keyOf = (call: Node, source: ScriptSource) => source.origins.key(calleeOf(call) ?? call);

/** Calls of `promisify(jwt.verify)`, at once or under a name. */
function promisified(source: ScriptSource): Node[] {
  return callsOfName('promisify', source).flatMap((made) => {
    const [given] = argumentsOf(made);
    if (given === undefined || keyOf(made, source) !== 'util:promisify' || source.origins.key(given) !== 'jsonwebtoken:verify') return [];
    return [...calledBy(made), ...(holderOf(made, source)?.uses ?? []).flatMap(calledBy)];
  });
}

function joseCalls(source: ScriptSource): Site[] {
  return callsOfName('jwtVerify', source).flatMap((call) => {
    const [token, key, ...rest] = argumentsOf(call);
    if (token === undefined || key === undefined || keyOf(call, source) !== 'jose:jwtVerify') return [];
    // A CryptoKey is made for one algorithm, and a key set says which one each key is for: only a bare secret is open.
    return isRawSecret(key, source) ? optionsSite('jose', call, key, rest, source) : [];
  });
}

/** Bytes, or a KeyObject of them: jose takes HS256, HS384 and HS512 for those. */
export function isRawSecret(key: Node, source: ScriptSource): boolean {
  const value = heldValue(key, source);
  if (value.type !== 'call_expression') return source.origins.key(value) === ':Uint8Array.new';
  const callee = calleeOf(value);
  const origin = callee === undefined ? '' : source.origins.key(callee);
  return /^(?:(?::|util:)TextEncoder\.new\.encode|:Buffer\.from|buffer:Buffer\.from|crypto:createSecretKey)$/.test(origin);
}

/** A call whose third argument, if any, holds the options. */
function optionsSite(library: Library, call: Node, key: Node, [options, ...more]: readonly Node[], source: ScriptSource): Site[] {
  const list = field(call, 'arguments');
  if (list === undefined || argumentsOf(call).some(isSpread)) return [];
  const node = calleeOf(call) ?? call;
  const room = options === undefined ? ({ kind: 'argument', list } as const) : roomIn(options, list, more.length === 0, source);
  return room === undefined ? [] : [{ library, node, key, room }];
}

function roomIn(options: Node, list: Node, isLast: boolean, source: ScriptSource): Room | undefined {
  const value = unwrapped(options);
  if (isLast && functionBehind(value, source) !== undefined) return { kind: 'argument', list, before: options };
  if (value.type === 'undefined' || value.type === 'null') return { kind: 'replace', value: options };
  return roomInOptions(optionsOf(value, source), source);
}

function roomInOptions(options: Options | undefined, source: ScriptSource): Room | undefined {
  return options === undefined || optionOf(options, 'algorithms', source).state !== 'absent' ? undefined : { kind: 'object', options };
}

/** `createVerifier({ key })` of fast-jwt. */
function verifiers(source: ScriptSource): Site[] {
  return callsOfName('createVerifier', source).flatMap((call) => (keyOf(call, source) === 'fast-jwt:createVerifier' ? constructed('fast-jwt', call, 'key', source) : []));
}

/** A call or construction whose only options object holds the key too. */
function constructed(library: Library, call: Node, keyName: string, source: ScriptSource, node = calleeOf(call) ?? call): Site[] {
  const [argument] = argumentsOf(call);
  const options = argument === undefined ? undefined : optionsOf(argument, source);
  const room = roomInOptions(options, source);
  if (argument === undefined || options === undefined || room === undefined) return [];
  const key = optionOf(options, keyName, source);
  return [{ library, node, key: key.state === 'set' ? key.value : assigned(argument, keyName, source), room }];
}

/** `options.secretOrKey = …` after the object was made. */
function assigned(argument: Node, name: string, source: ScriptSource): Node | undefined {
  const declaration = argument.type === 'identifier' ? source.scopes.resolve(argument) : undefined;
  for (const reference of declaration === undefined ? [] : source.scopes.references(declaration)) {
    const member = reference.parent;
    const target = member?.type === 'member_expression' && field(member, 'property')?.text === name ? member.parent : undefined;
    if (target?.type === 'assignment_expression') return field(target, 'right');
  }
  return undefined;
}

/** passport-jwt hands its options to jsonwebtoken: constructed, or as the base of a Nest strategy. */
function strategies(source: ScriptSource): Site[] {
  const made = callsOfName('Strategy', source).filter((call) => call.type === 'new_expression' && keyOf(call, source) === 'passport-jwt:Strategy');
  const bases = callsOfName('PassportStrategy', source).flatMap((call): Node[] => {
    const [strategy] = argumentsOf(call);
    const isJwt = strategy !== undefined && source.origins.key(strategy) === 'passport-jwt:Strategy' && keyOf(call, source) === '@nestjs/passport:PassportStrategy';
    return isJwt ? superCalls(call) : [];
  });
  return [...made, ...bases].flatMap((call) => {
    const [argument] = argumentsOf(call);
    const options = argument === undefined ? undefined : optionsOf(argument, source);
    if (options === undefined || mayPinInside(options, source)) return [];
    return constructed('passport-jwt', call, 'secretOrKey', source);
  });
}

/** `jsonWebTokenOptions: { algorithms }` counts too. */
function mayPinInside(options: Options, source: ScriptSource): boolean {
  const inner = optionOf(options, 'jsonWebTokenOptions', source);
  if (inner.state !== 'set') return inner.state === 'unknown';
  const known = optionsOf(inner.value, source);
  return known === undefined || optionOf(known, 'algorithms', source).state !== 'absent';
}

const heritages: ReadonlySet<string> = new Set(['class_heritage']);

/** The `super(…)` calls of the class that extends what a call makes. */
function superCalls(base: Node): Node[] {
  const body = ancestorOf(base, heritages)?.parent;
  const members = body === null || body === undefined ? [] : namedChildren(field(body, 'body') ?? body);
  const constructor = members.find((member) => member.type === 'method_definition' && field(member, 'name')?.text === 'constructor');
  const calls = constructor === undefined ? [] : constructor.descendantsOfType('call_expression');
  return calls.filter((call): call is Node => call !== null && field(call, 'function')?.type === 'super');
}

/** koa-jwt, and express-jwt before it asked for the list itself. */
function middlewares(source: ScriptSource): Site[] {
  const facts = source.project.packageFor(source.file);
  const expressMajor = majorOf(facts, 'express-jwt');
  return source.scopes.declarations(source.tree.rootNode).flatMap((declaration): Site[] => {
    const origin = source.origins.of(declaration.id);
    const library = origin?.module;
    if (origin === undefined || origin.path.length > 0 || (library !== 'koa-jwt' && library !== 'express-jwt')) return [];
    if (library === 'express-jwt' && (facts === undefined ? !isRequired(declaration.site) : expressMajor === undefined || expressMajor >= 6)) return [];
    return source.scopes.references(declaration).flatMap(calledBy).flatMap((call) => constructed(library, call, 'secret', source));
  });
}

/** Since 6 what is required is an object, which cannot be called: without a package.json the call tells the version. */
const isRequired = (site: Node): boolean => field(site, 'value')?.type === 'call_expression';

/** `jwtService.verify(token, options)`: the module's own `verifyOptions` are merged with the call's. */
function nestCalls(source: ScriptSource): Site[] {
  const calls = [...callsOfName('verify', source), ...callsOfName('verifyAsync', source)].filter((call) => /^@nestjs\/jwt:JwtService\.new\.verify(?:Async)?$/.test(keyOf(call, source)));
  const settings = calls.length === 0 ? undefined : nestModule(source);
  if (settings?.isOpen !== true) return [];
  return calls.flatMap((call): Site[] => {
    const [token, options] = argumentsOf(call);
    const list = field(call, 'arguments');
    if (token === undefined || list === undefined || argumentsOf(call).some(isSpread)) return [];
    const node = calleeOf(call) ?? call;
    if (options === undefined) return [{ library: '@nestjs/jwt', node, key: undefined, room: { kind: 'argument', list } }];
    const known = optionsOf(options, source);
    const room = roomInOptions(known, source);
    if (known === undefined || room === undefined) return [];
    const [secret, publicKey] = ['secret', 'publicKey'].map((name) => optionOf(known, name, source));
    const key = secret?.state === 'set' ? secret.value : publicKey?.state === 'set' ? publicKey.value : undefined;
    return [{ library: '@nestjs/jwt', node, key, room }];
  });
}
