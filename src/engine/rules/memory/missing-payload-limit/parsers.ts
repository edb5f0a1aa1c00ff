import type { Glimpse } from '../../rule';
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
}

const parsers: readonly Parser[] = [
  { callee: /^(?:express|body-parser):(?:json|urlencoded|text|raw)$/, options: ['limit'], at: 0, form: 'text' },
  { callee: /^@nestjs\/core:NestFactory\.create\.\(\)\.await\.useBodyParser$/, options: ['limit'], at: 1, form: 'text' },
  { callee: /^(?:koa-bodyparser:|@koa\/bodyparser:(?:bodyParser)?|koa-body:(?:koaBody)?)$/, options: ['jsonLimit', 'formLimit', 'textLimit', 'xmlLimit'], at: 0, form: 'text' },
  { callee: /^fastify:(?:fastify)?$/, options: ['bodyLimit'], at: 0, form: 'number' },
  { callee: /^fastify:(?:fastify\.)?(?:\(\)|FastifyInstance\.new)\.(?:post|put|patch|delete|all)$/, options: ['bodyLimit'], at: 1, form: 'number' },
  { callee: /^fastify:(?:fastify\.)?(?:\(\)|FastifyInstance\.new)\.route$/, options: ['bodyLimit'], at: 0, form: 'number' },
  { callee: /^hono\/body-limit:bodyLimit$/, options: ['maxSize'], at: 0, form: 'number' },
];

const modules = /^(?:express|body-parser|@nestjs\/core|koa-bodyparser|@koa\/bodyparser|koa-body|fastify|hono\/body-limit)$/;

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
    if (option.state !== 'set' || bytes === undefined || bytes < huge) continue;
    yield draft(option.value, option.entry, bytes, parser, source);
  }
}

function draft(value: Node, entry: Node, bytes: number, { form }: Parser, source: ScriptSource): Draft {
  const limit = source.settings.bodyLimitBytes;
  const told =
    bytes === Infinity
      ? 'A body of any size is read into memory: one request can end the process.'
      : `Bodies of up to ${sizeName(bytes)} are read into memory: a few at once take all that the process has, and parsing one holds the event loop.`;
  const stated = ownConstant(value, source);
  const isText = stated === undefined ? form === 'text' : stringValue(stated) !== undefined;
  const target = stated ?? value;
  const label = stated === undefined && entry.type === 'shorthand_property_identifier' ? `${entry.text}: ` : '';
  const newText = label + (isText ? sizeText(limit, source) : sizeProduct(limit));
  return {
    start: value.startIndex,
    end: value.endIndex,
    message: told,
    ...(bytes === Infinity ? { severity: 'warning' } : {}),
    fixes: [{ title: `Limit the body to ${sizeName(limit)}`, safety: 'review', edits: [{ start: target.startIndex, end: target.endIndex, newText }] }],
  };
}

/** The value of a constant that nothing but this option uses: it is changed there, so that none is left over. */
function ownConstant(value: Node, source: ScriptSource): Node | undefined {
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  const isOwn = declaration?.kind === 'const' && source.scopes.references(declaration).length === 1 && declaration.site.parent?.parent?.type !== 'export_statement';
  return isOwn ? field(declaration.site, 'value') : undefined;
}
