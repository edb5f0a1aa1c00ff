import { argumentsOf } from '../../../facts/javascript/calls';
import { lookAtValue } from '../../../facts/javascript/elsewhere';
import { heldValue } from '../../../facts/javascript/flow';
import { callsOf, parametersOf } from '../../../facts/javascript/functions';
import { enclosingHandler } from '../../../facts/javascript/handlers';
import { besideHandler } from '../../../facts/javascript/routeNeighbours';
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

/** What a polynomial pattern does with a text of this length takes a few milliseconds. */
const short = 2000;

/** A schema of the file holds a field of the name that the text goes by, or came by, to a few characters: `url: yup.string().max(500)`. */
export const isHeldShort = (text: Node, source: ScriptSource): boolean => [...namesOf(text, source)].some((name) => isShortIn(name, source.text));

function isShortIn(name: string, schema: string): boolean {
  const limit = new RegExp(String.raw`(?<![\w$])['"]?${name}['"]?\s*:\s*(?:(?:[\w$]+\.)?(?:string|String|text)\([^\n]*?(?:\.max\(\s*|\bmaxLength\s*:\s*|\.length\(\s*)|\{[^{}]*?\bmaxLength\s*:\s*)(\d[\d_]*)`).exec(schema)?.[1];
  return limit !== undefined && Number(limit.replaceAll('_', '')) <= short;
}

/** `email: z.string().email()`: of what is an address, most patterns for one find the match at once. */
const isAddressIn = (name: string, schema: string): boolean => new RegExp(String.raw`(?<![\w$])['"]?${name}['"]?\s*:\s*[\w$]+\s*\.\s*(?:email\(|(?:string|String)\([^:;{}]{0,200}?\.email\()`).test(schema);

/** One rule of express-validator, as far as the next begins: `body('email').optional().isEmail()`. */
const checksOf = (name: string): RegExp => new RegExp(String.raw`\b(?:body|check)\(\s*(['"])${name}\1(?:(?!\b(?:body|check|param|query|header|cookie)\()[^;])*?\.(?:isEmail\(|isLength\(\s*\{[^{}]*\bmax:\s*(\d+))`);

/** The same for express-validator, whose `isEmail` lets no more than 254 characters through (validator 13). */
function isChecked(name: string, rules: string): boolean {
  const found = checksOf(name).exec(rules);
  return found !== null && (found[2] === undefined || Number(found[2]) <= short);
}

/** Callers of callers that are looked at. */
const mostCalls = 2;

/** What the handler's route hands to what stands before it, a schema or a validator's rules, holds the field short, or to an address. */
export function isHeldByRoute(text: Node, source: ScriptSource, depth = 0): boolean {
  const handler = enclosingHandler(text, source)?.fn;
  if (handler === undefined) {
    const given = depth < mostCalls ? givenFor(text, source) : [];
    return given.length > 0 && given.every((each) => each !== undefined && isHeldByRoute(each, source, depth + 1));
  }
  const names = [...namesOf(text, source)];
  const holds = (schema: Node) => (functionTypes.has(schema.type) ? undefined : names.some((name) => isShortIn(name, schema.text) || isAddressIn(name, schema.text) || isChecked(name, schema.text)));
  for (const isHeld of besideHandler(handler, source, (beside, at) => {
    const ids = [beside, ...beside.descendantsOfType('identifier')].filter((id) => id?.type === 'identifier');
    return holds(beside) === true || ids.some((id) => id !== null && lookAtValue(id, at, holds) === true);
  }))
    if (isHeld) return true;
  return false;
}

/** What the calls in the file give a function's parameter, where the text is one; undefined for a call that gives nothing. */
function givenFor(text: Node, source: ScriptSource): (Node | undefined)[] {
  const declaration = text.type === 'identifier' ? source.scopes.resolve(text) : undefined;
  const fn = ancestorOf(text, functionTypes);
  if (fn === undefined || declaration?.kind !== 'parameter') return [];
  const at = parametersOf(fn).findIndex((parameter) => isInside(declaration.id, parameter));
  return at < 0 ? [] : callsOf(fn, source.scopes).map((call) => argumentsOf(call)[at]);
}

/** The last names of an expression, and of what its variables were given. */
function namesOf(text: Node, source: ScriptSource): Set<string> {
  const names = new Set<string>();
  let waiting: Node[] = [text];
  for (let steps = 0; steps < 3; steps++) {
    const next: Node[] = [];
    for (const node of waiting) {
      for (const id of [node, ...node.descendantsOfType(['identifier', 'property_identifier'])]) {
        if (id === null || !/^(?:property_)?identifier$/.test(id.type)) continue;
        names.add(id.text);
        const declaration = id.type === 'identifier' ? source.scopes.resolve(id) : undefined;
        const value = declaration === undefined || declaration.kind === 'parameter' ? undefined : field(declaration.site, 'value');
        if (value !== undefined && !functionTypes.has(value.type) && value.text.length < 200) next.push(value);
      }
    }
    waiting = next;
  }
  return names;
}

/** `text.length > 200`, `body.text.length <= MAX` */
function isLengthCompared(reference: Node): boolean {
  const at = memberChain(reference);
  const isLength = at.type === 'member_expression' && field(at, 'property')?.text === 'length';
  return isLength && at.parent?.type === 'binary_expression' && /^[<>]=?$/.test(field(at.parent, 'operator')?.text ?? '');
}
