import { classTypes } from '../../../facts/javascript/classes';
import { fieldUses, heldValue } from '../../../facts/javascript/flow';
import { enclosingFunction, parametersOf } from '../../../facts/javascript/functions';
import { numberText } from '../../../fix/javascript/lists';
import { insertAfterStatement } from '../../../fix/javascript/insertStatements';
import { freeName } from '../../../fix/javascript/names';
import { styleOf } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import { durationText } from '../../../text/duration';
import type { Draft } from '../../rule';

/** Spellings of the third state: no class without it is taken for a breaker. */
export const halfOpenSpellings: readonly string[] = ['HALF_OPEN', 'HALF-OPEN', 'half_open', 'half-open', 'halfOpen', 'HalfOpen', 'Half-Open'];

/**
 * A breaker the project wrote itself: a class with the three states, a count of failures, and a method that awaits a
 * function it was given. Anything that may end the wait makes it no finding.
 */
export function* checkLocalClass(hit: Node, source: ScriptSource): Generator<Draft> {
  const owner = closest(hit, classTypes) ?? classUsing(hit, source);
  if (owner === undefined || !hasStates(owner, hit, source) || !countsFailures(owner)) return;
  for (const wait of waitsOf(owner, source)) {
    const call = namedChildren(wait)[0];
    if (call === undefined || mayEnd(wait, owner)) continue;
    const edits = raced(call, owner, source);
    yield {
      start: call.startIndex,
      end: call.endIndex,
      // Its callers may well bound what they pass to it.
      severity: 'hint',
      message: `This breaker counts a call when it settles, and nothing here ends the wait. Unless each call has a deadline of its own, a hang is neither a success nor a failure, and the breaker stays closed.${edits === undefined ? ' No fix is offered, because the class is not a declaration of its own.' : ''}`,
      fixes: edits === undefined ? [] : [{ title: `Count a call that takes longer than ${durationText(source.settings.timeoutMs)} as failed`, safety: 'review', edits }],
    };
  }
}

const declarations: ReadonlySet<string> = new Set(['variable_declarator', 'enum_declaration', 'type_alias_declaration']);

/** The class that refers to the constant or enum a state is named in. */
function classUsing(hit: Node, source: ScriptSource): Node | undefined {
  const site = ancestorOf(hit, declarations);
  const name = site === undefined ? undefined : field(site, 'name')?.text;
  if (name === undefined || !/^\w+$/.test(name)) return undefined;
  const mention = new RegExp(`\\b${name}\\b`);
  const users = source.tree.rootNode.descendantsOfType(['class_declaration', 'class']).filter((node): node is Node => node !== null && mention.test(node.text));
  return users.length === 1 ? users[0] : undefined;
}

const halfOpen = /\bhalf[-_]?open\b/i;

function hasStates(owner: Node, hit: Node, source: ScriptSource): boolean {
  const site = ancestorOf(hit, declarations);
  const text = `${owner.text}\n${site === undefined ? '' : source.text.slice(site.startIndex, site.endIndex)}`;
  return halfOpen.test(text) && /\bclosed?\b/i.test(text) && /(?<![a-z][-_]?)\bopen(?:ed)?\b/i.test(text.replace(/half[-_]?open/gi, ''));
}

/** `this.failures++`, `circuit.failureCount += 1`. */
const counting = /\.\s*#?_?\w*fail\w*(?:\s*\+\+|\s*\+=\s*1\b|\s*=\s*[\w.#]*fail\w*\s*\+\s*1\b)|\+\+\s*[\w.]+\.#?_?\w*fail/i;

const countsFailures = (owner: Node): boolean => counting.test(owner.text);

/** False where no class of a text has the third state and counts failures of what it waits for. */
export const mayBreak = (text: string): boolean => halfOpen.test(text) && text.includes('await') && counting.test(text);

/** `await fn(…)` where the class was given `fn`: a parameter of the method, or a field its constructor sets from one. */
function waitsOf(owner: Node, source: ScriptSource): Node[] {
  const found: Node[] = [];
  walk(owner, (node) => {
    const call = node.type === 'await_expression' ? namedChildren(node)[0] : undefined;
    const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
    if (callee !== undefined && isGiven(callee, source) && isCounted(node)) found.push(node);
    return true;
  });
  return found;
}

/** Inside a `try` body, where a failure can be counted: a fallback is awaited in the catch, perhaps in a `try` of its own. */
function isCounted(wait: Node): boolean {
  const attempt = ancestorOf(wait, new Set(['try_statement', 'catch_clause', 'method_definition']));
  const body = attempt?.type === 'try_statement' ? field(attempt, 'body') : undefined;
  if (body === undefined || !isInside(wait, body) || attempt === undefined) return false;
  return ancestorOf(attempt, new Set(['catch_clause', 'method_definition']))?.type !== 'catch_clause';
}

function isGiven(callee: Node, source: ScriptSource): boolean {
  const method = enclosingFunction(callee);
  if (callee.type === 'identifier') {
    const declaration = source.scopes.resolve(callee);
    return declaration?.kind === 'parameter' && method?.type === 'method_definition' && parametersOf(method).some((parameter) => parameter.id === declaration.id.id);
  }
  if (callee.type !== 'member_expression' || field(callee, 'object')?.type !== 'this') return false;
  const value = heldValue(callee, source);
  const isFromParameter = value.type === 'identifier' && source.scopes.resolve(value)?.kind === 'parameter';
  return isFromParameter || isParameterProperty(callee, source);
}

/** `constructor(private readonly action: () => Promise<T>)`. */
function isParameterProperty(member: Node, source: ScriptSource): boolean {
  const name = field(member, 'property')?.text ?? '';
  const body = ancestorOf(member, new Set(['class_body']));
  const constructor = body === undefined ? undefined : namedChildren(body).find((entry) => field(entry, 'name')?.text === 'constructor');
  const parameter = constructor === undefined ? undefined : parametersOf(constructor).find((id) => id.text === name);
  const type = parameter?.parent === null || parameter === undefined ? undefined : field(parameter.parent, 'type');
  return type !== undefined && /=>/.test(type.text) && fieldUses(name, member, source).every((use) => use.parent?.type !== 'assignment_expression');
}

/** A timer or race in the method, a signal passed on, or a class that deals in abort signals at all. */
function mayEnd(wait: Node, owner: Node): boolean {
  const method = enclosingFunction(wait);
  const call = namedChildren(wait)[0];
  const given = call === undefined ? '' : (field(call, 'arguments')?.text ?? '');
  return /signal|abort|timeout|deadline|cancel/i.test(given) || /\bsetTimeout\b|\.race\b/.test(method?.text ?? '') || /Abort(?:Controller|Signal)|\.race\(/.test(owner.text);
}

/** The call raced against a timer, by a function below the class that also clears it. */
function raced(call: Node, owner: Node, source: ScriptSource) {
  const statement = owner.parent?.type === 'export_statement' ? owner.parent : owner;
  if (owner.type === 'class' || statement.parent?.type !== 'program') return undefined;
  const { newline, indent, semicolons } = styleOf(source.text);
  const name = freeName(source, 'withTimeout', 'breaker');
  const end = semicolons ? ';' : '';
  const typed = source.language !== 'javascript';
  const lines = [
    '',
    '/** Rejects when the promise has not settled in time, so that a hang becomes a failure to count. */',
    typed ? `async function ${name}<T>(promise: PromiseLike<T> | T, ms: number): Promise<T> {` : `async function ${name}(promise, ms) {`,
    `${indent}let timer${typed ? ': ReturnType<typeof setTimeout> | undefined' : ''}${end}`,
    `${indent}const late = new Promise${typed ? '<never>' : ''}((_, reject) => {`,
    `${indent}${indent}timer = setTimeout(() => reject(new Error(\`no answer after \${ms} ms\`)), ms)${end}`,
    `${indent}})${end}`,
    `${indent}try {`,
    `${indent}${indent}return await Promise.race([promise, late])${end}`,
    `${indent}} finally {`,
    `${indent}${indent}clearTimeout(timer)${end}`,
    `${indent}}`,
    '}',
  ];
  return [
    { start: call.startIndex, end: call.startIndex, newText: `${name}(` },
    { start: call.endIndex, end: call.endIndex, newText: `, ${numberText(source.settings.timeoutMs, source)})` },
    insertAfterStatement(source, statement, lines, newline),
  ];
}
