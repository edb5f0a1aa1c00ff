import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { heldValue } from '../../../facts/javascript/flow';
import { parametersOf, writtenName } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import { outboundCall } from '../../../facts/javascript/outboundCalls';
import { argumentsFor, isRequestData } from '../../../facts/javascript/requestData';
import { functionTypes, type Declaration } from '../../../facts/javascript/scope';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';

/**
 * Who decides how long a list is: a client, a whole table, the rows of one that a query asks for, another service's answer, a folder; a `parameter` is
 * as long as the caller makes it. `bounded` where the code states a length, `unknown` where it does not show.
 */
export type Length = 'request' | 'table' | 'rows' | 'answer' | 'folder' | 'parameter' | 'bounded' | 'unknown';

/** A name is followed back through at most this many values. */
const maxSteps = 12;

/** One question: the variables it has met, which `ids = ids.filter(…)` would lead back to. */
interface Search {
  readonly source: ScriptSource;
  readonly met: Set<number>;
}

/** Methods whose result is no longer than the list. */
const keeping = /^(?:filter|map|flatMap|sort|toSorted|reverse|toReversed|concat|flat|values|keys|entries|trim|toArray|lean|exec|then|catch|split|match|matchAll|json|text|files|iterator|compact|uniq|uniqBy|chain|value)$/;

/** Methods that cut a list to a length. */
const cutting = /^(?:slice|splice|take|takeRight|sampleSize|chunk|limit|first|last|head)$/;

/** Functions of a module that give a list as long as the one they are given. */
const copying = /^(?::(?:Object\.(?:keys|values|entries)|Array\.from|JSON\.parse|structuredClone)|:(?:Set|Map)\.new|lodash(?:\/\w+)?:(?:uniq|uniqBy|compact|values|keys|filter|map|sortBy|flatten|toArray|without|difference)?)$/;

const folders = /^(?:fs|fs\/promises|fs-extra):(?:readdir|readdirSync)$|^(?:fast-glob|globby|glob|tinyglobby):(?:glob|globby|sync|globSync)?$/;

/** Names of a part of a list that other code has cut. */
const partNames = /(?:batch|chunk|slice|page|window|bucket|group|subset|partition|shard|top|first|recent|sample)s?$/i;

/** Who decides how many entries a list has. */
export function lengthOf(list: Node, source: ScriptSource): Length {
  const traced = trace(list, { source, met: new Set() });
  // How many files one request may send is the upload's own limit.
  if (traced === 'bounded' || /\.files\b/.test(list.text)) return 'bounded';
  const length = isRequestData(list, source) ? 'request' : traced;
  if (length === 'answer' && asksForPages(list)) return 'bounded';
  return length !== 'unknown' && isChecked(list, source) ? 'bounded' : length;
}

function trace(expression: Node, search: Search): Length {
  const value = unwrapped(expression);
  const next = (node: Node | undefined) => (node === undefined ? 'unknown' : trace(node, search));
  switch (value.type) {
    case 'array':
      return longest(namedChildren(value).map((entry) => (entry.type === 'spread_element' ? next(namedChildren(entry)[0]) : 'bounded')));
    case 'object':
      return 'bounded';
    case 'await_expression':
      return next(namedChildren(value)[0]);
    case 'binary_expression':
      return /^(?:\?\?|\|\|)$/.test(field(value, 'operator')?.text ?? '') ? next(field(value, 'left')) : 'unknown';
    case 'ternary_expression':
      return longest([next(field(value, 'consequence')), next(field(value, 'alternative'))]);
    case 'identifier':
    case 'shorthand_property_identifier':
      return ofName(value, search);
    case 'member_expression':
    case 'subscript_expression':
      return ofMember(value, search);
    case 'call_expression':
    case 'new_expression':
      return ofCall(value, search);
    default:
      return 'unknown';
  }
}

/** A list made of several is as long as the one nothing bounds. */
function longest(parts: readonly Length[]): Length {
  return parts.find((part) => part !== 'bounded' && part !== 'unknown') ?? (parts.every((part) => part === 'bounded') ? 'bounded' : 'unknown');
}

function ofCall(call: Node, search: Search): Length {
  const { source } = search;
  const [first] = argumentsOf(call);
  const callee = calleeOf(call);
  if (callee === undefined) return 'unknown';
  const key = source.origins.key(call.type === 'new_expression' ? call : callee);
  if (folders.test(key)) return first === undefined || isOwnFolder(first, source) ? 'bounded' : 'folder';
  if (copying.test(key)) return first === undefined ? 'bounded' : trace(first, search);
  const sql = sqlCallAt(call, source);
  if (sql !== undefined) return isOneRow(sql.sql.text) ? 'bounded' : /\bgroup\s+by\b/i.test(sql.sql.text) ? 'unknown' : wholeTable.test(sql.sql.text) ? 'table' : 'rows';
  if (outboundCall(call, source) !== undefined) return isOnePage(call, source) ? 'bounded' : 'answer';
  const data = dataCallAt(call, source);
  if (data !== undefined) return data.operation !== 'findMany' || isGrouped(data.call.text) ? 'unknown' : isCut(data.call.text) ? 'bounded' : everything.test(data.call.text) ? 'table' : 'rows';
  if (callee.type !== 'member_expression') return 'unknown';
  const method = field(callee, 'property')?.text ?? '';
  const object = field(callee, 'object');
  if (cutting.test(method)) return 'bounded';
  return object !== undefined && keeping.test(method) ? trace(object, search) : 'unknown';
}

/** `SELECT id, email FROM users`, with no condition and no other table that would be one. */
const wholeTable = /^\W*select\s[^()]*\sfrom\s+[\w."]+(?:\s+(?:as\s+)?\w+)?(?:\s+order\s+by\s[^()]*)?\W*$/i;

/** `User.find({})`, `user.findMany()`. */
const everything = /\.(?:find|findMany|findAll)\(\s*(?:\{\s*\})?\s*\)$/;

/** What programs bring along in a folder. Names only make the rule quieter. */
const broughtAlong = /template|partial|static|migration|locale|i18n|translation|view|plugin|schema|asset|theme|layout|command|fixture/i;

/** A folder the program brings along holds what its authors put there. */
function isOwnFolder(path: Node, source: ScriptSource): boolean {
  const value = heldValue(path, source);
  if (value.type === 'string' || /\b(?:__dirname|import\.meta)\b/.test(value.text)) return true;
  const listing = ancestorOf(path, new Set(['variable_declarator']));
  const fn = ancestorOf(path, functionTypes);
  const names = [value.text, listing === undefined ? '' : (field(listing, 'name')?.text ?? ''), fn === undefined ? '' : writtenName(fn)];
  return !isRequestData(path, source) && names.some((name) => broughtAlong.test(name));
}

/** One row for each group: there are as many as there are currencies, countries, states. */
const isGrouped = (query: string) => /\bgroup(?:By|_by)?\b\s*[:(]/i.test(query);

/** A query that says how many rows it wants. */
const isCut = (query: string) => /\b(?:limit|take|first|top|perPage|pageSize)\b/.test(query);

/** The address asks for a page, and not one of hundreds. */
const isOnePage = (call: Node, source: ScriptSource) =>
  [call, ...argumentsOf(call).map((argument) => heldValue(argument, source))].some(({ text }) => /[?&](?:page|limit|per_page|page_?size|size|count|take|top|first|max\w*)=(?!\d{3})/i.test(text));

/** The function deals in pages of another service's list, and not of hundreds each. */
function asksForPages(list: Node): boolean {
  const fn = ancestorOf(list, functionTypes);
  return fn !== undefined && /(?:per_?page|page_?size|next_?page|page_?token|\bcursors?)\b(?!=\d{3})/i.test(fn.text);
}

/** The statement says how many rows it gives, or gives one. */
const isOneRow = (text: string) => /\b(?:limit|fetch\s+(?:first|next)|top|count)\b/i.test(text);

function ofMember(member: Node, search: Search): Length {
  const { source } = search;
  const object = field(member, 'object');
  const held = heldValue(member, source);
  if (held.id !== member.id) return trace(held, search);
  // An entry of a list, or a list inside what a caller passes, is a list of its own.
  if (object === undefined || object.type === 'this' || member.type === 'subscript_expression') return 'unknown';
  const outer = trace(object, search);
  return outer === 'parameter' ? 'unknown' : outer;
}

function ofName(identifier: Node, search: Search): Length {
  const { source } = search;
  if (partNames.test(identifier.text)) return 'bounded';
  const declaration = source.scopes.resolve(identifier);
  switch (declaration?.kind) {
    case 'parameter':
      return ofParameter(declaration, source);
    case 'const':
    case 'let':
    case 'var':
      return ofVariable(declaration, search);
    default:
      return 'unknown';
  }
}

function ofVariable(declaration: Declaration, search: Search): Length {
  const { source } = search;
  const { site, id } = declaration;
  // Met again, it adds nothing to what is known of it.
  if (search.met.has(id.startIndex)) return 'bounded';
  search.met.add(id.startIndex);
  const value = field(site, 'value');
  if (site.type !== 'variable_declarator' || ancestorOf(site, functionTypes) === undefined) return 'unknown';
  const values = [value, ...source.scopes.writes(declaration)].filter((each): each is Node => each !== undefined);
  const pushed = id.parent?.id === site.id ? grownFrom(declaration, source) : [];
  const parts = values.map((each) => trace(each, search));
  const grown = pushed.map((each) => trace(each, search));
  return longest([...parts, ...grown]);
}

/** The lists a variable is filled from: what the loops around its `push` run over. */
function grownFrom(declaration: Declaration, source: ScriptSource): Node[] {
  return source.scopes.references(declaration).flatMap((reference): Node[] => {
    const member = reference.parent;
    if (member?.type !== 'member_expression' || field(member, 'property')?.text !== 'push') return [];
    const loop = ancestorOf(member, new Set(['for_in_statement', ...functionTypes]));
    const over = loop?.type === 'for_in_statement' ? field(loop, 'right') : undefined;
    return over === undefined ? [] : [over];
  });
}

function ofParameter({ id, site }: Declaration, source: ScriptSource): Length {
  const fn = ancestorOf(site, functionTypes);
  // A callback's parameter is an entry of something, not a list that a caller passes.
  if (fn === undefined || hasFixedLength(site) || fn.parent?.type === 'arguments') return 'unknown';
  const at = parametersOf(fn).findIndex((parameter) => parameter.startIndex <= id.startIndex && parameter.endIndex >= id.endIndex);
  const lengths = argumentsFor(fn, at, source).map((argument) => lengthOf(argument, source));
  if (lengths.length > 0 && lengths.every((length) => length === 'bounded')) return 'bounded';
  return lengths.find((length) => length !== 'bounded' && length !== 'unknown') ?? (id.parent?.type === 'required_parameter' || id.parent?.type === 'formal_parameters' || id.parent?.type === 'arrow_function' ? 'parameter' : 'unknown');
}

/** `pair: [A, B]`: the type says how long it is. */
function hasFixedLength(parameter: Node): boolean {
  const annotation = field(parameter, 'type');
  return annotation !== undefined && namedChildren(annotation)[0]?.type === 'tuple_type';
}

/** True where the function compares the list's length with a number before, and so may refuse a long one. */
function isChecked(list: Node, source: ScriptSource): boolean {
  const fn = ancestorOf(list, functionTypes);
  const names = namesOf(list, source);
  const before = fn === undefined ? '' : source.text.slice(fn.startIndex, list.endIndex);
  return names.some((name) => new RegExp(`(?<![\\w$.])${name.replace(/[$.?*+()[\]{}|\\^]/g, '\\$&')}\\??\\.(?:length|size)\\s*(?:>=?|<=?)\\s*(?![01]\\b)`).test(before));
}

/** The list and what it was made from, as the code calls them. */
function namesOf(list: Node, source: ScriptSource): string[] {
  const names: string[] = [];
  for (let at: Node | undefined = unwrapped(list), steps = 0; at !== undefined && steps < maxSteps; steps++) {
    if (at.type === 'identifier' || at.type === 'member_expression') names.push(at.text);
    const held = heldValue(at, source);
    at = held.id === at.id ? (at.type === 'call_expression' ? field(calleeOf(at) ?? at, 'object') : undefined) : held;
  }
  return names;
}
