import { goFunctionTypes } from '../../../facts/go/scope';
import { appendGoArgument } from '../../../fix/go/lists';
import { isTooling } from '../../../scan/quiet';
import type { GoSource } from '../../../source';
import { closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft, DraftFix, TreeHit } from '../../rule';

const module = String.raw`github\.com/golang-jwt/jwt/v[45]`;

const direct = new RegExp(`^${module}:Parse(?:WithClaims)?$`);
const made = new RegExp(`^${module}:NewParser\\.\\(\\)\\.Parse(?:WithClaims)?$`);
const validMethods = new RegExp(`^${module}:WithValidMethods$`);

/** What makes a parser with options of its own. */
export const newParser = 'jwt.NewParser(';

/** Findings for `jwt.Parse` and `jwt.ParseWithClaims`, of the package or of a parser made in this file. */
export function* checkParse({ node, literal }: TreeHit, source: GoSource): Generator<Draft> {
  const call = closestCall(node);
  if (call === undefined || isTooling(source.project.relative(source.file))) return;
  for (const parse of literal === newParser ? parsesOf(call, source) : [call]) yield* checkCall(parse, source);
}

/** The calls of methods of a parser, made in place or under a name. */
function parsesOf(parser: Node, source: GoSource): Node[] {
  const outer = parser.parent;
  const list = outer?.type === 'expression_list' ? outer.parent : null;
  const names = list === null || outer === null ? undefined : field(list, 'left');
  const name = names === undefined || outer === null ? undefined : namedChildren(names)[namedChildren(outer).findIndex((value) => value.id === parser.id)];
  const declaration = name === undefined ? undefined : source.scopes.resolve(name);
  const uses = declaration === undefined ? [] : source.scopes.references(declaration, source.tree.rootNode);
  return [parser, ...uses].flatMap((use): Node[] => {
    const call = use.parent?.type === 'selector_expression' ? use.parent.parent : null;
    return call?.type === 'call_expression' && field(call, 'function')?.id === use.parent?.id ? [call] : [];
  });
}

function* checkCall(call: Node, source: GoSource): Generator<Draft> {
  const callee = field(call, 'function');
  if (callee === undefined) return;
  const key = source.origins.key(callee);
  const isDirect = direct.test(key);
  const given = namedChildren(field(call, 'arguments') ?? call);
  const keyFunc = given[/WithClaims$/.test(key) ? 2 : 1];
  const parser = isDirect ? call : made.test(key) ? parserOf(callee, source) : undefined;
  const body = keyFunc === undefined ? undefined : functionOf(keyFunc, source);
  if (parser === undefined || body === undefined || looksAtMethod(body)) return;
  const options = isDirect ? given.slice(given.indexOf(keyFunc ?? call) + 1) : namedChildren(field(parser, 'arguments') ?? parser);
  if (!options.every((option) => isOtherOption(option, source))) return;
  yield draftOf(callee, parser, body, source);
}

/** The `jwt.NewParser(…)` whose result a method is called on. */
function parserOf(callee: Node, source: GoSource): Node | undefined {
  const operand = field(callee, 'operand');
  if (operand?.type === 'call_expression') return operand;
  const declaration = operand?.type === 'identifier' ? source.scopes.resolve(operand) : undefined;
  const values = declaration === undefined ? undefined : field(declaration.site, declaration.kind === 'short' ? 'right' : 'value');
  const value = values === undefined ? undefined : namedChildren(values)[declaration?.index ?? 0];
  return value?.type === 'call_expression' ? value : undefined;
}

/** A key function written in place, or declared in this file by name or as a method. */
function functionOf(value: Node, source: GoSource): Node | undefined {
  if (goFunctionTypes.has(value.type)) return value;
  if (value.type === 'identifier') {
    const declaration = source.scopes.resolve(value);
    if (declaration?.kind === 'function') return declaration.site;
    const values = declaration === undefined ? undefined : field(declaration.site, declaration.kind === 'short' ? 'right' : 'value');
    const held = values === undefined ? undefined : namedChildren(values)[declaration?.index ?? 0];
    return held !== undefined && goFunctionTypes.has(held.type) ? held : undefined;
  }
  const name = value.type === 'selector_expression' ? field(value, 'field')?.text : undefined;
  const methods = namedChildren(source.tree.rootNode).filter((child) => child.type === 'method_declaration' && field(child, 'name')?.text === name);
  return methods.length === 1 ? methods[0] : undefined;
}

/** The key function checks the method, or hands the token to code that may. */
function looksAtMethod(fn: Node): boolean {
  const parameter = namedChildren(field(fn, 'parameters') ?? fn)[0];
  const token = parameter === undefined ? undefined : field(parameter, 'name')?.text;
  const body = field(fn, 'body')?.text ?? '';
  if (/\.Method\b|"alg"|\.Alg\(\)/.test(body)) return true;
  return token !== undefined && token !== '_' && new RegExp(`[(,]\\s*${token}\\s*[,)]`).test(body);
}

/** An option of the package that is none of these methods; a list that is spread may hold it. */
function isOtherOption(option: Node, source: GoSource): boolean {
  const callee = option.type === 'call_expression' ? field(option, 'function') : undefined;
  const key = callee === undefined ? '' : source.origins.key(callee);
  return new RegExp(`^${module}:With`).test(key) && !validMethods.test(key);
}

function draftOf(callee: Node, parser: Node, fn: Node, source: GoSource): Draft {
  const { algorithm, isProven, why } = algorithmOf(fn, source);
  const told =
    'Neither the key function nor an option says which method may have signed the token, so every one that fits the type of the key is accepted: HS256, HS384 and HS512 for bytes, RS and PS of all sizes for an RSA key. `none` is refused by the package, not by this code.';
  const list = field(parser, 'arguments');
  const name = packageName(source);
  const fix: DraftFix | undefined =
    algorithm === undefined || list === undefined || name === undefined
      ? undefined
      : { title: `Accept ${algorithm} only`, safety: isProven ? 'safe' : 'review', edits: appendGoArgument(list, `${name}.WithValidMethods([]string{"${algorithm}"})`, source) };
  return { start: callee.startIndex, end: callee.endIndex, message: fix === undefined ? `${told} No automatic fix: ${why}.` : told, fixes: fix === undefined ? [] : [fix] };
}

const packageName = (source: GoSource) => source.scopes.imports.find(({ path }) => new RegExp(`^${module}$`).test(path))?.name;

interface Found {
  readonly algorithm: string | undefined;
  readonly isProven: boolean;
  readonly why: string;
}

/** What the file signs with where that is one method; else what the type of the key leaves. */
function algorithmOf(fn: Node, source: GoSource): Found {
  const signed = new Set([...source.text.matchAll(/NewWithClaims\(\s*\w+\.SigningMethod(\w+)/g)].map((match) => match[1]));
  const [only] = signed;
  const keys = fn.descendantsOfType('return_statement').flatMap((statement) => (statement === null ? [] : namedChildren(statement).flatMap((values) => namedChildren(values)[0] ?? [])));
  const texts = new Set(keys.map((key) => key.text).filter((text) => text !== 'nil'));
  const isSameKey = texts.size === 1 && [...source.text.matchAll(/\.SignedString\(/g)].every((match) => source.text.startsWith(`${[...texts][0] ?? ''})`, match.index + match[0].length));
  if (only !== undefined && signed.size === 1) return { algorithm: only, isProven: isSameKey, why: '' };
  const isBytes = keys.some((key) => /^\[\]byte\(/.test(key.text));
  if (signed.size === 0 && isBytes) return { algorithm: 'HS256', isProven: false, why: '' };
  return { algorithm: undefined, isProven: false, why: signed.size > 1 ? 'this file signs with more than one method' : 'nothing here says which method signs these tokens' };
}
