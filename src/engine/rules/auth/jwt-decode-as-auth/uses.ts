import { calleeOf } from '../../../facts/javascript/calls';
import { callsOf, isExported } from '../../../facts/javascript/functions';
import { patternIdentifiers, functionTypes } from '../../../facts/javascript/scope';
import { unwrapped } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { closest, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Decode } from './decodes';

/** What becomes of unverified claims. */
export type ClaimUse =
  /** One of them, or all under a user's name, decides: who it is, what is loaded, what is allowed. */
  | { readonly kind: 'identity'; readonly text: string }
  /** They are handed to whoever called the function. */
  | { readonly kind: 'returned' };

/** Claims that say when and for whom a token is, by which its key is looked up; and the parts of a decoded token beside the claims. */
const harmless: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'iss', 'aud', 'jti', 'kid', 'alg', 'typ', 'header', 'signature', 'length']);

/** Loggers, by their names, since every project has one of its own; and answers, which send a client its own claims back. */
const quietCalls =
  /(?:^|\.)(?:console|log|logger|_logger|debug|span|tracer|Sentry|metrics?)(?:\.\w+)*$|^(?:res|response|reply|c|ctx|context)\b.*\.(?:json|send|end|render|text|html)$|^(?:next|debug|expect)$/;

/** Functions that only make another form of what they are given. */
const forms = /^(?:String|Number|JSON\.stringify|parseInt|BigInt|encodeURIComponent|Boolean)$/;

/** Follows claims through at most this many names. */
const maxDepth = 5;

/** The first use that decides something; else that they are returned; undefined where nothing but time, key or log reads them. */
export function useOfClaims({ call, isComplete }: Decode, source: ScriptSource): ClaimUse | undefined {
  return strongest(usesOf(call, isComplete, source, 0));
}

const strongest = (uses: readonly (ClaimUse | undefined)[]): ClaimUse | undefined => uses.find((use) => use?.kind === 'identity') ?? uses.find((use) => use !== undefined);

const wrappers: ReadonlySet<string> = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression', 'await_expression', 'type_assertion']);

function usesOf(value: Node, isComplete: boolean, source: ScriptSource, depth: number): (ClaimUse | undefined)[] {
  if (depth > maxDepth) return [];
  let at = value;
  while (at.parent !== null && wrappers.has(at.parent.type)) at = at.parent;
  const outer = at.parent;
  switch (outer?.type) {
    case 'member_expression':
    case 'subscript_expression':
      return field(outer, 'object')?.id === at.id ? [memberUse(outer, isComplete, source, depth)] : [];
    case 'variable_declarator':
      return nameUses(field(outer, 'name'), isComplete, source, depth);
    case 'assignment_expression':
      return field(outer, 'right')?.id === at.id ? assignedUses(field(outer, 'left'), isComplete, source, depth) : [];
    case 'binary_expression':
      // `decoded || {}` and `decoded ?? null` are still the claims; a comparison only looks whether they are there.
      return /^(?:\|\||\?\?)$/.test(field(outer, 'operator')?.text ?? '') && field(outer, 'left')?.id === at.id ? usesOf(outer, isComplete, source, depth + 1) : [];
    case 'ternary_expression':
      return field(outer, 'condition')?.id === at.id ? [] : usesOf(outer, isComplete, source, depth + 1);
    case 'return_statement':
      return returnedUses(outer, source, depth);
    case 'arrow_function':
      return field(outer, 'body')?.id === at.id ? returnedUses(outer, source, depth) : [];
    default:
      return [];
  }
}

/** What a function of this file gives back is followed to its calls; what others call may do anything with it. */
function returnedUses(at: Node, source: ScriptSource, depth: number): (ClaimUse | undefined)[] {
  const fn = closest(at, functionTypes);
  const calls = fn === undefined || isExported(fn, source.scopes) ? [] : callsOf(fn, source.scopes);
  return calls.length === 0 ? [{ kind: 'returned' }] : calls.flatMap((call) => usesOf(call, false, source, depth + 1));
}

function nameUses(name: Node | undefined, isComplete: boolean, source: ScriptSource, depth: number): (ClaimUse | undefined)[] {
  if (name?.type === 'identifier' || name?.type === 'shorthand_property_identifier_pattern') {
    const declaration = source.scopes.resolve(name);
    return declaration === undefined ? [] : source.scopes.references(declaration).flatMap((reference) => usesOf(reference, isComplete, source, depth + 1));
  }
  if (name?.type !== 'object_pattern') return [];
  return namedChildren(name).flatMap((entry) => {
    const key = (field(entry, 'key') ?? field(entry, 'left') ?? entry).text;
    const binding = field(entry, 'value') ?? entry;
    if (isComplete) return key === 'payload' ? nameUses(binding, false, source, depth + 1) : [];
    if (harmless.has(key)) return [];
    return patternIdentifiers(binding).flatMap((id) => {
      const declaration = source.scopes.resolve(id);
      return (declaration === undefined ? [] : source.scopes.references(declaration)).map((reference) => claimUse(reference, key));
    });
  });
}

/** `req.user = claims` names them a user; a variable is followed. */
function assignedUses(target: Node | undefined, isComplete: boolean, source: ScriptSource, depth: number): (ClaimUse | undefined)[] {
  if (target?.type === 'identifier') {
    const declaration = source.scopes.resolve(target);
    return declaration === undefined ? [] : source.scopes.references(declaration).filter((reference) => reference.id !== target.id).flatMap((reference) => usesOf(reference, isComplete, source, depth + 1));
  }
  return target?.type === 'member_expression' ? [{ kind: 'identity', text: target.text }] : [];
}

function memberUse(member: Node, isComplete: boolean, source: ScriptSource, depth: number): ClaimUse | undefined {
  const index = field(member, 'index');
  const name = field(member, 'property')?.text ?? (index === undefined ? undefined : stringValue(unwrapped(index)));
  if (isComplete) return name === 'payload' ? strongest(usesOf(member, false, source, depth + 1)) : undefined;
  return name === undefined || harmless.has(name) ? undefined : claimUse(member, member.text);
}

/** Claims whose truth is a permission; whether any other is there says nothing yet. */
const grants = /(?:^|[.?'"[])(?:is|has|can)[A-Z_]\w*['"\]]*$|(?:^|[.?'"[])(?:admin|superuser|verified|emailVerified|email_verified|root|staff)['"\]]*$/;

const isCondition = (node: Node): boolean => {
  const outer = node.parent?.type === 'parenthesized_expression' ? node.parent : node;
  return outer.parent?.type === 'if_statement' && field(outer.parent, 'condition')?.id === outer.id;
};

/** A claim that is only logged, sent back or looked for decides nothing. */
function claimUse(claim: Node, text: string): ClaimUse | undefined {
  for (let at = claim; at.parent !== null && !functionTypes.has(at.parent.type); at = at.parent) {
    const { parent } = at;
    if (parent.type === 'arguments') {
      const callee = parent.parent === null ? undefined : calleeOf(parent.parent);
      const name = callee?.text.replace(/\?\./g, '.').replace(/\([^()]*\)/g, '') ?? '';
      if (forms.test(name)) continue;
      return quietCalls.test(name) ? undefined : { kind: 'identity', text };
    }
    if (parent.type === 'unary_expression' && /^(?:typeof|!)$/.test(field(parent, 'operator')?.text ?? '') && !(grants.test(text) && isCondition(parent))) return undefined;
    if (parent.type === 'throw_statement') return undefined;
    if ((parent.type === 'if_statement' || parent.type === 'ternary_expression') && field(parent, 'condition')?.id === at.id && unwrapped(at).id === claim.id) return grants.test(text) ? { kind: 'identity', text } : undefined;
  }
  return { kind: 'identity', text };
}
