import { argumentsOf } from '../../../facts/javascript/calls';
import { numberValue } from '../../../facts/javascript/numbers';
import { unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';

/** A new value computed from the old one: `account.balance - amount`. */
export interface Change {
  readonly operator: '+' | '-';
  /** What is added or taken away; undefined where the new value is more than that. */
  readonly operand: Node | undefined;
  /** The old value stands behind `??` or `||`: the field may hold nothing. */
  readonly mayBeEmpty: boolean;
  /** That numbers are added is told by the field's name alone. */
  readonly isAssumed?: true;
  /** The variable that holds the new value, where one does. */
  readonly holder: Node | undefined;
}

/** Reads an expression as a change of what `isOld` recognises; undefined when it is none, or may be of text. */
export function changeIn(expression: Node, isOld: (node: Node) => boolean, source: ScriptSource): Change | undefined {
  const value = unwrapped(expression);
  const declaration = value.type === 'identifier' || value.type === 'shorthand_property_identifier' ? source.scopes.resolve(value) : undefined;
  if (declaration !== undefined) {
    const isPlain = declaration.id.parent?.id === declaration.site.id && (declaration.kind === 'const' || source.scopes.writes(declaration).length === 0);
    const initial = isPlain ? field(declaration.site, 'value') : undefined;
    const held = initial === undefined || initial.type === 'await_expression' ? undefined : changeIn(initial, isOld, source);
    return held === undefined ? undefined : { ...held, holder: declaration.site };
  }
  if (value.type === 'call_expression') return wrappedChange(value, isOld, source);
  if (value.type !== 'binary_expression') return undefined;
  const operator = field(value, 'operator')?.text;
  const [left, right] = [field(value, 'left'), field(value, 'right')];
  if ((operator !== '+' && operator !== '-') || left === undefined || right === undefined) return undefined;
  const onLeft = oldIn(left, isOld);
  if (onLeft !== undefined) return sumOf(operator, left, right, onLeft, source);
  const onRight = operator === '+' ? oldIn(right, isOld) : undefined;
  if (onRight !== undefined) return sumOf(operator, right, left, onRight, source);
  const inner = changeIn(left, isOld, source);
  return inner === undefined ? undefined : { ...inner, operand: undefined };
}

/** `Math.max(0, stock - n)`: a change, but more than adding. */
function wrappedChange(call: Node, isOld: (node: Node) => boolean, source: ScriptSource): Change | undefined {
  const name = field(call, 'function')?.text ?? '';
  if (!/^(?:Math\.\w+|Number|parseFloat|parseInt)$/.test(name)) return undefined;
  const inner = argumentsOf(call).flatMap((argument) => changeIn(argument, isOld, source) ?? [])[0];
  // The smaller of two values that both move is a position, not a sum.
  const isClamp = !/^Math\.(?:min|max)$/.test(name) || argumentsOf(call).some((argument) => argument.type === 'number');
  return inner === undefined || !isClamp ? undefined : { ...inner, operand: name.startsWith('Math') ? undefined : inner.operand };
}

interface Old {
  readonly mayBeEmpty: boolean;
  /** `Number(…)`: it is a number now. */
  readonly isConverted: boolean;
}

/** The old value, also converted or with a default. */
function oldIn(expression: Node, isOld: (node: Node) => boolean): Old | undefined {
  const node = unwrapped(expression);
  if (isOld(node)) return { mayBeEmpty: false, isConverted: false };
  if (node.type === 'call_expression' && /^(?:Number|parseFloat|(?:Number\.)?parseInt|BigInt)$/.test(field(node, 'function')?.text ?? '')) {
    const inner = argumentsOf(node)[0];
    const old = inner === undefined ? undefined : oldIn(inner, isOld);
    return old === undefined ? undefined : { ...old, isConverted: true };
  }
  if (node.type === 'unary_expression' && field(node, 'operator')?.text === '+') {
    const inner = namedChildren(node)[0];
    const old = inner === undefined ? undefined : oldIn(inner, isOld);
    return old === undefined ? undefined : { ...old, isConverted: true };
  }
  const left = node.type === 'binary_expression' && /^(?:\?\?|\|\|)$/.test(field(node, 'operator')?.text ?? '') ? field(node, 'left') : undefined;
  const old = left === undefined ? undefined : oldIn(left, isOld);
  const isNumber = /^0(?:\.0)?$/.test(field(node, 'right')?.text ?? '');
  return old === undefined ? undefined : { mayBeEmpty: true, isConverted: old.isConverted || isNumber };
}

const strings: ReadonlySet<string> = new Set(['string', 'template_string', 'array', 'object']);

/** Fields that hold an amount or a count by their names: what is added to one is no text. */
const amounts = /(?:^|_|[a-z](?=[A-Z]))(?:balance|amount|stock|inventory|quantity|qty|counts?|counter|points?|score|credits?|cents|coins|total|views?|visits|hits|likes?|votes|seats|left|used|usage|spent|paid|sold)$/i;

/** `-` is of numbers; `+` may join texts, unless a side is known to be a number. */
function sumOf(operator: '+' | '-', old: Node, operand: Node, { mayBeEmpty, isConverted }: Old, source: ScriptSource): Change | undefined {
  const change: Change = { operator, operand, mayBeEmpty, holder: undefined };
  if (operator === '-') return /\bDate\b/.test(operand.text) ? undefined : change;
  const value = unwrapped(operand);
  if (strings.has(value.type) || /['"`]/.test(value.text)) return undefined;
  if (isConverted || isNumber(value, source)) return change;
  return amounts.test(/\w+$/.exec(unwrapped(old).text)?.[0] ?? '') ? { ...change, isAssumed: true } : undefined;
}

function isNumber(value: Node, source: ScriptSource): boolean {
  if (numberValue(value, source.scopes) !== undefined) return true;
  if (value.type === 'call_expression') return /^(?:Number|parseFloat|(?:Number\.)?parseInt|BigInt|Math\.\w+)$/.test(field(value, 'function')?.text ?? '');
  if (value.type === 'binary_expression') return /^[-*/%]$/.test(field(value, 'operator')?.text ?? '');
  if (value.type === 'member_expression' && field(value, 'property')?.text === 'length') return true;
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  if (declaration === undefined) return isComparedElsewhere(value, source);
  const type = field(declaration.site, 'type')?.text;
  if (type !== undefined) return /^:\s*(?:number|bigint)\b/.test(type);
  const initial = declaration.id.parent?.id === declaration.site.id && declaration.kind === 'const' ? field(declaration.site, 'value') : undefined;
  return (initial !== undefined && isNumber(unwrapped(initial), source)) || isComparedElsewhere(value, source);
}

const comparing = /^(?:[<>]=?|[-*/%])$/;

/** The same expression is compared by size or subtracted somewhere in the file. */
function isComparedElsewhere(value: Node, source: ScriptSource): boolean {
  const { text } = value;
  for (let at = source.text.indexOf(text); at >= 0; at = source.text.indexOf(text, at + text.length)) {
    const node = source.tree.rootNode.descendantForIndex(at, at + text.length);
    const outer = node?.parent;
    if (node?.text !== text || outer?.type !== 'binary_expression' || isInside(value, outer)) continue;
    if (comparing.test(field(outer, 'operator')?.text ?? '')) return true;
  }
  return false;
}
