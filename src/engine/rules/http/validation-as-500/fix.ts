import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { parametersOf } from '../../../facts/javascript/functions';
import type { Handler } from '../../../facts/javascript/handlers';
import { appendToList } from '../../../fix/javascript/lists';
import { ensureImport } from '../../../fix/javascript/imports';
import { freeName, isTaken } from '../../../fix/javascript/names';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Validation } from './calls';
import { refusalBody, refusalStatus } from './refusal';

/** The handler that the validation stands in. */
export interface Place {
  readonly fn: Node;
  readonly handler: Handler;
}

/** How a library says what it found, without throwing. */
interface Checked {
  /** Edits that turn the call into the one that does not throw. */
  readonly edits: readonly TextEdit[];
  readonly value: 'data' | 'output';
  readonly issues: 'error.issues' | 'issues';
}

const statementTypes: ReadonlySet<string> = new Set(['lexical_declaration', 'variable_declaration', 'expression_statement']);

/** Asks the validator instead of letting it throw, and answers the client. @returns why not, where that cannot be proven */
export function checkInstead(validation: Validation, place: Place, source: ScriptSource): DraftFix | string {
  if (validation.library === 'ajv') return refuseInstead(validation, place, source);
  const checked = withoutThrow(validation);
  if (typeof checked === 'string') return checked;
  const statement = ancestorOf(validation.call, statementTypes);
  const used = statement === undefined ? undefined : useOf(validation.call, statement);
  if (statement === undefined || used === undefined) return 'the result is used inside another expression; give it a line of its own first';
  if (statement.parent?.type !== 'statement_block') return 'the statement has no block of its own';
  const result = resultName(validation, place, source);
  const status = refusalStatus(source);
  const answer = answerFor(status, `${result}.${checked.issues}`, place, source);
  if (typeof answer === 'string') return answer;
  const { newline, semicolons, indent } = sourceStyle(source);
  const end = semicolons ? ';' : '';
  const outer = indentationAt(source.text, statement.startIndex);
  const body = answer.lines.map((line) => newline + outer + indent + line + end).join('');
  const head = `const ${result} = `;
  const guard = `${end}${newline}${outer}if (!${result}.success) {${body}${newline}${outer}}`;
  const value = `${result}.${checked.value}`;
  const tail = used.before === undefined ? '' : `${newline}${outer}${used.before}${value}${used.after}${end}`;
  return {
    title: `Answer ${status} to a request that does not fit`,
    safety: 'review',
    // Two validations of one handler need two names, and the parameter they may lack only once.
    oneAtATime: 'validation-as-500',
    edits: [
      ...answer.edits,
      { start: statement.startIndex, end: used.expression.startIndex, newText: head },
      ...checked.edits,
      { start: used.expression.endIndex, end: statement.endIndex, newText: guard + tail },
    ],
  };
}

/** `parsed`; where the handler checks several parts of the request, `parsedBody` and `parsedQuery`. */
function resultName({ call, library }: Validation, { fn }: Place, source: ScriptSource): string {
  const several = (fn.text.replace(/\bJSON\.parse\(/g, '').match(/(?:\.|\b)(?:parse|safeParse)(?:Async)?\(/g) ?? []).length > 1;
  const part = /\b(body|params?|query|headers)\b/.exec(argumentsOf(call)[library === 'valibot' ? 1 : 0]?.text ?? '')?.[1];
  const name = several && part !== undefined ? `parsed${part[0]?.toUpperCase() ?? ''}${part.slice(1)}` : 'parsed';
  // Each handler has its own: only what it mentions, or what it could see, is in the way.
  const isFree = (wish: string) => !new RegExp(`\\b${wish}\\b`).test(fn.text) && source.scopes.lookup(wish, call) === undefined;
  return [name, 'checked', 'validated'].find(isFree) ?? freeName(source, name, 'checked');
}

/** An answer in place of Ajv's `throw`, whose function keeps its errors. */
function refuseInstead({ call, method }: Validation, place: Place, source: ScriptSource): DraftFix | string {
  const statement = call.parent;
  const status = refusalStatus(source);
  const answer = answerFor(status, `${method}.errors`, place, source);
  if (typeof answer === 'string' || statement === null) return typeof answer === 'string' ? answer : 'the error is made elsewhere';
  if (answer.lines.length > 1 && statement.parent?.type !== 'statement_block') return 'the condition has room for one statement only';
  const { newline, semicolons } = sourceStyle(source);
  const end = semicolons ? ';' : '';
  const newText = answer.lines.map((line) => line + end).join(newline + indentationAt(source.text, statement.startIndex));
  return { title: `Answer ${status} to a request that does not fit`, safety: 'review', edits: [...answer.edits, { start: statement.startIndex, end: statement.endIndex, newText }] };
}

/** The statement around the validated value: `const { id } = ` and ` as T`; no `before` where the value is dropped. */
function useOf(call: Node, statement: Node): { readonly expression: Node; readonly before?: string; readonly after: string } | undefined {
  const expression = call.parent?.type === 'await_expression' ? call.parent : call;
  let value = expression;
  while (value.parent?.type === 'as_expression' || value.parent?.type === 'satisfies_expression' || value.parent?.type === 'parenthesized_expression') value = value.parent;
  const outer = value.parent;
  if (outer?.id === statement.id && value.id === expression.id) return { expression, after: '' };
  const isDeclared = outer?.type === 'variable_declarator' && namedChildren(statement).length === 1;
  const isAssigned = outer?.type === 'assignment_expression' && outer.parent?.id === statement.id;
  if (outer == null || !(isDeclared || isAssigned) || field(outer, isDeclared ? 'value' : 'right')?.id !== value.id) return undefined;
  const from = statement.startIndex;
  const text = (start: number, end: number) => statement.text.slice(start - from, end - from);
  return { expression, before: text(from, expression.startIndex), after: text(expression.endIndex, value.endIndex) };
}

function withoutThrow({ library, call, method }: Validation): Checked | string {
  const callee = calleeOf(call);
  const property = callee?.type === 'member_expression' ? field(callee, 'property') : undefined;
  if (library !== 'zod' && library !== 'valibot') return `${library} tells by throwing; catch the error here, or answer 400 to it where the server's errors are handled`;
  if (property === undefined || argumentsOf(call).some((argument) => argument.type === 'spread_element')) return 'the function is called by a name of its own';
  const edits = [{ start: property.startIndex, end: property.endIndex, newText: method === 'parseAsync' ? 'safeParseAsync' : 'safeParse' }];
  return library === 'zod' ? { edits, value: 'data', issues: 'error.issues' } : { edits, value: 'output', issues: 'issues' };
}

interface Answered {
  readonly lines: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** The statements that refuse the request, in the framework's own form. */
function answerFor(status: 400 | 422, issues: string, { fn, handler }: Place, source: ScriptSource): Answered | string {
  const body = refusalBody(issues, source);
  const plain = (...lines: string[]): Answered => ({ lines, edits: [] });
  const parameters = parametersOf(fn);
  const named = (index: number) => (parameters[index]?.type === 'identifier' ? parameters[index].text : undefined);
  switch (handler.framework) {
    case 'express': {
      const response = named(parameters.length === 4 ? 2 : 1);
      if (response === undefined) return 'the handler does not name its response';
      const call = `${response}.status(${status}).json(${body})`;
      return returnsAnswers(response, fn, source) ? plain(`return ${call}`) : plain(call, 'return');
    }
    case 'fastify': {
      const list = field(fn, 'parameters');
      const added = parameters.length === 1 && list !== undefined && !isTaken(source, 'reply') ? appendToList(list, 'reply', source) : [];
      const reply = named(1) ?? (added.length > 0 ? 'reply' : undefined);
      if (reply === undefined) return 'the handler does not take its reply';
      const method = new RegExp(`\\b${reply}(?:\\s*\\.\\w+\\([^)]*\\))*\\s*\\.status\\(`).test(source.text) ? 'status' : 'code';
      return { lines: [`return ${reply}.${method}(${status}).send(${body})`], edits: added };
    }
    case 'koa': {
      const ctx = named(0);
      return ctx === undefined ? 'the handler does not name its context' : plain(`${ctx}.status = ${status}`, `${ctx}.body = ${body}`, 'return');
    }
    case 'hono': {
      const c = named(0);
      return c === undefined ? 'the handler does not name its context' : plain(`return ${c}.json(${body}, ${status})`);
    }
    case 'nest': {
      const exception = ensureImport(source, { module: '@nestjs/common', name: status === 400 ? 'BadRequestException' : 'UnprocessableEntityException', at: fn });
      return { lines: [`throw new ${exception.local}(${body})`], edits: exception.edits };
    }
    case 'http':
      return 'a server without a framework has no one form of an answer';
  }
}

/**
 * `return res.json(…)` where the handlers of the file do so, and in JavaScript where none does otherwise; a return type of
 * `void` forbids it.
 */
function returnsAnswers(response: string, fn: Node, source: ScriptSource): boolean {
  if (/\bvoid\b/.test(field(fn, 'return_type')?.text ?? '')) return false;
  if (new RegExp(`\\breturn ${response}\\b`).test(source.text)) return true;
  const typed = fn.parent?.type === 'variable_declarator' && field(fn.parent, 'type') !== undefined;
  return source.language === 'javascript' && !typed;
}

