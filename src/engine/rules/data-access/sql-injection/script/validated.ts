import { declarationOf } from '../../../../facts/javascript/functions';
import { enclosingHandler } from '../../../../facts/javascript/handlers';
import { nestParts } from '../../../../facts/javascript/requestParts';
import { routeArguments } from '../../../../facts/javascript/routeArguments';
import { functionTypes } from '../../../../facts/javascript/scope';
import { parentDir } from '../../../../facts/project/project';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import { firstIdentifier } from '../../../../facts/javascript/memberChain';

/** What people call code that lets only some values through. Names only ever make the rule quieter. */
const validator = /valid|schema|celebrate|sanit|\bjoi\b|\bzod\b|\byup\b|\bdto\b|\bcheck(?:[A-Z]\w*)?\b(?<!Auth|Token|Login|Role|Session|User|Permissions?)/i;

/** `/:id(\\d+)`: the router lets only such values through. */
const pathPattern = /:\w+\(/;

/** `router.param('id', …)` sees each such value before the handlers do. */
const paramHook = /\.param\(\s*['"`](\w+)/g;

/** `schema.parse(req.body)`, `validate(req)`, `validationResult(req)`. */
const checksRequest =
  /(?:valid\w*|(?<!JSON\.|Date\.|qs\.|querystring\.|url\.)\b(?:safeParse|parse|check|assert|ensure|sanitize)(?:Async|Sync)?)\(\s*(?:\{\s*\.\.\.)?(?:req|request|ctx|c|context|event|this)(?:\.(?:request|req|body|query|params|queryStringParameters|pathParameters))*\s*[,)]|\bmatchedData\(/i;

/** Middy's middleware, which checks the event before a Lambda function sees it. */
const middleware = /\.use\(\s*\w*valid\w*\(/i;

/** Calls that register a handler. */
const registers = /\.(?:get|post|put|patch|delete|all|use|route|add)\(/g;

const mostFiles = 20;
const mostBefore = 400;

/** True where something before the statement may let only some values of the request through; what it lets through is not known here. */
export function mayBeValidated(expression: Node, source: ScriptSource): boolean {
  const found = enclosingHandler(expression, source);
  if (found === undefined) return checksRequest.test(source.text) || middleware.test(source.text);
  const { fn, handler } = found;
  if (handler.evidence === 'decorated') return isTyped(expression, source) || checksRequest.test(fn.text);
  return checksRequest.test(fn.text) || hasParamHook(fn, source) || routeArguments(fn, source).some(isValidator) || isValidatedElsewhere(fn, source);
}

/** A hook of the same file is for a name that the handler reads. */
const hasParamHook = ({ text }: Node, source: ScriptSource): boolean => [...source.text.matchAll(paramHook)].some(([, name]) => new RegExp(`\\bparams\\b[^;]*\\b${name ?? ''}\\b`).test(text));

const isText = ({ type }: Node): boolean => type === 'string' || type === 'template_string';

const isValidator = (argument: Node): boolean => (isText(argument) ? pathPattern.test(argument.text) : !functionTypes.has(argument.type) && validator.test(argument.text));

/** Routes of other files that name the handler. */
function isValidatedElsewhere(handler: Node, source: ScriptSource): boolean {
  const name = nameOf(handler, source);
  const { project } = source;
  const dir = project.packageFor(source.file)?.dir ?? parentDir(source.file);
  const files = name === undefined || dir === undefined ? [] : (project.filesWith(name, dir) ?? []).filter((file) => file !== source.file);
  return name !== undefined && files.slice(0, mostFiles).some((file) => registrations(name, project.read(file) ?? '').some((given) => pathPattern.test(given) || validator.test(withoutText(given))));
}

/** What stands before a name in the calls that register it. */
function registrations(name: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g'))].flatMap(({ index }) => {
    const before = text.slice(Math.max(0, index - mostBefore), index);
    const last = [...before.matchAll(registers)].at(-1);
    const given = last === undefined ? '' : before.slice(last.index);
    return given === '' || /;|=>|\bfunction\b/.test(given) ? [] : [given];
  });
}

const withoutText = (code: string): string => code.replace(/(['"`])(?:(?!\1)[^\\\n]|\\.)*\1/g, '');

/** As other files name it: `exports.list = …`, `const list = …`, a method. */
function nameOf(fn: Node, source: ScriptSource): string | undefined {
  const declared = declarationOf(fn, source.scopes)?.id.text ?? field(fn, 'name')?.text;
  if (declared !== undefined) return declared;
  const outer = fn.parent;
  const target = outer?.type === 'assignment_expression' ? field(outer, 'left') : outer?.type === 'pair' ? field(outer, 'key') : outer?.type.endsWith('field_definition') === true ? (field(outer, 'name') ?? field(outer, 'property')) : undefined;
  return /(\w+)$/.exec(target?.text ?? '')?.[1];
}

/** A parameter of a Nest handler that a pipe reads, or that has a type of its own, which the global pipe may validate. */
function isTyped(expression: Node, source: ScriptSource): boolean {
  const fn = ancestorOf(expression, functionTypes);
  const root = firstIdentifier(expression);
  const declaration = root === undefined ? undefined : source.scopes.resolve(root);
  const decorated = (fn === undefined ? [] : namedChildren(field(fn, 'parameters') ?? fn)).filter((parameter) => nestParts.has(/^@(\w+)/.exec(parameter.text)?.[1] ?? ''));
  const own = decorated.filter((parameter) => declaration !== undefined && isInside(declaration.id, parameter));
  return (own.length > 0 ? own : decorated).some((parameter) => {
    const type = field(parameter, 'type')?.text.replace(/^:\s*/, '') ?? 'any';
    return /^@\w+\([^)]*Pipe/.test(parameter.text) || !/^(?:string|any|unknown)(?:\[\])?$/.test(type);
  });
}
