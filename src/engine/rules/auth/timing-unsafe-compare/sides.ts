import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../facts/javascript/flow';
import { returnedBy } from '../../../facts/javascript/forwards';
import { originKey } from '../../../facts/javascript/origin';
import { isOwnFile } from '../../../facts/javascript/originSteps';
import { unwrapped } from '../../../facts/javascript/options';
import { isRequestData } from '../../../facts/javascript/requestData';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';

/** What one side of a comparison is: text or bytes of an HMAC, a secret from the configuration, something a client sent. */
export type Side = 'hmac' | 'hmac-bytes' | 'configured' | 'sent' | 'constant' | 'other';

/** Follows a value through at most this many names, calls and pieces. */
const maxDepth = 6;

const hmacText = /^(?:crypto:createHmac\.\(\)(?:\.update\.\(\))*\.digest\.\(\)(?:\.(?:toString|toLowerCase|toUpperCase|slice|substring)\.\(\))*|crypto-js(?:\/hmac-\w+)?:(?:Hmac\w+\.)?\(\)\.toString\.\(\))$/;

/** Settings that are secrets by what they are called; only what comes from the environment or the configuration is asked for its name. */
const secretNames = /secret|token|password|passphrase|(?:api|access|auth|private|internal|admin)[._-]?key|signature|credential|[a-z][._]key$/i;

const configurationFiles = /(?:^|\/)(?:config|configuration|configs|env|environment|settings|secrets|constants)(?:[./-]|$)/i;

/** The environment as a library has checked it; one that checks anything tells it by names in capitals. */
const checkedEnvironment = /^(?:envalid:cleanEnv|envsafe:envsafe|@t3-oss\/env-\w+:createEnv)\.\(\)\.|^(?:zod|valibot|yup|joi|superstruct):(?:.*\.)?\(\)\.(?:(?:data|value|output)\.)?[A-Z][A-Z\d_]+$/;

/** The kind of an expression, traced to the digest, setting or request it comes from. */
export function sideOf(expression: Node, source: ScriptSource, depth = 0): Side {
  if (depth > maxDepth) return 'other';
  const value = heldValue(expression, source);
  if (isConstant(value)) return 'constant';
  const hmac = hmacOf(value, source, depth);
  if (hmac !== undefined) return hmac;
  if (isConfigured(value, source)) return 'configured';
  const whole = wholeOf(value, source, depth);
  if (whole !== 'other') return whole;
  return isRequestData(expression, source) ? 'sent' : 'other';
}

const constants: ReadonlySet<string> = new Set(['undefined', 'null', 'true', 'false', 'number', 'regex', 'array', 'object']);

/** A literal, or a question about a type: no secret. */
export const isConstant = (value: Node): boolean => constants.has(value.type) || stringValue(value) !== undefined || (value.type === 'unary_expression' && field(value, 'operator')?.text !== '+');

function hmacOf(value: Node, source: ScriptSource, depth: number): Side | undefined {
  if (value.type !== 'call_expression') return undefined;
  const callee = calleeOf(value);
  const key = source.origins.key(value);
  if (hmacText.test(key)) return isSalted(value, source) ? undefined : isBytes(value, source) ? 'hmac-bytes' : 'hmac';
  if (callee === undefined) return undefined;
  // `hmac.update(body); hmac.digest('hex')`: the chain is broken by a name.
  const method = field(callee, 'property')?.text;
  const object = field(callee, 'object');
  if (method === 'from' && source.origins.key(callee).replace(/^buffer:/, ':') === ':Buffer.from') {
    const [given] = argumentsOf(value);
    const inner = given === undefined ? 'other' : sideOf(given, source, depth + 1);
    return inner === 'hmac' || inner === 'hmac-bytes' ? 'hmac-bytes' : undefined;
  }
  if (object !== undefined && method !== undefined && /^(?:toString|toLowerCase|toUpperCase|trim)$/.test(method)) {
    const inner = sideOf(object, source, depth + 1);
    return inner === 'hmac' || inner === 'hmac-bytes' ? 'hmac' : undefined;
  }
  const fn = functionBehind(callee, source);
  const returned = fn === undefined ? undefined : returnedBy(fn);
  const inner = returned === undefined ? 'other' : sideOf(returned, source, depth + 1);
  return inner === 'hmac' || inner === 'hmac-bytes' ? inner : undefined;
}

/** An HMAC under a salt is the hash of a password: the key is no secret, and whoever guesses does not choose the bytes. */
function isSalted(digest: Node, source: ScriptSource): boolean {
  let at = digest;
  for (let depth = 0; depth < maxDepth && at.type === 'call_expression'; depth++) {
    const callee = calleeOf(at);
    const object = callee === undefined ? undefined : field(callee, 'object');
    const secret = argumentsOf(at)[1];
    if (/createHmac$/.test(callee?.text ?? '')) return secret !== undefined && /salt/i.test(secret.text);
    // `hashOf(password, salt)` of this file stands for what it gives back.
    const fn = object !== undefined || callee === undefined ? undefined : functionBehind(callee, source);
    const inner = object ?? (fn === undefined ? undefined : returnedBy(fn));
    if (inner === undefined) return false;
    at = heldValue(inner, source);
  }
  return false;
}

/** What somebody who guesses would send, by its name. */
const guesses = /secret|token|password|passphrase|passcode|api_?key|access_?key|credential|\botp\b|(?<![a-z])pin(?![a-z])/i;

/**
 * True where a digest is that of a secret somebody gave: under a key of the server the guess says nothing of the digest's
 * bytes, so that the time of the comparison says nothing of the guess.
 */
export function hidesGuess(expression: Node, source: ScriptSource): boolean {
  let at = heldValue(expression, source);
  const updates: Node[] = [];
  for (let depth = 0; depth < maxDepth; depth++) {
    if (at.type === 'identifier') {
      const declaration = source.scopes.resolve(at);
      const uses = declaration === undefined ? [] : source.scopes.references(declaration);
      updates.push(...uses.flatMap((use) => (use.parent?.type === 'member_expression' && field(use.parent, 'property')?.text === 'update' && use.parent.parent?.type === 'call_expression' ? [use.parent.parent] : [])));
    }
    const value = heldValue(at, source);
    const callee = value.type === 'call_expression' ? calleeOf(value) : undefined;
    const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
    if (callee === undefined || object === undefined) break;
    if (field(callee, 'property')?.text === 'update') updates.push(value);
    at = object;
  }
  return updates.some((update) => guesses.test(argumentsOf(update)[0]?.text ?? ''));
}

/** A digest without an encoding is a Buffer. */
function isBytes(call: Node, source: ScriptSource): boolean {
  const callee = calleeOf(call);
  if (callee === undefined || field(callee, 'property')?.text !== 'digest') return false;
  const [encoding] = argumentsOf(call);
  return encoding === undefined || stringValue(heldValue(encoding, source)) === 'buffer';
}

/** `process.env.CRON_SECRET`, `config.get('API_KEY')`, `settings.apiKey` of an own configuration file. */
function isConfigured(value: Node, source: ScriptSource): boolean {
  if (value.type === 'binary_expression' && /^(?:\|\||\?\?)$/.test(field(value, 'operator')?.text ?? '')) {
    const left = field(value, 'left');
    return left !== undefined && isConfigured(heldValue(left, source), source);
  }
  if (value.type === 'call_expression') {
    const origin = source.origins.key(calleeOf(value) ?? value);
    const name = stringValue(argumentsOf(value)[0] ?? value) ?? '';
    return /^@nestjs\/config:ConfigService\.new\.(?:get|getOrThrow)$|^config:get$/.test(origin) && secretNames.test(name);
  }
  const origin = source.origins.of(value);
  if (origin === undefined) return false;
  const name = origin.path.at(-1) ?? '';
  if (!secretNames.test(name)) return false;
  const key = originKey(origin);
  if (key.startsWith(':process.env.') || key.startsWith('process:env.') || checkedEnvironment.test(key)) return true;
  return isOwnFile(origin.module) && configurationFiles.test(origin.module.replace(/\.\w+$/, ''));
}

/** What another call was awaited for, or a queued job carries: the service put it there itself, and nobody guesses at it. */
export function isOwnRecord(expression: Node, source: ScriptSource, depth = 0): boolean {
  if (depth > maxDepth) return false;
  const value = unwrapped(expression);
  if (value.type === 'await_expression') return true;
  const object = field(value, 'object');
  if (value.type === 'member_expression' && object !== undefined) return value.text === 'job.data' || isOwnRecord(object, source, depth + 1);
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  if (declaration?.site.type !== 'variable_declarator') return false;
  const given = [field(declaration.site, 'value'), ...source.scopes.writes(declaration)].filter((each) => each !== undefined);
  return given.length > 0 && given.every((each) => isOwnRecord(each, source, depth + 1));
}

/** A text around one of them is as secret: `sha256=${digest}`, `'Bearer ' + secret`. */
function wholeOf(value: Node, source: ScriptSource, depth: number): Side {
  const isJoined = value.type === 'binary_expression' && field(value, 'operator')?.text === '+';
  if (!isJoined && value.type !== 'template_string') return 'other';
  const pieces = isJoined ? ['left', 'right'].flatMap((name) => field(value, name) ?? []) : namedChildren(value).flatMap((piece) => (piece.type === 'template_substitution' ? namedChildren(piece) : []));
  const kinds = pieces.map((piece) => sideOf(piece, source, depth + 1));
  return kinds.includes('hmac') ? 'hmac' : kinds.includes('configured') ? 'configured' : 'other';
}
