import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../facts/javascript/flow';
import { unwrapped } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { isRawSecret } from './sites';

/** What a key is: `secret` where the code shows it, `named` where only the name of a setting does. */
export type KeyKind = 'secret' | 'named' | 'public' | 'unknown';

const publicNames = /public|pub_?key|cert|pem|jwks?|keyset|\.crt|\.pub|rsa/i;

/** A key may be looked up by the token's header, given as text, bytes or a KeyObject, or come from a setting. */
export function keyKind(key: Node, source: ScriptSource): KeyKind {
  const value = heldValue(key, source);
  const text = stringValue(value);
  if (value.type === 'template_string' || text !== undefined) return /-----BEGIN/.test(value.text) ? 'public' : 'secret';
  if (functionBehind(value, source) !== undefined) return 'public';
  if (isRawSecret(value, source)) return 'secret';
  if (value.type === 'binary_expression' && /^(?:\|\||\?\?)$/.test(field(value, 'operator')?.text ?? '')) {
    const right = field(value, 'right');
    const fallback = right === undefined ? 'unknown' : keyKind(right, source);
    if (fallback !== 'unknown') return fallback;
    const left = field(value, 'left');
    return left === undefined ? 'unknown' : keyKind(left, source);
  }
  if (value.type === 'call_expression' && source.origins.key(calleeOf(value) ?? value) === 'crypto:createPublicKey') return 'public';
  return kindByName(value);
}

/** `process.env.JWT_SECRET`, `config.get('jwt.secret')`, `this.secret`, `getTokenSecret()`. */
function kindByName(value: Node): KeyKind {
  const [argument] = value.type === 'call_expression' ? argumentsOf(value) : [];
  const setting = argument === undefined ? undefined : stringValue(unwrapped(argument));
  const callee = value.type === 'call_expression' ? calleeOf(value) : value;
  const member = callee === undefined ? undefined : (field(callee, 'property') ?? field(callee, 'index') ?? callee);
  const name = setting ?? member?.text ?? '';
  if (publicNames.test(name) || publicNames.test(value.type === 'call_expression' ? value.text : name)) return 'public';
  return /secret/i.test(name) ? 'named' : 'unknown';
}

/** True when two expressions are plainly one key: the same variable, or the same setting or call by its text. */
export function isSameKey(a: Node, b: Node, source: ScriptSource): boolean {
  const [one, other] = [heldValue(a, source), heldValue(b, source)];
  if (one.type === 'identifier' && other.type === 'identifier') {
    const [first, second] = [source.scopes.resolve(one), source.scopes.resolve(other)];
    return first !== undefined && first.id.id === second?.id.id;
  }
  return one.text.replace(/\s+/g, ' ') === other.text.replace(/\s+/g, ' ');
}
