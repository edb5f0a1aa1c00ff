import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { isTooling } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { field } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { compareSafely, type Comparison } from './fix';
import { guardsNothing } from './guarded';
import { hidesGuess, isConstant, isOwnRecord, sideOf, type Side } from './sides';

/** Findings of the whole file; each trigger in it leads to the same ones. */
export const comparedIn = (source: ScriptSource): readonly Draft[] => source.memo.once(findAll, source);

/** A comparison with no literal on either side. */
const operator = /(?<![=!<>'"`])([=!]==?)(?![=>])\s*(?!['"\d-]|(?:null|undefined|true|false)\b)/g;

function findAll(source: ScriptSource): readonly Draft[] {
  if (isTooling(source.project.relative(source.file))) return [];
  return [...operatorsIn(source), ...methodsIn(source)].flatMap((comparison) => {
    const secret = secretOf(comparison, source);
    return secret === undefined ? [] : [draftOf(comparison, secret, source)];
  });
}

function operatorsIn(source: ScriptSource): Comparison[] {
  return [...source.text.matchAll(operator)].flatMap((match): Comparison[] => {
    const sign = match[1] ?? '';
    const node = source.tree.rootNode.descendantForIndex(match.index, match.index + sign.length)?.parent;
    const [left, right] = node?.type === 'binary_expression' ? [field(node, 'left'), field(node, 'right')] : [];
    if (node === null || node === undefined || left === undefined || right === undefined || field(node, 'operator')?.startIndex !== match.index) return [];
    return isConstant(left) || isConstant(right) ? [] : [{ node, left, right, isNegated: sign.startsWith('!'), kind: 'operator' }];
  });
}

/** `a.equals(b)` of Buffers is memcmp, and `Buffer.compare(a, b)` is too. */
function methodsIn(source: ScriptSource): Comparison[] {
  if (!/\.equals\(|Buffer\.compare\(/.test(source.text)) return [];
  return source.tree.rootNode.descendantsOfType('call_expression').flatMap((node): Comparison[] => {
    const callee = node === null ? undefined : calleeOf(node);
    const [first, second] = node === null ? [] : argumentsOf(node);
    const left = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
    if (node === null || callee === undefined || left === undefined || first === undefined) return [];
    if (field(callee, 'property')?.text === 'equals' && second === undefined) return [{ node, left, right: first, isNegated: false, kind: 'equals' }];
    const isCompare = source.origins.key(callee).replace(/^buffer:/, ':') === ':Buffer.compare';
    return isCompare && second !== undefined ? [{ node, left: first, right: second, isNegated: false, kind: 'compare' }] : [];
  });
}

/** The secret side, where the other side is what somebody may guess at. */
function secretOf({ left, right, kind }: Comparison, source: ScriptSource): 'hmac' | 'configured' | undefined {
  const sides: Side[] = [sideOf(left, source), sideOf(right, source)];
  if (sides.includes('constant')) return undefined;
  const digests = sides.filter((side) => side === 'hmac' || side === 'hmac-bytes');
  // Two digests under one key are compared on purpose: what either looks like tells nothing of the other.
  if (digests.length === 1) return kind === 'operator' && digests[0] === 'hmac-bytes' ? undefined : 'hmac';
  return sides.includes('configured') && sides.includes('sent') ? 'configured' : undefined;
}

function draftOf(comparison: Comparison, secret: 'hmac' | 'configured', source: ScriptSource): Draft {
  const fix = compareSafely(comparison, source);
  const what = secret === 'hmac' ? 'The signature' : 'The secret';
  const how = { operator: `\`${field(comparison.node, 'operator')?.text ?? '==='}\``, equals: 'Buffer.equals, which is memcmp', compare: 'Buffer.compare, which is memcmp' }[comparison.kind];
  const refused = typeof fix === 'string';
  return {
    start: comparison.node.startIndex,
    end: comparison.node.endIndex,
    ...((secret === 'hmac' && isNoGuess(comparison, source)) || guardsNothing(comparison.node) ? { severity: 'hint' as const } : {}),
    message: `${what} is compared with ${how} and may stop at the first difference: the time it takes depends on how much of a guess is right.${refused ? ` No automatic fix: ${fix}.` : ''}`,
    fixes: refused ? [] : [fix],
  };
}

/** What the digest is compared with is the service's own, or what was sent went through the digest. */
function isNoGuess({ left, right }: Comparison, source: ScriptSource): boolean {
  const sides = [left, right];
  if (!sides.some((side) => sideOf(side, source) === 'other')) return false;
  // Mailgun's kin sign a token of their own: what is called a signature was sent to be checked.
  return sides.some((side) => (sideOf(side, source) === 'other' ? isOwnRecord(side, source) : hidesGuess(side, source) && !sides.some(({ text }) => /sig(?:nature)?(?![a-z])/i.test(text))));
}
