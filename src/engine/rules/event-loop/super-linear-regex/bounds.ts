import { heldValue } from '../../../facts/javascript/flow';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';
import { firstIdentifier, memberChain } from '../../../facts/javascript/memberChain';

const cuts = /\.(?:slice|substring|substr)\(\s*0\s*,|\.padEnd\(|\.at\(|\.charAt\(/;

/** `replace(/[^a-z]+/g, '-')` leaves no run of one character. */
const collapses = /\.replace(?:All)?\(\/[^\n]*\+\/g[a-z]*,\s*(?:''|""|'[^'\\]'|"[^"\\]")\s*\)/;

/** True where the code cuts the text, or compares its length, before a pattern sees it. */
export function isBounded(text: Node, source: ScriptSource): boolean {
  const fn = ancestorOf(text, functionTypes);
  const held = heldValue(text, source);
  if ([text, held].some((node) => cuts.test(node.text) || collapses.test(node.text))) return true;
  const root = firstIdentifier(text);
  const declaration = root === undefined ? undefined : source.scopes.resolve(root);
  if (fn === undefined || declaration === undefined) return false;
  return source.scopes.references(declaration).some((reference) => isInside(reference, fn) && isLengthCompared(reference));
}

/** `text.length > 200`, `body.text.length <= MAX` */
function isLengthCompared(reference: Node): boolean {
  const at = memberChain(reference);
  const isLength = at.type === 'member_expression' && field(at, 'property')?.text === 'length';
  return isLength && at.parent?.type === 'binary_expression' && /^[<>]=?$/.test(field(at.parent, 'operator')?.text ?? '');
}
