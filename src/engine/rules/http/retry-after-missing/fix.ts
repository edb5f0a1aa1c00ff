import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { numberValue } from '../../../facts/javascript/numbers';
import { stringValue } from '../../../facts/javascript/strings';
import type { Declaration } from '../../../facts/javascript/scope';
import { appendToList, objectText } from '../../../fix/javascript/lists';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Answer } from './answers';
import { limiterOf } from './limiters';
import { spanIn } from './spans';

interface Seconds {
  /** As the header's value. */
  readonly text: string;
  readonly told: string;
}

/** Tells the client when to come back: after the window the file limits by, else after the time of the settings. */
export function tellWhen(answer: Answer, source: ScriptSource): DraftFix | string {
  const seconds = secondsFor(answer, source);
  const edits = editsFor(answer, seconds.text, source);
  if (edits === undefined) return 'its headers are given by other code';
  return { title: `Ask the client to come back after ${seconds.told}`, safety: 'review', edits };
}

const windows = /^(?:(?:rate_?(?:limit_?)?)?window(?:_?(?:ms|millis|seconds|secs?))?|(?:rate_?limit_?)?window_?size(?:_?(?:ms|seconds))?|cool_?down(?:_?(?:ms|seconds))?|block_?duration(?:_?(?:ms|seconds))?)$/i;

/** The time that is left, where the handler has read it; else a constant that says how long the window is, by a name that also says its unit or whose size does. */
function secondsFor(answer: Answer, source: ScriptSource): Seconds {
  const { status, fn, node } = answer;
  const { quote } = sourceStyle(source);
  const { window } = limiterOf(answer, source) ?? {};
  if (window !== undefined) return { text: `${quote}${window}${quote}`, told: `the window, ${window} s` };
  const own = ownConstants(fn, node, source);
  const left = status === 503 ? undefined : own.find(isTimeToLive);
  if (left !== undefined) return { text: `String(Math.max(1, ${left.name}))`, told: 'the time that is left' };
  const constant = status === 503 ? undefined : [...own, ...source.scopes.declarations(source.tree.rootNode)].find(({ name, kind }) => kind === 'const' && windows.test(name));
  const value = constant === undefined ? undefined : field(constant.site, 'value');
  const length = value === undefined ? undefined : numberValue(value, source.scopes);
  const spelt = value === undefined ? undefined : spokenSeconds(stringValue(value));
  if (spelt !== undefined) return { text: `${quote}${spelt}${quote}`, told: `the window, ${spelt} s` };
  if (constant !== undefined && length !== undefined) {
    const isMs = /ms|millis/i.test(constant.name) || (!/sec/i.test(constant.name) && length >= 1000);
    return { text: isMs ? `String(Math.ceil(${constant.name} / 1000))` : `String(${constant.name})`, told: `the window, ${isMs ? Math.ceil(length / 1000) : length} s` };
  }
  const span = status === 503 ? undefined : spanIn(answer, source);
  if (span !== undefined) return { text: /^\d+$/.test(span.code) ? `${quote}${span.code}${quote}` : `String(${span.code})`, told: span.told };
  const seconds = Math.max(1, Math.ceil(source.settings.timeoutMs / 1000));
  return { text: `${quote}${seconds}${quote}`, told: `${seconds} s${status === 429 ? ' (choose the figure: the window is not known here)' : ''}` };
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `'60 s'`, `'1m'`: a window as limiters take it, in whole seconds. */
function spokenSeconds(text: string | undefined): number | undefined {
  const [, count, unit] = /^(\d+)\s?(ms|s|m|h|d)$/.exec(text ?? '') ?? [];
  return count === undefined || unit === undefined ? undefined : Math.max(1, Math.ceil(Number(count) * (units[unit] ?? 1)));
}

/** The constants of the handler that the answer sees. */
function ownConstants(fn: Node, node: Node, source: ScriptSource): Declaration[] {
  const names = new Set(fn.descendantsOfType('variable_declarator').flatMap((each) => (each !== null && each.endIndex < node.startIndex ? [field(each, 'name')?.text ?? ''] : [])));
  return [...names].flatMap((name) => {
    const declaration = source.scopes.lookup(name, node);
    return declaration?.kind === 'const' && isInside(declaration.id, fn) ? [declaration] : [];
  });
}

/** `const ttl = await redis.ttl(key)`: Redis answers in seconds. */
const isTimeToLive = ({ site }: Declaration): boolean => /^await [\w.$]+\.ttl\([^()]*\)$/.test(field(site, 'value')?.text ?? '');

function editsFor({ form, framework, node, response }: Answer, value: string, source: ScriptSource): TextEdit[] | undefined {
  const { quote, newline, semicolons } = sourceStyle(source);
  const name = `${quote}Retry-After${quote}`;
  const list = field(node, 'arguments');
  switch (form) {
    case 'chain':
      return [{ start: node.endIndex, end: node.endIndex, newText: `.${framework === 'fastify' ? 'header' : 'set'}(${name}, ${value})` }];
    case 'sendStatus': {
      const callee = calleeOf(node);
      const object = callee === undefined ? undefined : field(callee, 'object');
      return object === undefined ? undefined : [{ start: object.endIndex, end: object.endIndex, newText: `.set(${name}, ${value})` }];
    }
    case 'assigned': {
      const statement = node.parent;
      const call = `${response}.${framework === 'koa' ? 'set' : 'setHeader'}(${name}, ${value})${semicolons ? ';' : ''}`;
      return statement === null ? undefined : [{ start: statement.endIndex, end: statement.endIndex, newText: newline + indentationAt(source.text, statement.startIndex) + call }];
    }
    default: {
      const at = form === 'writeHead' ? 1 : 2;
      const given = argumentsOf(node);
      const headers = given[at];
      const item = `${name}: ${value}`;
      if (list === undefined || given.some((argument) => argument.type === 'spread_element')) return undefined;
      if (headers === undefined) return appendToList(list, objectText([item], source), source);
      return headers.type === 'object' && !hasSpread(headers) ? appendToList(headers, item, source) : undefined;
    }
  }
}

const hasSpread = (object: Node): boolean => namedChildren(object).some((entry) => entry.type === 'spread_element');
