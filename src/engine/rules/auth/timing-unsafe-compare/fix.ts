import { isAsync, parametersOf } from '../../../facts/javascript/functions';
import { functionNamed } from '../../../facts/javascript/forwards';
import { patternIdentifiers } from '../../../facts/javascript/scope';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { leadStart } from '../../../fix/javascript/leadStart';
import { freeName } from '../../../fix/javascript/names';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';

/** A comparison of two values, in any of its forms. */
export interface Comparison {
  readonly node: Node;
  readonly left: Node;
  readonly right: Node;
  readonly isNegated: boolean;
  /** `===` and its like, `a.equals(b)`, `Buffer.compare(a, b)`. */
  readonly kind: 'operator' | 'equals' | 'compare';
}

/** Where code runs that has no Node crypto. */
const edge = /\bruntime\s*[:=]\s*['"](?:experimental-)?edge['"]/;

/** A comparison whose time does not depend on the values; a text says why there is none. */
export function compareSafely(comparison: Comparison, source: ScriptSource): DraftFix | string {
  if (edge.test(source.text) || /(?:^|\/)(?:src\/)?middleware\.[jt]s$/.test(source.project.relative(source.file))) return 'this runs where node:crypto may not exist';
  if (comparison.kind === 'compare') return 'what the number it gives is used for has to be looked at';
  return comparison.kind === 'equals' ? equalBytes(comparison, source) : equalText(comparison, source);
}

const isPlain = (node: Node) => /^(?:this|[\w$]+)(?:\.[\w$]+)*$/.test(node.text);

/** Bytes of unequal length make `timingSafeEqual` throw, and the length of a digest is no secret. */
function equalBytes({ node, left, right }: Comparison, source: ScriptSource): DraftFix | string {
  if (!isPlain(left) || !isPlain(right)) return 'give both sides a name first, since their length has to be read too';
  const plan = new ImportPlan(source);
  const equal = plan.need({ module: 'crypto', name: 'timingSafeEqual', at: node });
  const text = `${left.text}.length === ${right.text}.length && ${equal}(${left.text}, ${right.text})`;
  const isAlone = /^(?:return_statement|parenthesized_expression|variable_declarator|arrow_function|assignment_expression)$/.test(node.parent?.type ?? '');
  return { title: 'Compare in constant time', safety: 'safe', edits: [...plan.edits(), { start: node.startIndex, end: node.endIndex, newText: isAlone ? text : `(${text})` }] };
}

/** Hashes of both sides have one length; equal ones mean equal texts. */
function equalText({ node, left, right, isNegated }: Comparison, source: ScriptSource): DraftFix {
  const plan = new ImportPlan(source);
  const known = helperIn(source);
  const name = known ?? freeName(source, 'isSameSecret', '');
  const edits = known === undefined ? [helperEdit(name, node, plan, source)] : [];
  const call = `${isNegated ? '!' : ''}${name}(${argument(left)}, ${argument(right)})`;
  return {
    title: 'Compare in constant time',
    safety: 'safe',
    edits: [...plan.edits(), ...edits, { start: node.startIndex, end: node.endIndex, newText: call }],
    // The second fix of a file finds the helper that the first one made.
    oneAtATime: 'helper',
  };
}

const argument = (side: Node) => (side.type === 'parenthesized_expression' ? (namedChildren(side)[0]?.text ?? side.text) : side.text);

/** A function of the file that compares two texts in constant time and does not throw on unequal lengths. */
function helperIn(source: ScriptSource): string | undefined {
  if (!source.text.includes('timingSafeEqual')) return undefined;
  const found = source.scopes.declarations(source.tree.rootNode).find((declaration) => {
    if (declaration.kind !== 'function' && declaration.kind !== 'const') return false;
    const fn = functionNamed(declaration.id, source.scopes) ?? (declaration.kind === 'function' ? declaration.site : undefined);
    const parameters = fn === undefined ? [] : parametersOf(fn);
    const body = fn === undefined ? '' : (field(fn, 'body')?.text ?? '');
    return fn !== undefined && parameters.length === 2 && !isAsync(fn) && /timingSafeEqual\(/.test(body) && /createHash\(|typeof/.test(body) && body.length < 400 && treatsAlike(parameters, source);
  });
  return found?.name;
}

/** Both parameters are used in the same ways: a function of a text and its signature computes one from the other first. */
function treatsAlike(parameters: readonly Node[], source: ScriptSource): boolean {
  const [first, second] = parameters.map((parameter) => {
    const [id] = patternIdentifiers(parameter);
    const declaration = id === undefined ? undefined : source.scopes.resolve(id);
    return (declaration === undefined ? [] : source.scopes.references(declaration)).map(useText).sort().join('\n');
  });
  return first !== undefined && first !== '' && first === second;
}

/** What is done with a name, without its name: `createHash('sha256').update`, `typeof`, `.length`. */
function useText(use: Node): string {
  const outer = use.parent;
  if (outer?.type === 'arguments') return outer.parent?.childForFieldName('function')?.text ?? '';
  if (outer?.type === 'unary_expression') return field(outer, 'operator')?.text ?? '';
  return outer?.type === 'member_expression' ? `.${field(outer, 'property')?.text ?? ''}` : (outer?.type ?? '');
}

function helperEdit(name: string, node: Node, plan: ImportPlan, source: ScriptSource): TextEdit {
  const [hash, equal] = ['createHash', 'timingSafeEqual'].map((wanted) => plan.need({ module: 'crypto', name: wanted }));
  const { newline, indent, quote, semicolons } = sourceStyle(source);
  const end = semicolons ? ';' : '';
  const isTyped = source.language !== 'javascript';
  const lines = [
    `function ${name}(a${isTyped ? ': unknown' : ''}, b${isTyped ? ': unknown' : ''})${isTyped ? ': boolean' : ''} {`,
    `${indent}if (typeof a !== ${quote}string${quote} || typeof b !== ${quote}string${quote}) return false${end}`,
    `${indent}const digest = (text${isTyped ? ': string' : ''}) => ${hash ?? ''}(${quote}sha256${quote}).update(text).digest()${end}`,
    `${indent}return ${equal ?? ''}(digest(a), digest(b))${end}`,
    '}',
  ];
  const statement = namedChildren(source.tree.rootNode).find((child) => isInside(node, child));
  const at = statement === undefined ? 0 : leadStart(statement, source);
  // In a file without imports those that are added may have to stand at the same place.
  const isTaken = plan.edits().some(({ start }) => start === at);
  if (at > 0 && !isTaken) return { start: at, end: at, newText: lines.join(newline) + newline + newline };
  const last = source.text.trimEnd().length;
  return { start: last, end: last, newText: newline + newline + lines.join(newline) };
}
