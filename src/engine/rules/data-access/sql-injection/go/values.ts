import { goArgumentsFor, goParameters, isGoRequestText } from '../../../../facts/go/requestData';
import { enclosingGoFunction, goFunctionTypes, type GoDeclaration } from '../../../../facts/go/scope';
import { parentDir } from '../../../../facts/project/project';
import { isLoose } from '../../../../facts/project/loose';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import { worst, type Author } from '../judged';
import { appendedTo, builtBy } from './text';

const maxDepth = 10;

const mostFiles = 20;

/** Functions that quote, escape, check or count what they are given, by their names. */
const escapes = /quote|escape|saniti[sz]e|ident|valid|allow|placeholder|format(?:int|time)|itoa|hash|hex|^len$|^Format/i;

const checks = /contains|match|valid|^is[A-Z_]|^Is[A-Z]|check|allow|verify|parse|lookup|^has/i;

/** Who decides the text an expression puts into a statement. */
export function goAuthorOf(expression: Node, source: GoSource): Author {
  return judge(expression, source, 0);
}

const authorsIn = (): Map<number, Author> => new Map();

/** Each expression is judged once: what is made from itself (`sql = sql + …`) would lead back without end. */
function judge(expression: Node, source: GoSource, depth: number): Author {
  const known = source.memo.once(authorsIn, source);
  const author = known.get(expression.id);
  if (author !== undefined) return author;
  known.set(expression.id, 'code');
  const found = judgeOnce(expression, source, depth);
  known.set(expression.id, found);
  return found;
}

function judgeOnce(expression: Node, source: GoSource, depth: number): Author {
  if (depth > maxDepth) return 'elsewhere';
  const of = (nodes: readonly (Node | undefined)[]) => worst(nodes.flatMap((node) => (node === undefined ? [] : [judge(node, source, depth + 1)])));
  switch (expression.type) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
    case 'int_literal':
    case 'float_literal':
    case 'rune_literal':
    case 'true':
    case 'false':
    case 'nil':
      return 'code';
    case 'parenthesized_expression':
    case 'unary_expression':
    case 'slice_expression':
    case 'type_assertion_expression':
      return of([field(expression, 'operand') ?? namedChildren(expression)[0]]);
    case 'binary_expression':
      return field(expression, 'operator')?.text === '+' ? of([field(expression, 'left'), field(expression, 'right')]) : 'code';
    case 'composite_literal': {
      const body = field(expression, 'body');
      return of(body === undefined ? [] : namedChildren(body).map((element) => namedChildren(element.type === 'keyed_element' ? (namedChildren(element)[1] ?? element) : element)[0]));
    }
    case 'index_expression': {
      const operand = field(expression, 'operand');
      const kept = of([operand]);
      return kept === 'code' ? 'code' : isGoRequestText(expression, source) ? 'sender' : kept;
    }
    case 'identifier':
      return ofName(expression, source, depth);
    case 'selector_expression':
      return ofSelector(expression, source, depth);
    case 'call_expression':
    case 'type_conversion_expression':
      return ofCall(expression, source, depth);
    default:
      return 'elsewhere';
  }
}

function ofName(identifier: Node, source: GoSource, depth: number): Author {
  const declaration = source.scopes.resolve(identifier);
  const fn = enclosingGoFunction(identifier);
  if (declaration === undefined && isLoose(source.file, source.project)) return isDeclaredBeside(identifier.text, source) ? 'code' : 'elsewhere';
  if (declaration === undefined || declaration.kind === 'const' || isGuarded(identifier, declaration, fn, source)) return 'code';
  switch (declaration.kind) {
    case 'parameter':
      return ofParameter(declaration, source, depth);
    case 'short':
    case 'var':
    case 'range': {
      const type = field(declaration.site, 'type');
      if (type !== undefined && !isTextType(type)) return 'code';
      if (declaration.kind === 'range' && declaration.index === 0) return 'elsewhere';
      const values = [valueOf(declaration), ...assignedTo(declaration, source)].filter((node): node is Node => node !== undefined);
      const author = worst(values.map((value) => judge(value, source, depth + 1)));
      return author === 'code' || author === 'sender' ? author : isGoRequestText(identifier, source) ? 'sender' : author;
    }
    default:
      return 'elsewhere';
  }
}

function valueOf({ kind, site, index }: GoDeclaration): Node | undefined {
  const list = field(site, kind === 'var' ? 'value' : 'right');
  const values = list === undefined ? [] : namedChildren(list);
  return kind === 'range' ? list : values.length === 1 ? (index === 0 ? values[0] : undefined) : values[index];
}

function assignedTo(declaration: GoDeclaration, source: GoSource): Node[] {
  const fn = enclosingGoFunction(declaration.id);
  return (fn === undefined ? [] : source.scopes.references(declaration, fn)).flatMap((reference): Node[] => {
    const assignment = ancestorOf(reference, new Set(['assignment_statement']));
    const left = assignment === undefined ? undefined : field(assignment, 'left');
    if (assignment === undefined || left === undefined || !isInside(reference, left)) return [];
    const values = namedChildren(field(assignment, 'right') ?? assignment);
    return values.slice(0, 1);
  });
}

function ofSelector(selector: Node, source: GoSource, depth: number): Author {
  const operand = field(selector, 'operand');
  const declaration = operand?.type === 'identifier' ? source.scopes.resolve(operand) : undefined;
  // A constant or variable of another package.
  if (operand?.type === 'identifier' && declaration === undefined) return source.origins.key(selector) === 'os:Args' ? 'elsewhere' : 'code';
  if (isLambdaText(selector, declaration, source)) return 'sender';
  if (isGoRequestText(selector, source)) return declaration !== undefined && isGuardedText(selector, declaration, source) ? 'code' : 'sender';
  if (declaration?.kind !== 'parameter' || depth > maxDepth) return 'elsewhere';
  const type = fieldType(declaration, field(selector, 'field')?.text ?? '', source);
  return type !== undefined && isTextType(type) && !isGuardedText(selector, declaration, source) ? ofParameter(declaration, source, depth, false) : 'elsewhere';
}

/** What the sender decides of the event that AWS Lambda gives a handler for HTTP: `request.Body`. */
function isLambdaText(selector: Node, declaration: GoDeclaration | undefined, source: GoSource): boolean {
  const type = declaration?.kind === 'parameter' ? field(declaration.site, 'type') : undefined;
  const origin = type === undefined ? undefined : source.origins.ofType(type);
  const isEvent = origin?.module === 'github.com/aws/aws-lambda-go/events' && /^(?:APIGateway(?:V2HTTP|Proxy|Websocket\w*)|ALBTarget\w+|LambdaFunctionURL)\w*Request$/.test(origin.path[0] ?? '');
  return isEvent && /^(?:Body|Path|RawPath|RawQueryString|Cookies|(?:MultiValue)?(?:Headers|QueryStringParameters)|PathParameters)$/.test(field(selector, 'field')?.text ?? '');
}

/** An exported name, which in a snippet mostly is a constant, or one that another file of the folder declares. */
function isDeclaredBeside(name: string, { file, project }: GoSource): boolean {
  const dir = parentDir(file) ?? '';
  const declared = new RegExp(`^(?:const|var)\\s+${name}\\b|^\\t${name}\\s+(?:\\w+\\s+)?=`, 'm');
  const others = project.names(dir).filter((each) => each.endsWith('.go') && `${dir}/${each}` !== file);
  return /^[A-Z]/.test(name) || others.slice(0, mostFiles).some((each) => declared.test(project.read(`${dir}/${each}`) ?? ''));
}

/** The type of a field of a struct that this file declares. */
function fieldType(declaration: GoDeclaration, name: string, source: GoSource): Node | undefined {
  const type = field(declaration.site, 'type')?.text.replace('*', '');
  for (const spec of source.tree.rootNode.descendantsOfType('type_spec')) {
    if (spec === null || field(spec, 'name')?.text !== type) continue;
    const entry = spec.descendantsOfType('field_declaration').find((one) => one?.childrenForFieldName('name').some((id) => id?.text === name));
    return entry == null ? undefined : field(entry, 'type');
  }
  return undefined;
}

function ofCall(call: Node, source: GoSource, depth: number): Author {
  const callee = field(call, 'function') ?? field(call, 'type');
  const given = namedChildren(field(call, 'arguments') ?? call);
  if (callee === undefined) return 'elsewhere';
  const key = source.origins.key(callee);
  const name = callee.type === 'selector_expression' ? (field(callee, 'field')?.text ?? '') : callee.text;
  const builder = builtBy(call);
  if (builder !== undefined) {
    const written = appendedTo(builder, call, source);
    if (written.length > 0) return worst(written.map((piece) => judge(piece, source, depth + 1)));
  }
  if (escapes.test(name) || /^strconv\./.test(callee.text) || key.startsWith('time:')) return 'code';
  const isText = key.startsWith('strings:') || key === 'fmt:Sprintf' || key === 'fmt:Sprint' || name === 'string';
  if (isText) return /^strings:(?:Repeat|Count)$/.test(key) ? 'code' : doublesQuotes(key, given) ? 'code' : worst(given.map((argument) => judge(argument, source, depth + 1)));
  return isGoRequestText(call, source) ? 'sender' : 'elsewhere';
}

/** `strings.ReplaceAll(name, "'", "''")` */
const doublesQuotes = (key: string, given: readonly Node[]): boolean => /^strings:Replace/.test(key) && given.some((argument) => /^["`]'["`]$/.test(argument.text));

const textTypes: ReadonlySet<string> = new Set(['string', '*string', '[]string', 'interface{}', 'any', '...string', '[]byte']);

const isTextType = (type: Node): boolean => textTypes.has(type.text);

/** @param isWhole false for a field of what the parameter holds */
function ofParameter(declaration: GoDeclaration, source: GoSource, depth: number, isWhole = true): Author {
  const type = field(declaration.site, 'type');
  if (isWhole && (type === undefined || !(isTextType(type) || declaration.site.type === 'variadic_parameter_declaration'))) return isGoRequestText(declaration.id, source) ? 'sender' : 'code';
  const fn = ancestorOf(declaration.id, goFunctionTypes);
  const index = fn === undefined ? -1 : goParameters(fn).findIndex((id) => id.startIndex === declaration.id.startIndex);
  if (fn === undefined || index < 0 || fn.type === 'func_literal') return 'elsewhere';
  const given = goArgumentsFor(fn, index, source);
  const passed = isWhole ? worst(given.map((argument) => judge(argument, source, depth + 1))) : 'elsewhere';
  const isReachable = /^[A-Z]/.test(field(fn, 'name')?.text ?? '');
  if (given.length > 0 && (passed === 'sender' || passed === 'code' || !isReachable)) return passed;
  // What is not exported and not called here is called by another file of the package.
  return isReachable ? 'caller' : 'elsewhere';
}

function isGuarded(identifier: Node, declaration: GoDeclaration, fn: Node | undefined, source: GoSource): boolean {
  return fn !== undefined && areChecked(source.scopes.references(declaration, fn).filter((reference) => reference.id !== identifier.id));
}

function isGuardedText(selector: Node, declaration: GoDeclaration, source: GoSource): boolean {
  const fn = enclosingGoFunction(selector);
  const uses = (fn === undefined ? [] : source.scopes.references(declaration, fn)).map((reference) => reference.parent);
  return areChecked(uses.filter((use): use is Node => use !== null && use.id !== selector.id && use.text === selector.text));
}

/** One comparison sets a case apart (`!= "all"`); two or more name what is allowed. */
const areChecked = (uses: readonly Node[]): boolean => uses.some(isChecked) || uses.filter(isCompared).length > 1;

/** `slices.Contains(allowed, sort)`, `allowed[sort]`, `switch sort`. */
function isChecked(use: Node): boolean {
  const outer = use.parent;
  if (outer?.type === 'argument_list') {
    const callee = outer.parent === null ? undefined : field(outer.parent, 'function');
    const name = callee?.type === 'selector_expression' ? (field(callee, 'field')?.text ?? '') : (callee?.text ?? '');
    return checks.test(name);
  }
  if (outer?.type === 'index_expression') return field(outer, 'index')?.id === use.id;
  return outer?.type === 'expression_switch_statement' && field(outer, 'value')?.id === use.id;
}

/** `sort != "asc"` */
function isCompared(use: Node): boolean {
  const outer = use.parent;
  if (outer?.type !== 'binary_expression' || !/^[!=]=$/.test(field(outer, 'operator')?.text ?? '')) return false;
  const other = field(outer, field(outer, 'left')?.id === use.id ? 'right' : 'left');
  return other !== undefined && (/string_literal$/.test(other.type) ? other.text.length > 2 : false);
}
