import { isCommand } from '../../../facts/go/builds';
import { isGoRequestData } from '../../../facts/go/handlers';
import { ensureGoImports } from '../../../fix/go/imports';
import { dropUnusedImports } from '../../../fix/go/unusedImports';
import { isTooling } from '../../../scan/quiet';
import type { GoSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft } from '../../rule';

type Side = 'hmac' | 'hmac-bytes' | 'configured' | 'constant' | 'other';

interface Comparison {
  /** The whole expression, a comparison of the call's result with a constant included. */
  readonly node: Node;
  readonly left: Node;
  readonly right: Node;
  readonly isNegated: boolean;
  readonly kind: 'operator' | 'bytes.Equal' | 'reflect.DeepEqual' | 'strings.Compare' | 'bytes.Compare';
}

const maxDepth = 6;

/** Findings of the whole file; each trigger in it leads to the same ones. */
export const comparedInGo = (source: GoSource): readonly Draft[] => source.memo.once(findAll, source);

function findAll(source: GoSource): readonly Draft[] {
  if (isTooling(source.project.relative(source.file)) || (!source.fragment && isCommand(source))) return [];
  return [...operatorsIn(source), ...callsIn(source)].flatMap((comparison) => {
    const secret = secretOf(comparison, source);
    return secret === undefined ? [] : [draftOf(comparison, secret, source)];
  });
}

/** A comparison with no literal on its right. */
const operator = /(?<![=!<>:'"`])([=!]=)(?!=)\s*(?!['"`\d-]|(?:nil|true|false)\b)/g;

function operatorsIn(source: GoSource): Comparison[] {
  return [...source.text.matchAll(operator)].flatMap((match): Comparison[] => {
    const sign = match[1] ?? '';
    const node = source.tree.rootNode.descendantForIndex(match.index, match.index + sign.length)?.parent;
    const [left, right] = node?.type === 'binary_expression' ? [field(node, 'left'), field(node, 'right')] : [];
    if (node === null || node === undefined || left === undefined || right === undefined || field(node, 'operator')?.startIndex !== match.index) return [];
    return [{ node, left, right, isNegated: sign === '!=', kind: 'operator' }];
  });
}

const comparing: ReadonlyMap<string, Comparison['kind']> = new Map([
  ['bytes:Equal', 'bytes.Equal'],
  ['bytes:Compare', 'bytes.Compare'],
  ['reflect:DeepEqual', 'reflect.DeepEqual'],
  ['strings:Compare', 'strings.Compare'],
]);

function callsIn(source: GoSource): Comparison[] {
  if (!/\b(?:bytes\.(?:Equal|Compare)|reflect\.DeepEqual|strings\.Compare)\(/.test(source.text)) return [];
  return source.tree.rootNode.descendantsOfType('call_expression').flatMap((node): Comparison[] => {
    const callee = node === null ? undefined : field(node, 'function');
    const kind = callee === undefined ? undefined : comparing.get(source.origins.key(callee));
    const [left, right] = node === null ? [] : namedChildren(field(node, 'arguments') ?? node);
    if (node === null || kind === undefined || left === undefined || right === undefined) return [];
    if (!kind.endsWith('Compare')) return [{ node, left, right, isNegated: false, kind }];
    // `strings.Compare(a, b) == 0` asks whether they are equal; any other use asks for their order.
    const outer = node.parent;
    const operator = outer?.type === 'binary_expression' ? field(outer, 'operator')?.text : undefined;
    const isZero = outer !== null && field(outer, 'right')?.text === '0';
    return outer !== null && isZero && (operator === '==' || operator === '!=') ? [{ node: outer, left, right, isNegated: operator === '!=', kind }] : [];
  });
}

function secretOf({ left, right }: Comparison, source: GoSource): 'hmac' | 'configured' | undefined {
  const sides = [sideOf(left, source), sideOf(right, source)];
  if (sides.includes('constant')) return undefined;
  const digests = sides.filter((side) => side === 'hmac' || side === 'hmac-bytes');
  if (digests.length === 1) return 'hmac';
  // Asked last: following a value to the request costs more than all else here.
  const guess = sides[0] === 'configured' ? right : sides[1] === 'configured' ? left : undefined;
  return guess !== undefined && isGoRequestData(guess, source) ? 'configured' : undefined;
}

const constants: ReadonlySet<string> = new Set(['nil', 'true', 'false', 'int_literal', 'interpreted_string_literal', 'raw_string_literal', 'rune_literal', 'float_literal']);

const secretNames = /secret|token|password|passphrase|api_?key|access_?key|auth_?key|signature|credential/i;

/** `mac.Sum(nil)` of `hmac.New`, and text or a conversion of it. */
function sideOf(expression: Node, source: GoSource, depth = 0): Side {
  if (depth > maxDepth) return 'other';
  const value = heldGo(expression, source);
  if (constants.has(value.type)) return 'constant';
  const hmac = hmacOf(value, source, depth);
  if (hmac !== undefined) return hmac;
  return isConfigured(value, source) ? 'configured' : 'other';
}

/** The only value a variable of the function has, or the expression itself. */
function heldGo(expression: Node, source: GoSource): Node {
  const value = expression.type === 'parenthesized_expression' ? (namedChildren(expression)[0] ?? expression) : expression;
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  if (declaration === undefined || (declaration.kind !== 'short' && declaration.kind !== 'var' && declaration.kind !== 'const')) return value;
  const list = field(declaration.site, declaration.kind === 'short' ? 'right' : 'value');
  const values = list === undefined ? [] : namedChildren(list);
  const held = values.length === 1 && declaration.index > 0 ? undefined : values[declaration.index];
  return held ?? value;
}

function hmacOf(value: Node, source: GoSource, depth: number): 'hmac' | 'hmac-bytes' | undefined {
  const inner = (node: Node | undefined, becomes: 'hmac' | 'hmac-bytes') => {
    const side = node === undefined ? 'other' : sideOf(node, source, depth + 1);
    return side === 'hmac' || side === 'hmac-bytes' ? becomes : undefined;
  };
  if (value.type === 'type_conversion_expression') return inner(field(value, 'operand'), 'hmac-bytes');
  if (value.type === 'binary_expression') return field(value, 'operator')?.text === '+' ? (inner(field(value, 'left'), 'hmac') ?? inner(field(value, 'right'), 'hmac')) : undefined;
  if (value.type !== 'call_expression') return undefined;
  const callee = field(value, 'function');
  const given = namedChildren(field(value, 'arguments') ?? value);
  if (callee === undefined) return undefined;
  const key = source.origins.key(callee);
  if (key === 'crypto/hmac:New.().Sum') return 'hmac-bytes';
  if (key === 'encoding/hex:EncodeToString' || /^encoding\/base64:\w+\.EncodeToString$/.test(key)) return inner(given[0], 'hmac');
  if (key === 'fmt:Sprintf') return given.slice(1).map((argument) => inner(argument, 'hmac')).find((side) => side !== undefined);
  if (callee.text === 'string') return inner(given[0], 'hmac');
  const declaration = callee.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  const returned = declaration?.kind === 'function' ? returnedBy(declaration.site) : undefined;
  const side = returned === undefined ? 'other' : sideOf(returned, source, depth + 1);
  return side === 'hmac' || side === 'hmac-bytes' ? side : undefined;
}

function returnedBy(fn: Node): Node | undefined {
  const values = fn.descendantsOfType('return_statement').map((statement) => (statement === null ? undefined : namedChildren(namedChildren(statement)[0] ?? statement)[0]));
  return values.length === 1 ? values[0] : undefined;
}

/** `os.Getenv("ADMIN_TOKEN")`, or a field or variable of that name which no request set. */
function isConfigured(value: Node, source: GoSource): boolean {
  if (value.type === 'call_expression') {
    const callee = field(value, 'function');
    const name = namedChildren(field(value, 'arguments') ?? value)[0]?.text ?? '';
    return callee !== undefined && /^os:(?:Getenv|LookupEnv)$|^github\.com\/spf13\/viper:GetString$/.test(source.origins.key(callee)) && secretNames.test(name);
  }
  if (value.type !== 'selector_expression') return false;
  const name = field(value, 'field')?.text ?? '';
  return secretNames.test(name) && /\b(?:cfg|conf|config|configuration|settings|env|options|opts)\b/i.test(field(value, 'operand')?.text ?? '') && !isGoRequestData(value, source);
}

function draftOf(comparison: Comparison, secret: 'hmac' | 'configured', source: GoSource): Draft {
  const { node, kind } = comparison;
  const how = kind === 'operator' ? `\`${field(node, 'operator')?.text ?? '=='}\`` : kind;
  const what = secret === 'hmac' ? 'The signature' : 'The secret';
  return {
    start: node.startIndex,
    end: node.endIndex,
    ...(source.callers?.isUnused(node, source) === true ? { severity: 'hint' as const } : {}),
    message: `${what} is compared with ${how} and may stop at the first difference: the time it takes depends on how much of a guess is right.`,
    fixes: [{ title: 'Compare in constant time', safety: 'safe', edits: editsFor(comparison, secret, source) }],
  };
}

/** hmac.Equal for signatures, subtle.ConstantTimeCompare for secrets; both answer for unequal lengths. */
function editsFor({ node, left, right, isNegated, kind }: Comparison, secret: 'hmac' | 'configured', source: GoSource): TextEdit[] {
  const isBytes = kind.startsWith('bytes') || kind === 'reflect.DeepEqual';
  const [one, other] = [left, right].map((side) => bytesOf(side, isBytes, source));
  const { locals, edits } = ensureGoImports(source, [{ path: secret === 'hmac' ? 'crypto/hmac' : 'crypto/subtle' }]);
  const [local] = locals;
  const call = secret === 'hmac' ? `${isNegated ? '!' : ''}${local ?? 'hmac'}.Equal(${one ?? ''}, ${other ?? ''})` : `${local ?? 'subtle'}.ConstantTimeCompare(${one ?? ''}, ${other ?? ''}) ${isNegated ? '!=' : '=='} 1`;
  const own: TextEdit[] = [...edits, { start: node.startIndex, end: node.endIndex, newText: call }];
  return [...own, ...dropUnusedImports(source, own)];
}

/** Text as bytes; the conversion of bytes to text is undone. */
function bytesOf(side: Node, isBytes: boolean, source: GoSource): string {
  if (isBytes) return side.text;
  const callee = side.type === 'call_expression' ? field(side, 'function') : undefined;
  const given = side.type === 'call_expression' ? namedChildren(field(side, 'arguments') ?? side)[0] : undefined;
  if (callee?.text === 'string' && source.scopes.resolve(callee) === undefined && given !== undefined) return given.text;
  return `[]byte(${side.text})`;
}
