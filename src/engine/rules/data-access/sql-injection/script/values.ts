import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../../facts/javascript/flow';
import { returnedBy } from '../../../../facts/javascript/forwards';
import { isExported, parametersOf } from '../../../../facts/javascript/functions';
import { unwrapped } from '../../../../facts/javascript/options';
import { argumentsFor, isSenderText } from '../../../../facts/javascript/requestData';
import { keepsData, makesNumber, passesOn, visitsElements } from '../../../../facts/javascript/requestParts';
import { functionTypes, type Declaration } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { closest, field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import { worst, type Author } from '../judged';
import { isTypedBySchema } from './graphql';
import { isGuarded, isSchemaChecked } from './guards';
import { isHarmlessType, typeOfMember, typeOfParameter } from './types';

const maxDepth = 10;

/** Functions that quote, escape or check what they are given, by their names. */
const escapes = /escape|quote|sanitiz|sanitis|ident|safe|assert|valid|allow|placeholder|format|hash|digest|uuid|nanoid/i;

/** Who decides the text an expression puts into a statement. */
export function authorOf(expression: Node, source: ScriptSource): Author {
  return judge(expression, source, 0);
}

const authorsIn = (): Map<number, Author> => new Map();

/** Each expression is judged once: what is made from itself (`sql = sql + …`) would lead back without end. */
function judge(expression: Node, source: ScriptSource, depth: number): Author {
  const known = source.memo.once(authorsIn, source);
  const author = known.get(expression.id);
  if (author !== undefined) return author;
  known.set(expression.id, 'code');
  const found = judgeOnce(expression, source, depth);
  known.set(expression.id, found);
  return found;
}

function judgeOnce(expression: Node, source: ScriptSource, depth: number): Author {
  const value = unwrapped(expression);
  if (depth > maxDepth) return 'elsewhere';
  const of = (nodes: readonly (Node | undefined)[]) => worst(nodes.flatMap((node) => (node === undefined ? [] : [judge(node, source, depth + 1)])));
  switch (value.type) {
    case 'string':
    case 'number':
    case 'true':
    case 'false':
    case 'null':
    case 'undefined':
    case 'regex':
    case 'unary_expression':
    case 'update_expression':
      return 'code';
    case 'template_string':
      return of(namedChildren(value).flatMap((child) => (child.type === 'template_substitution' ? namedChildren(child) : [])));
    case 'array':
      return of(namedChildren(value));
    case 'spread_element':
    case 'await_expression':
      return of(namedChildren(value).slice(0, 1));
    case 'ternary_expression':
      return of([field(value, 'consequence'), field(value, 'alternative')]);
    case 'binary_expression': {
      const operator = field(value, 'operator')?.text ?? '';
      if (/^(?:\+|\?\?|\|\|)$/.test(operator)) return of([field(value, 'left'), field(value, 'right')]);
      return operator === '&&' ? of([field(value, 'right')]) : 'code';
    }
    case 'identifier':
    case 'shorthand_property_identifier':
      return ofName(value, source, depth);
    case 'member_expression':
    case 'subscript_expression':
      return ofMember(value, source, depth);
    case 'call_expression':
      return ofCall(value, source, depth);
    default:
      return 'elsewhere';
  }
}

function senderOr(other: Author, expression: Node, source: ScriptSource): Author {
  if (!isSenderText(expression, source)) return other;
  return isSchemaChecked(expression, source) ? 'code' : 'sender';
}

function ofName(identifier: Node, source: ScriptSource, depth: number): Author {
  const declaration = source.scopes.resolve(identifier);
  if (declaration === undefined || isGuarded(identifier, source)) return 'code';
  switch (declaration.kind) {
    // What another module exports is a constant, or of that module's making.
    case 'import':
    case 'enum':
    case 'class':
    case 'function':
      return 'code';
    case 'const':
    case 'let':
    case 'var': {
      const value = field(declaration.site, 'value');
      const annotation = field(declaration.site, 'type');
      if (annotation !== undefined && isHarmlessType(namedChildren(annotation)[0], source)) return 'code';
      const writes = declaration.kind === 'const' ? [] : writesOf(declaration, source);
      if (declaration.id.parent?.id !== declaration.site.id) return isSenderText(identifier, source) ? senderOr('elsewhere', identifier, source) : value === undefined ? 'elsewhere' : judge(value, source, depth + 1);
      return worst([value, ...writes].flatMap((node) => (node === undefined ? [] : [judge(node, source, depth + 1)])));
    }
    case 'loop': {
      const list = field(declaration.site, 'right');
      // `for (const key in object)`: the keys of an object.
      return list === undefined ? 'elsewhere' : judge(list, source, depth + 1);
    }
    case 'parameter':
      if (isOfKnownList(declaration, source, depth)) return 'code';
      return isSenderText(identifier, source) && argumentsOfCallers(declaration, source).length === 0 ? senderOr('elsewhere', identifier, source) : ofParameter(declaration, source, depth);
    default:
      return 'elsewhere';
  }
}

function writesOf(declaration: Declaration, source: ScriptSource): Node[] {
  return source.scopes.references(declaration).flatMap((reference): Node[] => {
    const write = reference.parent;
    const isWrite = write?.type === 'assignment_expression' || write?.type === 'augmented_assignment_expression';
    const right = isWrite && field(write, 'left')?.id === reference.id ? field(write, 'right') : undefined;
    return right === undefined ? [] : [right];
  });
}

function ofMember(member: Node, source: ScriptSource, depth: number): Author {
  const held = heldValue(member, source);
  if (held.id !== member.id) return judge(held, source, depth + 1);
  const object = field(member, 'object');
  if (object === undefined || object.type === 'this') return 'elsewhere';
  if (isGuarded(member, source)) return 'code';
  if (isHarmlessType(typeOfMember(member, source), source)) return 'code';
  if (/^(?:length|size)$/.test(field(member, 'property')?.text ?? '')) return 'code';
  // A lookup in a table of constants: the key decides which, not what.
  const table = heldValue(object, source);
  if (table.type === 'object') return worst(namedChildren(table).map((entry) => (entry.type === 'pair' ? judge(field(entry, 'value') ?? entry, source, depth + 1) : 'elsewhere')));
  if (isSenderText(member, source)) return senderOr('elsewhere', member, source);
  const declaration = object.type === 'identifier' ? source.scopes.resolve(object) : undefined;
  if (declaration?.kind === 'parameter' && isTypedBySchema(member, declaration, source)) return 'elsewhere';
  return declaration?.kind === 'parameter' ? ofParameter(declaration, source, depth, false) : judge(object, source, depth + 1);
}

function ofCall(call: Node, source: ScriptSource, depth: number): Author {
  const callee = calleeOf(call);
  if (callee === undefined) return 'elsewhere';
  const given = argumentsOf(call);
  const key = source.origins.key(callee);
  if (makesNumber.has(key) || /^:(?:Date|Math)\b/.test(key)) return 'code';
  const name = callee.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : callee.text;
  // Node's own `format` escapes nothing.
  if (key !== 'util:format' && (escapes.test(name) || escapes.test(source.origins.of(callee)?.module ?? ''))) return 'code';
  if (passesOn.has(key)) {
    const author = worst(given.map((argument) => judge(argument, source, depth + 1)));
    // A caller's table of values may well have keys of the code's own.
    return author === 'caller' && !/^(?::String|:JSON\.stringify|util:format)$/.test(key) ? 'elsewhere' : author;
  }
  const object = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  if (object !== undefined && (name === 'map' || name === 'flatMap')) return ofMapped(object, given[0], source, depth);
  // Doubling quotes, or letting only some characters through, is an escape of its own.
  if (given[0] !== undefined && replacesAll(name, given[0])) return 'code';
  if (/^toFixed|toISOString|getTime|indexOf$/.test(name)) return 'code';
  if (name === 'filter' && given[0] !== undefined && letsOnlySomeThrough(given[0], source)) return 'code';
  if (object !== undefined && keepsData.has(name)) {
    const kept = worst([object, ...(name === 'concat' ? given : [])].map((part) => judge(part, source, depth + 1)));
    return kept === 'code' ? kept : senderOr(kept, call, source);
  }
  const fn = functionBehind(callee, source);
  const returned = fn === undefined ? undefined : returnedBy(fn);
  return returned === undefined ? senderOr('elsewhere', call, source) : judge(returned, source, depth + 1);
}

/** `keys.filter((key) => allowed.includes(key))`, `keys.filter(isColumn)` */
function letsOnlySomeThrough(callback: Node, source: ScriptSource): boolean {
  const fn = functionBehind(callback, source);
  const [element] = fn === undefined ? [] : parametersOf(fn);
  if (fn === undefined || element === undefined) return /^(?:is|allowed|valid)[A-Z_]?/.test(callback.text);
  // What is not one of some may be anything else.
  return !(returnedBy(fn)?.text.startsWith('!') ?? true) && isGuarded(element, source);
}

/** `replace(/'/g, …)`, `replaceAll("'", …)`; `replace("'", …)` leaves the second quote as it is. */
function replacesAll(method: string, what: Node): boolean {
  const isAll = method === 'replaceAll' || (method === 'replace' && (what.type !== 'regex' ? what.type !== 'string' : /\w*g\w*$/.test(what.text)));
  return isAll && /['"^]|\\[WD]/.test(what.text.replace(/^['"]|['"]$/g, ''));
}

/** `ids.map(() => '?')` is what the function gives. */
function ofMapped(object: Node, callback: Node | undefined, source: ScriptSource, depth: number): Author {
  if (callback === undefined) return 'elsewhere';
  if (makesNumber.has(source.origins.key(callback)) || escapes.test(callback.type === 'arrow_function' ? '' : callback.text)) return 'code';
  const fn = functionBehind(callback, source);
  if (fn === undefined) return judge(object, source, depth + 1);
  const returned = returnedBy(fn);
  return returned === undefined ? 'elsewhere' : judge(returned, source, depth + 1);
}

/** @param isWhole false for a member of what the parameter holds, which its own type says nothing about */
function ofParameter(declaration: Declaration, source: ScriptSource, depth: number, isWhole = true): Author {
  const fn = closest(declaration.scope, functionTypes);
  if (fn === undefined) return 'elsewhere';
  const list = parametersOf(fn);
  const index = list.findIndex((entry) => isInside(declaration.id, entry));
  if (isWhole && isHarmlessType(typeOfParameter(declaration, source), source)) return 'code';
  if (fn.parent?.type === 'arguments') {
    const list = visitedBy(fn);
    // The second parameter is the element's index.
    return list !== undefined && index === 1 ? 'code' : list === undefined || index > 0 ? 'elsewhere' : judge(list, source, depth + 1);
  }
  const given = argumentsFor(fn, index, source);
  const passed = worst(given.map((argument) => judge(argument, source, depth + 1)));
  if (given.length > 0 && (passed === 'sender' || passed === 'code' || !isReachable(fn, source))) return passed;
  return isNamed(fn) ? 'caller' : 'elsewhere';
}

/** The element of a list that only the code decides what is in: `allowed.map((column) => …)`. */
function isOfKnownList(declaration: Declaration, source: ScriptSource, depth: number): boolean {
  const fn = closest(declaration.scope, functionTypes);
  const list = fn === undefined || !isInside(declaration.id, parametersOf(fn)[0] ?? fn) ? undefined : visitedBy(fn);
  return list !== undefined && judge(list, source, depth + 1) === 'code';
}

/** The list whose elements a callback is given. */
function visitedBy(fn: Node): Node | undefined {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  return callee?.type === 'member_expression' && visitsElements.has(field(callee, 'property')?.text ?? '') ? field(callee, 'object') : undefined;
}

function argumentsOfCallers(declaration: Declaration, source: ScriptSource): Node[] {
  const fn = closest(declaration.scope, functionTypes);
  const index = fn === undefined ? -1 : parametersOf(fn).findIndex((entry) => isInside(declaration.id, entry));
  return fn === undefined || index < 0 ? [] : argumentsFor(fn, index, source);
}

/** True for a function that other files may call. */
function isReachable(fn: Node, source: ScriptSource): boolean {
  if (fn.type === 'method_definition') return !fn.children.some((child) => child?.type === 'accessibility_modifier' && child.text === 'private') && !(field(fn, 'name')?.text ?? '').startsWith('#');
  return isExported(fn, source.scopes);
}

/** A function with a name of its own, so that somebody calls it; a callback is called by who takes it. */
function isNamed(fn: Node): boolean {
  if (fn.type === 'method_definition' || fn.type.endsWith('_declaration')) return true;
  return /^(?:variable_declarator|assignment_expression|pair|public_field_definition|field_definition|export_statement)$/.test(fn.parent?.type ?? '');
}
