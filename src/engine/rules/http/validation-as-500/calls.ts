import type { Glimpse } from '../../rule';
import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { unwrapped } from '../../../facts/javascript/options';
import { isRequestData } from '../../../facts/javascript/requestData';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';

export type Library = 'zod' | 'yup' | 'joi' | 'valibot' | 'class-validator' | 'ajv';

/** A call that throws, or rejects, when the data that a client sent does not fit a schema. */
export interface Validation {
  readonly library: Library;
  readonly call: Node;
  /** The name of the call in its library: `parse`, `validateAsync`. */
  readonly method: string;
  readonly isAsync: boolean;
}

const throwing: ReadonlySet<string> = new Set(['throw_statement']);
const conditions: ReadonlySet<string> = new Set(['if_statement']);

/** Schemas by the module that makes them, with the methods that throw; each has to be reached by a call or a declared type. */
const methods: readonly { readonly library: Library; readonly module: RegExp; readonly method: RegExp }[] = [
  { library: 'zod', module: /^zod(?:\/v[34])?$/, method: /^parse(?:Async)?$/ },
  { library: 'yup', module: /^yup$/, method: /^validate(?:Sync)?$/ },
  { library: 'joi', module: /^(?:@hapi\/)?joi$/, method: /^validateAsync$/ },
];

/** Functions that throw, by their origin, with the place of the data among their arguments. */
const functions: ReadonlyMap<string, { readonly library: Library; readonly at: number }> = new Map(
  Object.entries({
    ...known('joi', 0, ['joi', 'joi:Joi', '@hapi/joi'], ['attempt', 'assert']),
    ...known('valibot', 1, ['valibot'], ['parse', 'parseAsync']),
    ...known('class-validator', 0, ['class-validator'], ['validateOrReject']),
  }),
);

const modules = /^(?:zod|zod\/v[34]|yup|joi|@hapi\/joi|valibot|class-validator|ajv|ajv\/dist\/.*)$/;

/** False where no validation of these libraries can be. */
export const mayValidate = ({ names }: Glimpse): boolean => names(modules);

function known(library: Library, at: number, modules: readonly string[], names: readonly string[]): Record<string, { readonly library: Library; readonly at: number }> {
  return Object.fromEntries(modules.flatMap((module) => names.map((name) => [`${module}${module.includes(':') ? '.' : ':'}${name}`, { library, at }] as const)));
}

/** The validation that a place in the text belongs to; undefined where the data is not the request's. */
export function validationAt(at: Node, source: ScriptSource): Validation | undefined {
  const call = closestCall(at);
  const callee = call === undefined ? undefined : calleeOf(call);
  const origin = callee === undefined ? undefined : source.origins.of(callee);
  if (call === undefined || callee === undefined || origin === undefined) return undefined;
  const fn = functions.get(source.origins.key(callee));
  const method = origin.path.at(-1) ?? '';
  const isMade = origin.path.slice(0, -1).some((step) => step === '()' || step === 'new');
  const library = fn?.library ?? methods.find((entry) => isMade && entry.module.test(origin.module) && entry.method.test(method))?.library;
  const data = argumentsOf(call)[fn?.at ?? 0];
  if (library === undefined || data === undefined || neverFails(callee, data) || !isSent(data, source)) return undefined;
  const isAsync = /Async$|^validateOrReject$/.test(method) || (library === 'yup' && method === 'validate');
  return isAsync && !isWaitedFor(call) ? undefined : { library, call, method, isAsync };
}

/** A part of the path is always there, and never empty. */
const neverFails = (callee: Node, data: Node): boolean => /\.params\.\w+$/.test(data.text) && /^\w+\s*\.string\(\)(?:\s*\.(?:min\(1\)|nonempty\(\)|optional\(\)))*\s*\.parse(?:Async)?$/.test(callee.text);

/** What the client sent, alone, in an object that is made of it, or as an instance of a class. */
function isSent(expression: Node, source: ScriptSource): boolean {
  const value = unwrapped(expression);
  if (value.type === 'object') return namedChildren(value).some((entry) => isSent(entry.type === 'spread_element' ? (namedChildren(entry)[0] ?? entry) : (field(entry, 'value') ?? entry), source));
  if (value.type === 'call_expression' && /^class-transformer:plainTo(?:Instance|Class)$/.test(source.origins.key(calleeOf(value) ?? value))) return argumentsOf(value).slice(1, 2).some((data) => isSent(data, source));
  const held = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  const initial = held?.kind === 'const' && held.id.parent?.id === held.site.id ? field(held.site, 'value') : undefined;
  if (initial !== undefined && (initial.type === 'call_expression' || initial.type === 'object')) return isSent(initial, source) || isRequestData(value, source);
  return isRequestData(value, source);
}

/** Awaited or returned as it is: `.catch(…)` and `.then(…)` decide elsewhere what becomes of the rejection. */
function isWaitedFor(call: Node): boolean {
  return awaitOf(call) !== undefined || call.parent?.type === 'return_statement' || call.parent?.type === 'arrow_function';
}

/** `if (!validate(req.body)) throw new Error(…)`, where `validate` is what Ajv has compiled. */
export function ajvThrowAt(at: Node, source: ScriptSource): Validation | undefined {
  const statement = closest(at, throwing);
  const error = statement === undefined ? undefined : namedChildren(statement)[0];
  const condition = statement === undefined ? undefined : ancestorOf(statement, conditions);
  if (statement === undefined || error?.type !== 'new_expression' || condition === undefined || !/^(?:Type|Range)?Error$/.test(field(error, 'constructor')?.text ?? '')) return undefined;
  const test = unwrapped(field(condition, 'condition') ?? condition);
  const operand = test.type === 'unary_expression' && field(test, 'operator')?.text === '!' ? field(test, 'argument') : undefined;
  const validated = operand === undefined ? undefined : heldValue(operand, source);
  const callee = validated?.type === 'call_expression' ? calleeOf(validated) : undefined;
  const origin = callee === undefined ? undefined : source.origins.of(callee);
  const data = validated === undefined ? undefined : argumentsOf(validated)[0];
  if (callee === undefined || data === undefined || origin === undefined || !/^ajv(?:\/dist\/.*)?$/.test(origin.module) || origin.path.slice(-2).join('.') !== 'compile.()') return undefined;
  return isSent(data, source) ? { library: 'ajv', call: error, method: callee.text, isAsync: false } : undefined;
}
