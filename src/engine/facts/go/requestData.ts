import type { GoSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import { goRequestType, type GoFramework } from './requestTypes';
import { enclosingGoFunction, goFunctionTypes, type GoDeclaration } from './scope';

/** Follows a value through at most this many names and operations. */
const maxSteps = 24;

/** … and from a parameter into the calls that give it a value this often. */
const maxCalls = 2;

/** A query that is put together in twenty assignments can be come from in a million ways; each asks about a path of its own. */
const mostAsked = 500;

interface Search {
  readonly source: GoSource;
  /** A number made of the sender's text does not count. */
  readonly textOnly: boolean;
  readonly steps: number;
  readonly calls: number;
  /** Questions already asked: `ids = trim(ids)` leads back to where it came from. */
  readonly asked: Set<string>;
}

/** True when a value, or a part of it, is known to come from the request that is being answered. */
export function isGoRequestData(expression: Node, source: GoSource): boolean {
  return comesFrom(expression, [], { source, textOnly: false, steps: 0, calls: 0, asked: new Set() });
}

/** The same, for a value that holds whatever text the sender likes. */
export function isGoRequestText(expression: Node, source: GoSource): boolean {
  return comesFrom(expression, [], { source, textOnly: true, steps: 0, calls: 0, asked: new Set() });
}

const netHttp =
  /^(?:URL\.(?:Query|Path|RawQuery|RawPath|Fragment)\b|FormValue\.|PostFormValue\.|PathValue\.|FormFile\.|Form\b|PostForm\b|MultipartForm\b|Header\b|Cookie\.|Cookies\.|Body\b|Host\b|Referer\.|UserAgent\.|RequestURI\b|BasicAuth\.|Trailer\b)/;

/** What of a request its sender decides, as an access path from the parameter. */
const parts: Readonly<Record<GoFramework, RegExp>> = {
  'net/http': netHttp,
  chi: netHttp,
  gin: /^(?:(?:Get|Default)?(?:Query|PostForm)(?:Array|Map)?\.|Param\.|Params\b|GetHeader\.|GetRawData\.|Cookie\.|FormFile\.|MultipartForm\.|Request\.(?:URL|FormValue|PostFormValue|Header|Body|Form|PostForm|Host)\b)/,
  echo: /^(?:QueryParams?\.|QueryString\.|Param\.|ParamValues\.|FormValue\.|FormParams\.|FormFile\.|Cookies?\.|Request\.\(\)\.(?:URL|FormValue|PostFormValue|Header|Body|Form|PostForm|Host)\b)/,
  fiber: /^(?:Query\.|Queries\.|Params\.|AllParams\.|FormValue\.|FormFile\.|Body\.|BodyRaw\.|Get\.|GetReqHeaders\.|Cookies\.|OriginalURL\.|Path\.|Hostname\.)/,
};

/** Methods that fill what their pointer argument points to from the request. */
const decoders = /^(?:Decode|Unmarshal|Bind|BindJSON|BindQuery|BindUri|BindHeader|BodyParser|QueryParser|ParamsParser|ReqHeaderParser|ShouldBind\w*)$/;

/** Functions of the request that routers give away: `chi.URLParam(r, "id")`, `mux.Vars(r)`. */
const requestFunctions = /^github\.com\/(?:go-chi\/chi(?:\/v\d+)?:(?:URLParam|URLQueryParam)|gorilla\/mux:Vars|julienschmidt\/httprouter:ParamsFromContext)$/;

/** Functions whose result is what they are given, in another form. */
const passesOn = /^(?:strings:(?!(?:Contains|HasPrefix|HasSuffix|Index|Count|Equal|Compare|LastIndex)\w*$)\w+|fmt:(?:Sprint|Sprintf|Sprintln)|net\/url:(?:QueryUnescape|PathUnescape|Parse|ParseQuery|QueryEscape)|io:(?:ReadAll|LimitReader|NopCloser)|io\/ioutil:ReadAll|encoding\/json:NewDecoder|bytes:\w+|html:\w+|path:\w+|net\/http:MaxBytesReader)$/;

const makesNumber = /^strconv:(?:Atoi|Parse\w+)$|^github\.com\/google\/uuid:(?:Parse|MustParse)$/;

const numberTypes: ReadonlySet<string> = new Set(['int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'float32', 'float64', 'bool']);

/** @param path the steps taken from the expression's value: `URL`, `Query`, `()`, `Get`, `()` */
function comesFrom(expression: Node, path: readonly string[], search: Search): boolean {
  if (search.steps > maxSteps) return false;
  const next: Search = { ...search, steps: search.steps + 1 };
  switch (expression.type) {
    case 'identifier':
      return nameComesFrom(expression, path, next);
    case 'selector_expression': {
      const operand = field(expression, 'operand');
      return operand !== undefined && comesFrom(operand, [field(expression, 'field')?.text ?? '', ...path], next);
    }
    case 'index_expression':
    case 'slice_expression': {
      const operand = field(expression, 'operand');
      return operand !== undefined && comesFrom(operand, ['*', ...path], next);
    }
    case 'unary_expression': {
      const operand = field(expression, 'operand');
      return operand !== undefined && field(expression, 'operator')?.text !== '!' && comesFrom(operand, path, next);
    }
    case 'parenthesized_expression':
    case 'type_assertion_expression': {
      const inner = namedChildren(expression)[0];
      return inner !== undefined && comesFrom(inner, path, next);
    }
    case 'binary_expression': {
      const operator = field(expression, 'operator')?.text ?? '';
      const takes = operator === '+' || (!search.textOnly && /^[-*/%]$/.test(operator));
      return takes && ['left', 'right'].some((side) => comesFrom(field(expression, side) ?? expression, [], next));
    }
    case 'type_conversion_expression': {
      const operand = field(expression, 'operand');
      return operand !== undefined && comesFrom(operand, path, next);
    }
    case 'composite_literal': {
      const body = field(expression, 'body');
      return body !== undefined && elementsOf(body, path[0]).some((element) => comesFrom(element, path.slice(1), next));
    }
    case 'call_expression':
      return callComesFrom(expression, path, next);
    default:
      return false;
  }
}

/** The values of a struct literal's field, or of all elements of a list. */
function elementsOf(body: Node, name: string | undefined): Node[] {
  return namedChildren(body).flatMap((element): Node[] => {
    if (element.type !== 'keyed_element') return namedChildren(element).slice(0, 1);
    const [key, value] = namedChildren(element).map((part) => namedChildren(part)[0] ?? part);
    return value !== undefined && (name === undefined || key?.text === name) ? [value] : [];
  });
}

function callComesFrom(call: Node, path: readonly string[], search: Search): boolean {
  const callee = field(call, 'function');
  const given = namedChildren(field(call, 'arguments') ?? call);
  if (callee === undefined) return false;
  if (callee.type === 'identifier' && search.source.scopes.resolve(callee) === undefined) {
    if (numberTypes.has(callee.text)) return !search.textOnly && given.some((argument) => comesFrom(argument, path, search));
    if (callee.text === 'string' || callee.text === 'append') return given.some((argument) => comesFrom(argument, path, search));
  }
  const key = search.source.origins.key(callee);
  if (requestFunctions.test(key)) return given.some((argument) => isRequest(argument, search.source));
  const isNumber = makesNumber.test(key);
  if (passesOn.test(key) || isNumber) return !(isNumber && search.textOnly) && given.some((argument) => comesFrom(argument, [], search));
  const declaration = callee.type === 'identifier' ? search.source.scopes.resolve(callee) : undefined;
  if (declaration?.kind === 'function') return search.calls < maxCalls && returnedBy(declaration.site).some((value) => comesFrom(value, path, { ...search, calls: search.calls + 1 }));
  return callee.type === 'selector_expression' && comesFrom(callee, ['()', ...path], search);
}

/** What a function returns first. */
function returnedBy(fn: Node): Node[] {
  return fn.descendantsOfType('return_statement').flatMap((statement): Node[] => {
    const list = statement === null || enclosingGoFunction(statement)?.id !== fn.id ? undefined : namedChildren(statement)[0];
    const first = list?.type === 'expression_list' ? namedChildren(list)[0] : list;
    return first === undefined ? [] : [first];
  });
}

function isRequest(expression: Node, source: GoSource): boolean {
  const declaration = expression.type === 'identifier' ? source.scopes.resolve(expression) : undefined;
  return declaration?.kind === 'parameter' && goRequestType(declaration.site, source) !== undefined;
}

function nameComesFrom(identifier: Node, path: readonly string[], search: Search): boolean {
  const { source } = search;
  const declaration = source.scopes.resolve(identifier);
  if (declaration === undefined) return false;
  const question = `${declaration.id.startIndex}:${search.calls}:${path.join('.')}`;
  if (search.asked.has(question) || search.asked.size >= mostAsked) return false;
  search.asked.add(question);
  if (declaration.kind === 'parameter') return parameterComesFrom(declaration, path, search);
  const fn = enclosingGoFunction(declaration.id);
  if (fn === undefined || declaration.kind === 'const') return false;
  if (search.textOnly && isNumberVariable(declaration)) return false;
  const given = [...valuesOf(declaration), ...assigned(declaration, fn, source)];
  const member = assignedField(declaration, path[0], fn, source);
  return given.some((value) => comesFrom(value, path, search)) || member.some((value) => comesFrom(value, path.slice(1), search)) || isDecoded(declaration, fn, search);
}

function isNumberVariable({ site, kind }: GoDeclaration): boolean {
  return kind === 'var' && numberTypes.has(field(site, 'type')?.text ?? '');
}

function valuesOf({ kind, site, index }: GoDeclaration): Node[] {
  const list = field(site, kind === 'short' || kind === 'range' ? 'right' : 'value');
  if (list === undefined) return [];
  // `for i := range list` gives the index, which the sender does not write.
  if (kind === 'range') return index === 1 ? [list] : [];
  const values = namedChildren(list);
  const value = values[values.length === 1 ? 0 : index];
  // Of a call with several results the first is the value; the others are errors and flags.
  return value === undefined || (values.length === 1 && index > 0) ? [] : [value];
}

function assigned(declaration: GoDeclaration, fn: Node, source: GoSource): Node[] {
  return source.scopes.references(declaration, fn).flatMap((reference): Node[] => {
    const assignment = ancestorOf(reference, new Set(['assignment_statement']));
    const left = assignment === undefined ? undefined : field(assignment, 'left');
    if (assignment === undefined || left === undefined || !isInside(reference, left)) return [];
    const values = namedChildren(field(assignment, 'right') ?? assignment);
    const at = namedChildren(left).findIndex((target) => target.id === reference.id);
    const value = at < 0 ? undefined : values[values.length === 1 ? 0 : at];
    return value === undefined || (values.length === 1 && at > 0) ? [] : [value];
  });
}

/** What `input.Name = …` gives one field. */
function assignedField(declaration: GoDeclaration, name: string | undefined, fn: Node, source: GoSource): Node[] {
  return source.scopes.references(declaration, fn).flatMap((reference): Node[] => {
    const outer = ancestorOf(reference, new Set(['selector_expression', 'assignment_statement']));
    const assignment = outer?.type === 'selector_expression' && field(outer, 'field')?.text === name ? outer.parent?.parent : undefined;
    const isTarget = assignment?.type === 'assignment_statement' && field(assignment, 'left')?.text === outer?.text;
    const right = isTarget ? field(assignment, 'right') : undefined;
    return right === undefined ? [] : namedChildren(right).slice(0, 1);
  });
}

/** `json.NewDecoder(r.Body).Decode(&input)`, `c.ShouldBindJSON(&input)`. */
function isDecoded(declaration: GoDeclaration, fn: Node, search: Search): boolean {
  return search.source.scopes.references(declaration, fn).some((reference) => {
    const pointer = reference.parent?.type === 'unary_expression' && reference.parent.text.startsWith('&') ? reference.parent : reference;
    const list = pointer.parent?.type === 'argument_list' ? pointer.parent : undefined;
    const callee = list?.parent?.type === 'call_expression' ? field(list.parent, 'function') : undefined;
    if (list === undefined || callee?.type !== 'selector_expression' || !decoders.test(field(callee, 'field')?.text ?? '')) return false;
    // gorilla/securecookie opens what this server has signed, and its client cannot choose: `codec.Decode("session", cookie.Value, &kept)`.
    if (field(callee, 'field')?.text === 'Decode' && namedChildren(list).length === 3) return false;
    const operand = field(callee, 'operand');
    if (operand !== undefined && isRequest(operand, search.source)) return true;
    return [operand, ...namedChildren(list)].some((part) => part !== undefined && part.id !== pointer.id && comesFrom(part, [], search));
  });
}

function parameterComesFrom(declaration: GoDeclaration, path: readonly string[], search: Search): boolean {
  const { source } = search;
  if (search.textOnly && numberTypes.has(field(declaration.site, 'type')?.text ?? '')) return false;
  const framework = goRequestType(declaration.site, source);
  if (framework !== undefined) return parts[framework].test(`${path.join('.')}.`);
  const fn = ancestorOf(declaration.id, goFunctionTypes);
  const index = fn === undefined ? -1 : goParameters(fn).findIndex((id) => id.startIndex === declaration.id.startIndex);
  if (fn === undefined || index < 0 || search.calls >= maxCalls) return false;
  return goArgumentsFor(fn, index, source).some((argument) => comesFrom(argument, path, { ...search, calls: search.calls + 1 }));
}

/** The names of a function's parameters, in order. */
export function goParameters(fn: Node): Node[] {
  const list = field(fn, 'parameters');
  return (list === undefined ? [] : namedChildren(list)).flatMap((entry) => entry.childrenForFieldName('name').filter((name): name is Node => name !== null));
}

/** The arguments that calls in this file pass for a parameter. A method is known by its name alone. */
export function goArgumentsFor(fn: Node, index: number, source: GoSource): Node[] {
  return goCallsOf(fn, source).flatMap((call) => namedChildren(field(call, 'arguments') ?? call)[index] ?? []);
}

/** The calls in this file of a function, or of a method by its name. */
export function goCallsOf(fn: Node, source: GoSource): Node[] {
  const id = field(fn, 'name');
  const { text, tree } = source;
  const found: Node[] = [];
  if (id === undefined) return found;
  const name = id.text;
  for (let at = text.indexOf(`${name}(`); at >= 0; at = text.indexOf(`${name}(`, at + name.length)) {
    const node = tree.rootNode.descendantForIndex(at, at + name.length);
    if (node?.startIndex !== at || node.endIndex !== at + name.length || at === id.startIndex) continue;
    const callee = fn.type === 'method_declaration' ? node.parent : node;
    const isCallee = fn.type === 'method_declaration' ? node.type === 'field_identifier' : node.type === 'identifier' && source.scopes.resolve(node)?.id.startIndex === id.startIndex;
    const call = callee?.parent;
    if (isCallee && call?.type === 'call_expression' && field(call, 'function')?.id === callee?.id) found.push(call);
  }
  return found;
}
