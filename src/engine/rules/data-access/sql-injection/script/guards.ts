import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { functionTypes } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../../syntax/nodes';
import { firstIdentifier, memberChain } from '../../../../facts/javascript/memberChain';

/** Methods and functions that ask whether a value is one of some, or of some form. */
const checks = /^(?:includes|has|hasOwn|hasOwnProperty|indexOf|test|match|exec|some|every|isInteger|isNaN|isSafeInteger|isFinite)$/;

/** The same, by the names people give their own. */
const ownChecks = /^(?:is|assert|check|ensure|validate|verify|parse|allowed|valid|guard)(?:[A-Z_]|$)/;

/** True where the function compares a value with what it allows, before or around its use. */
export function isGuarded(expression: Node, source: ScriptSource): boolean {
  const root = firstIdentifier(expression);
  const fn = ancestorOf(expression, functionTypes);
  if (root === undefined || fn === undefined) return false;
  const declaration = source.scopes.resolve(root);
  if (declaration === undefined) return false;
  const whole = expression.text;
  const uses = source.scopes.references(declaration).flatMap((reference): Node[] => {
    const use = withoutForms(memberChain(reference));
    return isInside(reference, fn) && reference.id !== root.id && use.text === whole ? [use] : [];
  });
  // One comparison sets a case apart (`!== 'all'`); two or more name what is allowed.
  return uses.some(isArgumentOfCheck) || uses.some(isSwitched) || uses.filter(isComparedWithConstant).length > 1;
}

const forms = /^(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase|toLocaleLowerCase|toLocaleUpperCase|toString)$/;

/** `order` of `order.trim().toLowerCase()`, whose chain ends in the name of a method. */
function withoutForms(chain: Node): Node {
  const isCalled = chain.parent?.type === 'call_expression' && field(chain.parent, 'function')?.id === chain.id;
  return isCalled && forms.test(field(chain, 'property')?.text ?? '') ? (field(chain, 'object') ?? chain) : chain;
}

/** The argument a use is part of: `ALLOWED.includes(sort.toLowerCase())`, `has(sort ?? '')`, `has(sort as Column)`, `has(String(sort))`. */
function asGiven(use: Node): Node {
  let at = use;
  for (let outer = at.parent; outer !== null; outer = at.parent) {
    const method = outer.type === 'member_expression' && field(outer, 'object')?.id === at.id ? outer.parent : null;
    const text = outer.type === 'arguments' && outer.parent !== null && field(outer.parent, 'function')?.text === 'String' ? outer.parent : null;
    const isKept = /^(?:as_expression|non_null_expression|parenthesized_expression)$/.test(outer.type) || (outer.type === 'binary_expression' && /^(?:\?\?|\|\|)$/.test(field(outer, 'operator')?.text ?? ''));
    const next = method?.type === 'call_expression' ? method : (text ?? (isKept ? outer : null));
    if (next === null) break;
    at = next;
  }
  return at;
}

function isArgumentOfCheck(use: Node): boolean {
  const at = asGiven(use);
  const call = at.parent?.type === 'arguments' ? at.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  if (call != null && callee !== undefined && argumentsOf(call).some((argument) => argument.id === at.id)) {
    const name = callee.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : callee.text;
    return checks.test(name) || ownChecks.test(name);
  }
  return at.parent?.type === 'binary_expression' && field(at.parent, 'operator')?.text === 'in' && field(at.parent, 'left')?.id === at.id;
}

/** `switch (order)` */
const isSwitched = (use: Node): boolean => use.parent?.type === 'parenthesized_expression' && use.parent.parent?.type === 'switch_statement';

/** `if (order !== 'asc' && order !== 'desc') return` */
function isComparedWithConstant(use: Node): boolean {
  const outer = use.parent;
  if (outer?.type !== 'binary_expression' || !/^[!=]==?$/.test(field(outer, 'operator')?.text ?? '')) return false;
  const other = field(outer, field(outer, 'left')?.id === use.id ? 'right' : 'left');
  return other?.type === 'string' && !/^.(?:undefined|null)?.$/.test(other.text);
}

/** What a schema of the file allows for one name: an enumeration, a pattern, a number. */
const allowed = String.raw`\s*:\s*(?:\{[^{}]*\b(?:enum|pattern|format|const)\b|\{[^{}]*\btype\W+(?:integer|number|boolean)\b|(?:z|Type|t|v|Joi|yup)\.(?:enum|nativeEnum|literal|coerce\.|number|int|uuid|union|picklist|Enum|Union|Literal|Integer|Number|Boolean|valid|boolean|date|isoDate))`;

/** The same in a chain of express-validator. */
const chained = String.raw`\)[^;]*?\.(?:isIn|isInt|isNumeric|isUUID|isAlpha|isAlphanumeric|isDate|isISO8601|isBoolean|isMongoId|matches|toInt)\(`;

/** True where a schema of the same file, or a validator's chain, lets only some values of this name through. */
export function isSchemaChecked(expression: Node, source: ScriptSource): boolean {
  const name = /(\w+)\W*$/.exec(expression.text)?.[1];
  if (name === undefined || !/\b(?:schema|validat|z\.object|Type\.Object|Joi\.object|checkSchema|isIn|isInt)/i.test(source.text)) return false;
  return new RegExp(`\\b${name}['"]?${allowed}|\\b(?:query|param|body|check|header)\\(\\s*['"]${name}['"]\\s*${chained}`).test(source.text);
}
