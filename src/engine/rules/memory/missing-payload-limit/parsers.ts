import type { Glimpse } from '../../rule';
import { servesAdministrators } from '../../../facts/javascript/administrators';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { closestCall, field, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { bytesOf, sizeName, sizeProduct, sizeText } from './sizes';

/** A parser that reads a whole body into memory, and the options that limit it. */
interface Parser {
  readonly callee: RegExp;
  readonly options: readonly string[];
  /** Which argument carries them. */
  readonly at: number;
  /** Whether the limit is written as text such as `'1mb'`, or as a number of bytes. */
  readonly form: 'text' | 'number';
  /** It writes files to disk, where much is meant to fit. */
  readonly isUpload?: true;
}

const parsers: readonly Parser[] = [
  { callee: /^(?:express|body-parser):(?:json|urlencoded|text|raw)$/, options: ['limit'], at: 0, form: 'text' },
  { callee: /^@nestjs\/core:NestFactory\.create\.\(\)\.await\.useBodyParser$/, options: ['limit'], at: 1, form: 'text' },
  { callee: /^(?:koa-bodyparser:|@koa\/bodyparser:(?:bodyParser)?|koa-body:(?:koaBody)?)$/, options: ['jsonLimit', 'formLimit', 'textLimit', 'xmlLimit'], at: 0, form: 'text' },
  { callee: /^fastify:(?:fastify)?$/, options: ['bodyLimit'], at: 0, form: 'number' },
  { callee: /^fastify:(?:fastify\.)?(?:\(\)|FastifyInstance\.new)\.(?:post|put|patch|delete|all)$/, options: ['bodyLimit'], at: 1, form: 'number' },
  { callee: /^fastify:(?:fastify\.)?(?:\(\)|FastifyInstance\.new)\.route$/, options: ['bodyLimit'], at: 0, form: 'number' },
  { callee: /^hono\/body-limit:bodyLimit$/, options: ['maxSize'], at: 0, form: 'number' },
  { callee: /^formidable:(?:(?:formidable|IncomingForm\.new|Formidable\.new))?$/, options: ['maxFileSize', 'maxTotalFileSize'], at: 0, form: 'number', isUpload: true },
];

const modules = /^(?:express|body-parser|@nestjs\/core|koa-bodyparser|@koa\/bodyparser|koa-body|fastify|formidable|hono\/body-limit)$/;

/** False where no parser of these can be. */
export const mayParse = ({ names }: Glimpse): boolean => names(modules);

/** From here on a few bodies at once take a process's memory, whatever they are needed for. */
const huge = 100 * 2 ** 20;

/** Body parsers whose limit the code sets out of reach. */
export function* explicitLimits(hit: Node, source: ScriptSource): Generator<Draft> {
  const call = closestCall(hit);
  const callee = call === undefined ? undefined : calleeOf(call);
  const key = callee === undefined ? '' : source.origins.key(callee);
  const parser = key === '' ? undefined : parsers.find((candidate) => candidate.callee.test(key));
  const given = call === undefined || parser === undefined ? undefined : argumentsOf(call)[parser.at];
  const options = given === undefined ? undefined : optionsOf(given, source);
  if (call === undefined || callee === undefined || parser === undefined || options === undefined) return;
  // A route's path and verb are one hit of several triggers; the option's own name is the other.
  const isOption = !(hit.startIndex >= callee.startIndex && hit.endIndex <= callee.endIndex) && hit.id !== call.id;
  for (const name of parser.options) {
    if (isOption && hit.text !== name) continue;
    const option = optionOf(options, name, source);
    const bytes = option.state === 'set' ? bytesOf(option.value, source) : undefined;
    if (option.state !== 'set' || bytes === undefined || bytes < (parser.isUpload === true ? Infinity : huge)) continue;
    const isChosen = bytes < thoughtless || isForOneRoute(call) || hasSmallerSibling(call, key, name, parser, source) || isExplained(option.entry, call, source) || servesAdministrators(call, source);
    yield { ...draft(option.value, option.entry, bytes, parser, source), ...(isChosen && bytes !== Infinity ? { severity: 'hint' as const } : {}) };
  }
}

/** `app.post('/import', express.json({ limit }), importAll)`, `app.use('/import', …)`: the rest of the server has another limit. */
function isForOneRoute(call: Node): boolean {
  const outer = call.parent?.type === 'arguments' ? call.parent.parent : null;
  const first = outer?.type === 'call_expression' ? argumentsOf(outer)[0] : undefined;
  const path = first === undefined ? undefined : first.type === 'string' ? stringValue(first) : first.type === 'template_string' ? first.text : undefined;
  return path !== undefined && !/^\/?\*?$/.test(path);
}

/** More than any string of the engine can hold was not thought about; less may be what an internal service has to take. */
const thoughtless = 2 ** 30;

/** The same parser stands in the file with a limit within reach: where it is large was decided. */
function hasSmallerSibling(call: Node, key: string, name: string, parser: Parser, source: ScriptSource): boolean {
  return source.tree.rootNode.descendantsOfType('call_expression').some((other) => {
    const callee = other === null || other.id === call.id ? undefined : calleeOf(other);
    const given = other === null || callee === undefined || source.origins.key(callee) !== key ? undefined : argumentsOf(other)[parser.at];
    const options = given === undefined ? undefined : optionsOf(given, source);
    const option = options === undefined ? undefined : optionOf(options, name, source);
    const bytes = option?.state === 'set' ? bytesOf(option.value, source) : undefined;
    return bytes !== undefined && bytes < huge;
  });
}

const reasons = /\b(?:limits?|larger?|big|huge|size|sizes|uploads?|imports?|base64|payloads?|attachments?|files?|images?|videos?|backups?|\d+ ?[mg]b)\b/i;

/** A comment at the option or above its call says why so much is let in. */
function isExplained(entry: Node, call: Node, source: ScriptSource): boolean {
  const lines = source.text.split('\n', call.endPosition.row + 1);
  const own = lines.slice(call.startPosition.row, call.endPosition.row + 1).map((line) => /\/\/(.*)$/.exec(line.replace(/:\/\//g, ''))?.[1] ?? '');
  const above = /^\s*(?:\/\/|\*|\/\*)(.*)$/.exec(lines[call.startPosition.row - 1] ?? '')?.[1] ?? '';
  const held = /^\s*(?:\/\/|\*|\/\*)(.*)$/.exec(lines[entry.startPosition.row - 1] ?? '')?.[1] ?? '';
  return reasons.test([...own, above, held].join(' '));
}

function draft(value: Node, entry: Node, bytes: number, { form, isUpload }: Parser, source: ScriptSource): Draft {
  const limit = source.settings.bodyLimitBytes;
  const stated = ownConstant(value, source);
  const isText = stated === undefined ? form === 'text' : stringValue(stated) !== undefined;
  const target = stated ?? value;
  const label = stated === undefined && entry.type === 'shorthand_property_identifier' ? `${entry.text}: ` : '';
  const newText = label + (isText ? sizeText(limit, source) : sizeProduct(limit));
  return {
    start: value.startIndex,
    end: value.endIndex,
    message: toldOf(bytes, isUpload === true),
    ...(bytes === Infinity && isUpload === undefined ? { severity: 'warning' } : {}),
    fixes: [{ title: `Limit the body to ${sizeName(limit)}`, safety: 'review', edits: [{ start: target.startIndex, end: target.endIndex, newText }] }],
  };
}

function toldOf(bytes: number, isUpload: boolean): string {
  if (isUpload) return 'Nothing limits how large an uploaded file may be: one client can fill the disk.';
  if (bytes === Infinity) return 'A body of any size is read into memory: one request can end the process.';
  return `Bodies of up to ${sizeName(bytes)} are read into memory: a few at once take all that the process has, and parsing one holds the event loop.`;
}

/** The value of a constant that nothing but this option uses: it is changed there, so that none is left over. */
function ownConstant(value: Node, source: ScriptSource): Node | undefined {
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  const isOwn = declaration?.kind === 'const' && source.scopes.references(declaration).length === 1 && declaration.site.parent?.parent?.type !== 'export_statement';
  return isOwn ? field(declaration.site, 'value') : undefined;
}
