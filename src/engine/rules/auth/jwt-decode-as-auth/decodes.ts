import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { holderOf, heldValue } from '../../../facts/javascript/flow';
import { mayReadRequests } from '../../../facts/javascript/glance';
import { calledBy, callsOfName } from '../../../facts/javascript/namedCalls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { isRequestData } from '../../../facts/javascript/requestData';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import type { Glimpse } from '../../rule';

export type Library = 'jsonwebtoken' | 'jose' | 'jwt-decode' | '@nestjs/jwt' | 'fast-jwt' | 'hono' | 'jwt-simple' | 'by hand';

/** A call that reads a token's claims without its key. */
export interface Decode {
  readonly library: Library;
  readonly call: Node;
  readonly token: Node;
  /** The claims are under `payload`, beside the header. */
  readonly isComplete: boolean;
}

const libraries: readonly { readonly name: string; readonly callee: RegExp; readonly library: Library }[] = [
  { name: 'decode', callee: /^jsonwebtoken:decode$/, library: 'jsonwebtoken' },
  { name: 'decode', callee: /^@nestjs\/jwt:JwtService\.new\.decode$/, library: '@nestjs/jwt' },
  { name: 'decode', callee: /^hono\/jwt:decode$/, library: 'hono' },
  { name: 'decodeJwt', callee: /^jose:decodeJwt$/, library: 'jose' },
];

/** Every such call in the file. */
export function decodesIn(source: ScriptSource): Decode[] {
  const named = libraries.flatMap(({ name, callee, library }) =>
    callsOfName(name, source).filter((call) => callee.test(source.origins.key(calleeOf(call) ?? call))).flatMap((call) => decodeOf(call, library, source)),
  );
  return [...named, ...jwtDecodes(source), ...fastDecodes(source), ...unverifiedSimple(source), ...readByHand(source)];
}

/** `jwt.decode(token, key, true)` of jwt-simple: its third argument leaves the signature out. */
function unverifiedSimple(source: ScriptSource): Decode[] {
  return callsOfName('decode', source).flatMap((call) => {
    const [, , noVerify] = argumentsOf(call);
    return noVerify?.text === 'true' && source.origins.key(calleeOf(call) ?? call) === 'jwt-simple:decode' ? decodeOf(call, 'jwt-simple', source) : [];
  });
}

/** The request or handshake of a framework that has no handler function: a Nest context, a socket. */
const contexts = /\.getRequest\b|\.handshake\b|\bgetContext\(\)\.req\b/;

const fromBase64 = /^Buffer\.from\([^]*,\s*['"]base64(?:url)?['"]\s*\)\.toString\([^()]*\)$|^atob\([^]*\)$/;

/** False where the text holds no decoding by {@link readByHand} of what {@link isSent}. */
export const mayReadByHand = (glimpse: Glimpse): boolean => glimpse.memo.once(decodesByHand, glimpse.text) && (glimpse.memo.once(mayBeRoute, glimpse.text) || mayReadRequests(glimpse));

const decodesByHand = (text: string): boolean => text.includes('JSON') && /\batob\(|['"]base64(?:url)?['"]\s*\)\.toString\(/.test(text);

/** An exported route, or a context, needs no module to be known as one. */
const mayBeRoute = (text: string): boolean => contexts.test(text) || /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b|\bfetch\s*\([^()]*\)\s*(?::[^{]*)?\{/.test(text);

/** `JSON.parse(Buffer.from(token.split('.')[1], 'base64').toString())`: the middle of three parts. */
function readByHand(source: ScriptSource): Decode[] {
  return callsOfName('parse', source).flatMap((call): Decode[] => {
    const [text] = argumentsOf(call);
    // The origin of every other `parse` would be looked for in vain.
    if (text === undefined || !/^JSON\b/.test(calleeOf(call)?.text ?? '') || source.origins.key(calleeOf(call) ?? call) !== ':JSON.parse') return [];
    const bytes = heldValue(text, source);
    if (!fromBase64.test(bytes.text)) return [];
    const token = bytes.descendantsOfType(['identifier', 'subscript_expression']).map((part) => (part === null ? undefined : wholeToken(part, source))).find((found) => found !== undefined);
    return token === undefined ? [] : [{ library: 'by hand', call, token, isComplete: false }];
  });
}

/** `token` of `token.split('.')[1]`, also by the name of a list or a pattern that holds its parts. */
function wholeToken(part: Node, source: ScriptSource): Node | undefined {
  if (part.type === 'identifier') {
    const declaration = source.scopes.resolve(part);
    const value = declaration === undefined ? undefined : field(declaration.site, 'value');
    const name = declaration === undefined ? undefined : field(declaration.site, 'name');
    if (name?.type === 'array_pattern') return /^\[\s*\w*\s*,\s*(\w+)/.exec(name.text)?.[1] === part.text ? splitOf(value) : undefined;
    const held = heldValue(part, source);
    return held.type === 'subscript_expression' ? wholeToken(held, source) : undefined;
  }
  const object = field(part, 'object');
  return field(part, 'index')?.text === '1' && object !== undefined ? splitOf(heldValue(object, source)) : undefined;
}

function splitOf(value: Node | undefined): Node | undefined {
  const callee = value?.type === 'call_expression' ? calleeOf(value) : undefined;
  const isSplit = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'split' && /^\(\s*(['"`])\.\1\s*\)$/.test(value === undefined ? '' : (field(value, 'arguments')?.text ?? ''));
  return isSplit ? field(callee, 'object') : undefined;
}

function decodeOf(call: Node, library: Library, source: ScriptSource): Decode[] {
  const [token, options] = argumentsOf(call);
  if (token === undefined || token.type === 'spread_element') return [];
  const known = options === undefined ? undefined : optionsOf(options, source);
  const complete = known === undefined ? undefined : optionOf(known, 'complete', source);
  return [{ library, call, token, isComplete: library === 'hono' || (complete?.state === 'set' && complete.value.text === 'true') }];
}

/** jwt-decode, whose function was the default export up to 3 and is a named one since. */
function jwtDecodes(source: ScriptSource): Decode[] {
  if (!source.text.includes('jwt-decode')) return [];
  return source.scopes.declarations(source.tree.rootNode).flatMap((declaration) => {
    if (!/^jwt-decode:(?:jwtDecode)?$/.test(source.origins.key(declaration.id))) return [];
    return source.scopes.references(declaration).flatMap(calledBy).flatMap((call) => {
      const [, options] = argumentsOf(call);
      return options === undefined || !/\bheader:\s*true\b/.test(options.text) ? decodeOf(call, 'jwt-decode', source) : [];
    });
  });
}

/** The function that `createDecoder` of fast-jwt makes. */
function fastDecodes(source: ScriptSource): Decode[] {
  return callsOfName('createDecoder', source).flatMap((made) => {
    if (source.origins.key(calleeOf(made) ?? made) !== 'fast-jwt:createDecoder') return [];
    const isComplete = /\bcomplete:\s*true\b/.test(made.text);
    const calls = [...calledBy(made), ...(holderOf(made, source)?.uses ?? []).flatMap(calledBy)];
    return calls.flatMap((call) => decodeOf(call, 'fast-jwt', source)).map((decode) => ({ ...decode, isComplete }));
  });
}

/** Follows a token through at most this many names. */
const maxNames = 6;

/** True when the token is what a client sent: of the request a handler answers, a Nest context, a socket's handshake. */
export function isSent(token: Node, source: ScriptSource): boolean {
  if (isRequestData(token, source)) return true;
  let at: Node | undefined = token;
  for (let i = 0; i < maxNames && at !== undefined; i++) {
    const value = heldValue(at, source);
    if (contexts.test(value.text)) return true;
    const root = rootOf(value);
    const declaration = root === undefined ? undefined : source.scopes.resolve(root);
    const initial = declaration === undefined ? undefined : field(declaration.site, 'value');
    const written = declaration === undefined ? [] : source.scopes.writes(declaration);
    if (written.some((given) => given !== undefined && contexts.test(given.text))) return true;
    at = initial === undefined || initial.id === value.id ? undefined : initial;
  }
  return false;
}

/** `request` of `request.headers.authorization?.split(' ')[1]`. */
function rootOf(value: Node): Node | undefined {
  let at: Node | undefined = value;
  while (at !== undefined && at.type !== 'identifier') at = field(at, 'object') ?? field(at, 'function') ?? field(at, 'left') ?? field(at, 'argument') ?? (at.firstNamedChild ?? undefined);
  return at;
}
