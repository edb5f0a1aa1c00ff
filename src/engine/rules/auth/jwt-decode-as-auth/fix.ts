import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { isCaught } from '../../../facts/javascript/caught';
import { enclosingFunction, isAsync } from '../../../facts/javascript/functions';
import { enclosingHandler } from '../../../facts/javascript/handlers';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { appendToList, objectText } from '../../../fix/javascript/lists';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import { nestModule } from '../jwt-verify-unpinned/nestModule';
import type { Decode } from './decodes';
import { ownKey } from './key';

/** The fix, or why there is none. */
export function verifyInstead(decode: Decode, source: ScriptSource): DraftFix | string {
  const verified = replacement(decode, source);
  if (typeof verified === 'string') return verified;
  const guarded = answered(decode, verified.edits, source);
  if (guarded === undefined) return 'verifying throws on a bad token, and nothing around this answers that';
  return { title: verified.title, safety: 'review', edits: guarded, ...(verified.dropsImport ? { oneAtATime: 'imports' } : {}) };
}

interface Replacement {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly dropsImport?: boolean;
}

function replacement({ library, call, isComplete }: Decode, source: ScriptSource): Replacement | string {
  const callee = calleeOf(call);
  const list = field(call, 'arguments');
  if (callee === undefined || list === undefined) return 'the call is not plain';
  if (library === 'by hand') return 'the key these tokens are signed with has to be chosen';
  if (library === 'jwt-simple') return 'its third argument, true, has to go, and the algorithm to be named';
  if (library === '@nestjs/jwt') return byService(callee, call, source);
  if (library === 'jose') return byJose(callee, list, call, source);
  const key = ownKey('jsonwebtoken', source);
  if (key === undefined || isComplete) return 'this file does not show which key signs these tokens';
  const [, options] = argumentsOf(call);
  if (options !== undefined && library === 'jsonwebtoken') return 'the call has options of its own';
  const { quote } = sourceStyle(source);
  const plan = new ImportPlan(source);
  const name = verifyName(callee, call, plan, source);
  const dropsImport = dropOnlyUse(callee, plan, source);
  const end = options === undefined ? argumentEnd(call) : options.endIndex;
  const tail = `, ${key.text}, ${objectText([`algorithms: [${quote}${key.algorithm}${quote}]`], source)}`;
  return {
    title: `Verify the token with ${key.text}`,
    edits: [...plan.edits(), { start: callee.startIndex, end: callee.endIndex, newText: name }, { start: argumentEnd(call), end, newText: tail }],
    dropsImport,
  };
}

const argumentEnd = (call: Node) => argumentsOf(call)[0]?.endIndex ?? call.endIndex;

/** `jwt.decode` keeps its object; a module that is there as a whole is used, since Node finds no `verify` by name in an ES module. */
function verifyName(callee: Node, call: Node, plan: ImportPlan, source: ScriptSource): string {
  const object = callee.type === 'member_expression' && field(callee, 'property')?.text === 'decode' ? field(callee, 'object') : undefined;
  if (object !== undefined && source.origins.key(object) === 'jsonwebtoken:') return `${object.text}.verify`;
  const whole = source.scopes.declarations(source.tree.rootNode).find((declaration) => source.origins.key(declaration.id) === 'jsonwebtoken:');
  return whole === undefined ? plan.need({ module: 'jsonwebtoken', name: 'verify', at: call }) : `${whole.name}.verify`;
}

function dropOnlyUse(callee: Node, plan: ImportPlan, source: ScriptSource): boolean {
  const declaration = callee.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  if (declaration === undefined || source.scopes.references(declaration).length !== 1) return false;
  plan.drop(declaration);
  return true;
}

/** The service verifies with what its module was given. */
function byService(callee: Node, call: Node, source: ScriptSource): Replacement | string {
  const property = field(callee, 'property');
  const settings = nestModule(source);
  if (settings === undefined || property === undefined) return 'no JwtModule above this file shows which key the service has';
  if (argumentsOf(call).length > 1) return 'the call has options of its own';
  const { quote } = sourceStyle(source);
  const list = field(call, 'arguments');
  const pin = settings.isOpen && settings.signsWith !== undefined && list !== undefined ? appendToList(list, objectText([`algorithms: [${quote}${settings.signsWith}${quote}]`], source), source) : [];
  return { title: "Verify the token with the service's key", edits: [{ start: property.startIndex, end: property.endIndex, newText: 'verify' }, ...pin] };
}

function byJose(callee: Node, list: Node, call: Node, source: ScriptSource): Replacement | string {
  const key = ownKey('jose', source);
  const fn = enclosingFunction(call);
  if (key === undefined) return 'this file does not show which key signs these tokens';
  if (fn === undefined || !isAsync(fn)) return 'verifying is asynchronous, and this function is not';
  const { quote } = sourceStyle(source);
  const plan = new ImportPlan(source);
  const name = callee.type === 'member_expression' ? `${field(callee, 'object')?.text ?? ''}.jwtVerify` : plan.need({ module: 'jose', name: 'jwtVerify', at: call });
  const dropsImport = dropOnlyUse(callee, plan, source);
  const options = objectText([`algorithms: [${quote}${key.algorithm}${quote}]`], source);
  const rest = source.text.slice(list.startIndex, argumentEnd(call));
  return { title: `Verify the token with ${key.text}`, edits: [...plan.edits(), { start: call.startIndex, end: call.endIndex, newText: `(await ${name}${rest}, ${key.text}, ${options})).payload` }], dropsImport };
}

/** The edits, with an answer of 401 around them where nothing catches yet; undefined where none can be written. */
function answered({ call }: Decode, edits: readonly TextEdit[], source: ScriptSource): readonly TextEdit[] | undefined {
  if (isCaught(call)) return edits;
  const place = enclosingHandler(call, source);
  const response = place?.handler.framework === 'express' && enclosingFunction(call)?.id === place.fn.id ? place.handler.parameters[1] : undefined;
  const declaration = declarationAround(call, source);
  if (place === undefined || response === undefined || declaration === undefined) return undefined;
  const name = response.replace(/[:?][\s\S]*$/, '').trim();
  return wrapped(declaration, refusalIn(declaration, name, place.fn, source), edits, source);
}

const declarations: ReadonlySet<string> = new Set(['lexical_declaration', 'variable_declaration']);

/** `const claims = jwt.decode(token);` alone on its line, its name used in no other function where types are checked. */
function declarationAround(call: Node, source: ScriptSource): Node | undefined {
  const declaration = ancestorOf(call, declarations);
  const [declarator, ...more] = declaration === undefined ? [] : namedChildren(declaration);
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  if (declaration?.parent?.type !== 'statement_block' || name?.type !== 'identifier' || more.length > 0 || declarator === undefined) return undefined;
  if (declaration.startPosition.row !== declaration.endPosition.row || !isInside(call, declarator)) return undefined;
  const known = source.scopes.resolve(name);
  const fn = enclosingFunction(call);
  const isShared = known === undefined || source.scopes.references(known).some((reference) => enclosingFunction(reference)?.id !== fn?.id);
  return source.language !== 'javascript' && isShared ? undefined : declaration;
}

/** The statements that answer 401: as the handler does after the call, else as the file does, else the plain status. */
function refusalIn(declaration: Node, response: string, fn: Node, source: ScriptSource): readonly string[] {
  const end = sourceStyle(source).semicolons ? ';' : '';
  const own = new RegExp(`\\b${response}\\.(?:status\\(401\\)\\.\\w+\\([^;\\n]*\\)|sendStatus\\(401\\))(?=;?\\s*(?:\\n|\\}))`);
  const found = own.exec(source.text.slice(declaration.endIndex, fn.endIndex)) ?? own.exec(source.text);
  const answer = found?.[0] ?? `${response}.sendStatus(401)`;
  // What a typed handler may return is nothing, unless the file returns answers already.
  const returnsAnswers = source.language === 'javascript' || (!/\bvoid\b/.test(field(fn, 'return_type')?.text ?? '') && new RegExp(`\\breturn ${response}\\.`).test(source.text));
  return returnsAnswers ? [`return ${answer}${end}`] : [`${answer}${end}`, `return${end}`];
}

function wrapped(declaration: Node, refusal: readonly string[], edits: readonly TextEdit[], source: ScriptSource): TextEdit[] {
  const { newline, indent, semicolons } = sourceStyle(source);
  const [declarator] = namedChildren(declaration);
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  const value = declarator === undefined ? undefined : field(declarator, 'value');
  const type = declarator === undefined ? undefined : field(declarator, 'type');
  const outer = newline + indentationAt(source.text, declaration.startIndex);
  const end = semicolons ? ';' : '';
  if (name === undefined || value === undefined) return [...edits];
  return [
    ...edits,
    { start: declaration.startIndex, end: value.startIndex, newText: `let ${name.text}${type?.text ?? ''}${end}${outer}try {${outer}${indent}${name.text} = ` },
    { start: declaration.endIndex, end: declaration.endIndex, newText: `${outer}} catch {${refusal.map((line) => outer + indent + line).join('')}${outer}}` },
  ];
}
