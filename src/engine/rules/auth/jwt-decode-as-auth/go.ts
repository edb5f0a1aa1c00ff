import { isGoRequestData } from '../../../facts/go/handlers';
import { enclosingGoFunction } from '../../../facts/go/scope';
import { isTooling } from '../../../scan/quiet';
import type { GoSource } from '../../../source';
import { closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft, TreeHit } from '../../rule';

const unverified = /^github\.com\/(?:golang-jwt\/jwt(?:\/v\d+)?|dgrijalva\/jwt-go(?:\/v\d+)?):(?:NewParser\.\(\)|Parser\.new)\.ParseUnverified$/;

/** Claims that say when, for whom and of which session a token is, or by which its key is looked up. */
const harmless = /^(?:exp|iat|nbf|iss|aud|jti|sid|ExpiresAt|IssuedAt|NotBefore|Issuer|Audience|ID|GetExpirationTime|GetIssuedAt|GetNotBefore|GetIssuer|GetAudience|Valid)$/;

/** Names decide here; they only ever make the rule quieter. */
const logs = /(?:^|\.)(?:log|slog|logger|zap|zerolog|logrus)\.|\.(?:Print|Debug|Info|Warn|Error)\w*$/i;

/** Calls that verify, of the package or by a name that says so. */
const verifies = /\.(?:Parse|ParseWithClaims)\(|(?:\b|[a-z])(?:[Vv]erif|[Vv]alidat|[Ii]ntrospect|[Aa]uthenticat)\w*\(/;

/** The finding for `ParseUnverified` of a token the client sent, whose claims decide something. */
export function* checkUnverified({ node }: TreeHit, source: GoSource): Generator<Draft> {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  const [token, claims] = call === undefined ? [] : namedChildren(field(call, 'arguments') ?? call);
  const fn = call === undefined ? undefined : enclosingGoFunction(call);
  if (call === undefined || callee === undefined || token === undefined || claims === undefined || fn === undefined) return;
  if (isTooling(source.project.relative(source.file)) || !isParser(callee, source) || !isGoRequestData(token, source)) return;
  const body = field(fn, 'body')?.text ?? '';
  if (verifies.test(body.replace(/\bParseUnverified\(/g, ''))) return;
  const used = claimUsed(call, claims, fn, source);
  if (used === undefined) return;
  yield {
    start: callee.startIndex,
    end: callee.endIndex,
    message: `\`${used}\` is believed, but ParseUnverified checks no signature: a client can write a token that says anything. No automatic fix: the key these tokens are signed with has to be chosen.`,
    fixes: [],
  };
}

/** A parser by its origin, or made in place: `jwt.NewParser()`, `new(jwt.Parser)`, `&jwt.Parser{}`. */
function isParser(callee: Node, source: GoSource): boolean {
  if (unverified.test(source.origins.key(callee))) return true;
  const operand = field(callee, 'operand');
  const made = operand?.type === 'identifier' ? valueOf(operand, source) : operand;
  const text = made?.text.replace(/^\(+|\)+$/g, '') ?? '';
  const name = /^new\((\w+)\.Parser$/.exec(text)?.[1] ?? /^new\((\w+)\.Parser\)$/.exec(text)?.[1];
  return name !== undefined && source.scopes.imports.some((entry) => entry.name === name && /golang-jwt\/jwt|jwt-go/.test(entry.path));
}

function valueOf(identifier: Node, source: GoSource): Node | undefined {
  const declaration = source.scopes.resolve(identifier);
  const list = declaration === undefined ? undefined : field(declaration.site, declaration.kind === 'short' ? 'right' : 'value');
  return list === undefined || declaration === undefined ? undefined : namedChildren(list)[declaration.index];
}

/** The first claim that decides something: read from the claims, or from the token the call returns. */
function claimUsed(call: Node, claims: Node, fn: Node, source: GoSource): string | undefined {
  const target = claims.type === 'unary_expression' ? field(claims, 'operand') : claims;
  const held = [target?.type === 'identifier' ? source.scopes.resolve(target) : undefined, resultOf(call, source)];
  for (const declaration of held) {
    if (declaration === undefined) continue;
    for (const reference of source.scopes.references(declaration, fn)) {
      const used = reference.startIndex > call.endIndex ? claimAt(reference, source) : undefined;
      if (used !== undefined) return used;
    }
  }
  return undefined;
}

/** The variable the parsed token is kept in. */
function resultOf(call: Node, source: GoSource) {
  const statement = call.parent?.parent;
  const names = statement === null || statement === undefined ? undefined : field(statement, 'left');
  const name = names === undefined ? undefined : namedChildren(names)[0];
  return name?.type === 'identifier' && name.text !== '_' ? source.scopes.resolve(name) : undefined;
}

function claimAt(reference: Node, source: GoSource, depth = 0): string | undefined {
  const outer = reference.parent;
  if (outer === null || depth > 4 || isLogged(reference)) return undefined;
  if (outer.type === 'selector_expression' && field(outer, 'operand')?.id === reference.id) {
    const name = field(outer, 'field')?.text ?? '';
    if (name === 'Claims') return claimAt(outer, source, depth + 1);
    return harmless.test(name) || name === 'Header' || name === 'Method' ? undefined : outer.text;
  }
  if (outer.type === 'index_expression' && field(outer, 'operand')?.id === reference.id) {
    const key = field(outer, 'index')?.text.slice(1, -1) ?? '';
    return harmless.test(key) ? undefined : outer.text;
  }
  if (outer.type === 'type_assertion_expression') return claimAt(outer, source, depth + 1);
  if (outer.type === 'expression_list' && (outer.parent?.type === 'short_var_declaration' || outer.parent?.type === 'assignment_statement') && field(outer.parent, 'right')?.id === outer.id) {
    const names = field(outer.parent, 'left');
    const name = names === undefined ? undefined : namedChildren(names)[0];
    const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
    const fn = enclosingGoFunction(reference);
    if (declaration === undefined || fn === undefined) return undefined;
    for (const later of source.scopes.references(declaration, fn)) {
      const used = claimAt(later, source, depth + 1);
      if (used !== undefined) return used;
    }
  }
  return undefined;
}

function isLogged(node: Node): boolean {
  for (let at = node.parent; at !== null && at.type !== 'block'; at = at.parent) {
    if (at.type === 'call_expression' && logs.test(field(at, 'function')?.text ?? '')) return true;
  }
  return false;
}
