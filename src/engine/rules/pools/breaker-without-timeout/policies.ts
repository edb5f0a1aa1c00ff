import { fieldUses, heldValue, holderOf, valuesFrom } from '../../../facts/javascript/flow';
import { assignedToExports } from '../../../facts/javascript/functions';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { numberValue } from '../../../facts/javascript/numbers';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';

/** One policy of a cockatiel composition; `unknown` comes from code this file does not show. */
export interface Part {
  readonly kind: 'breaker' | 'timeout' | 'neutral' | 'unknown';
  /** The argument of `wrap`, or the expression that is executed. */
  readonly node: Node;
}

const breakerKey = /^cockatiel:(?:circuitBreaker\.\(\)|CircuitBreakerPolicy\.new|Policy\.handle\w+\.\(\)(?:\.or\w+\.\(\))*\.circuitBreaker\.\(\))$/;
const timeoutKey = /^cockatiel:(?:(?:Policy\.)?timeout\.\(\)(?:\.dangerouslyUnref\.\(\))?|TimeoutPolicy\.new)$/;
const wrapKey = /^cockatiel:(?:Policy\.)?wrap\.\(\)$/;
const neutralKey =
  /^cockatiel:(?:(?:retry|bulkhead|fallback)\.\(\)|Policy\.bulkhead\.\(\)|Policy\.handle.*\.(?:retry|fallback)\.\(\).*|(?:Policy\.)?noop|(?:Retry|Bulkhead|Fallback|Noop)Policy\.new)$/;

export const isBreaker = (node: Node, source: ScriptSource) => breakerKey.test(source.origins.key(node));

export const isWrap = (node: Node, source: ScriptSource) => wrapKey.test(source.origins.key(node));

/** The policies a policy expression is made of, outermost first; undefined where that is decided elsewhere. */
export function partsOf(policy: Node, source: ScriptSource, depth = 0): Part[] | undefined {
  const made = maker(policy, source);
  if (depth < 4 && isWrap(made, source) && made.type === 'call_expression') {
    const args = namedChildren(field(made, 'arguments') ?? made);
    const nested = args.map((argument) => (argument.type === 'spread_element' ? undefined : partsOf(argument, source, depth + 1)));
    return nested.some((parts) => parts === undefined) ? undefined : nested.flatMap((parts) => parts ?? []);
  }
  return [{ kind: kindOf(policy, made, source), node: policy }];
}

function kindOf(policy: Node, made: Node, source: ScriptSource): Part['kind'] {
  for (const node of [made, policy]) {
    const key = source.origins.key(node);
    if (breakerKey.test(key)) return 'breaker';
    if (timeoutKey.test(key)) return 'timeout';
    if (neutralKey.test(key)) return 'neutral';
  }
  return 'unknown';
}

/** The expression that makes a policy: what a name holds, or what the local function it calls returns. */
function maker(policy: Node, source: ScriptSource): Node {
  const value = heldValue(policy, source);
  if (value.type !== 'call_expression' || source.origins.key(value) !== '') return value;
  const callee = field(value, 'function');
  const declaration = callee?.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  const fn = declaration?.kind === 'function' ? declaration.site : callee === undefined ? undefined : heldValue(callee, source);
  const body = fn === undefined ? undefined : field(fn, 'body');
  if (body === undefined || callee === undefined) return value;
  if (body.type !== 'statement_block') return heldValue(body, source);
  const returns = namedChildren(body).filter((statement) => statement.type === 'return_statement');
  const returned = returns.length === 1 && returns[0] !== undefined ? namedChildren(returns[0])[0] : undefined;
  return returned === undefined ? value : heldValue(returned, source);
}

export interface TimeoutFacts {
  readonly strategy: 'aggressive' | 'cooperative' | 'unknown';
  /** The argument that says so. */
  readonly strategyNode?: Node;
  readonly ms?: number;
}

export function timeoutFacts(part: Part, source: ScriptSource): TimeoutFacts {
  let call = maker(part.node, source);
  const callee = field(call, 'function');
  if (callee?.type === 'member_expression' && field(callee, 'property')?.text === 'dangerouslyUnref') call = field(callee, 'object') ?? call;
  const [duration, given] = call.type === 'call_expression' ? namedChildren(field(call, 'arguments') ?? call) : [];
  const ms = duration === undefined ? undefined : numberValue(duration, source.scopes);
  const node = given === undefined ? undefined : strategyNode(given, source);
  const facts = { strategy: node === undefined ? 'unknown' : strategyOf(node, source), ...(ms === undefined ? {} : { ms }) } as const;
  return node === undefined ? facts : { ...facts, strategyNode: node };
}

/** `TimeoutStrategy.Aggressive` or, since 3.1, `{ strategy: TimeoutStrategy.Aggressive }`. */
function strategyNode(given: Node, source: ScriptSource): Node {
  const options = optionsOf(given, source);
  const option = options === undefined ? undefined : optionOf(options, 'strategy', source);
  return option?.state === 'set' ? option.value : given;
}

function strategyOf(node: Node, source: ScriptSource): TimeoutFacts['strategy'] {
  const value = heldValue(node, source);
  const text = stringValue(value);
  if (text !== undefined) return text === 'aggressive' ? 'aggressive' : text === 'optimistic' ? 'cooperative' : 'unknown';
  const key = source.origins.key(value);
  if (key === 'cockatiel:TimeoutStrategy.Cooperative') return 'cooperative';
  return key === 'cockatiel:TimeoutStrategy.Aggressive' ? 'aggressive' : 'unknown';
}

/** A place where calls run through a policy. */
export interface Execution {
  /** The policy expression: `breaker` in `breaker.execute(fn)`. */
  readonly policy: Node;
  /** What is executed: a function, or the decorated method. */
  readonly action: Node;
  /** The signal the caller passes, as the second argument. */
  readonly signal?: Node;
  /** `breaker.execute`, or the decorator's argument. */
  readonly place: Node;
}

/** What happens in this file to a policy: executions, the wraps it goes into, and where it is kept. */
export interface PolicyUse {
  readonly executions: readonly Execution[];
  readonly wraps: readonly Node[];
  /** Code outside this file can reach it. */
  readonly exported: boolean;
}

/** Follows a policy from where it is made, or from the parameter that brings it, through other names. */
export function usesOf(policy: Node, source: ScriptSource): PolicyUse {
  const executions: Execution[] = [];
  const wraps: Node[] = [];
  const seen = new Set<number>();
  let exported = false;
  const follow = (expression: Node) => {
    if (seen.has(expression.id)) return;
    seen.add(expression.id);
    exported ||= isHandedOn(expression);
    const execution = executionOf(expression, source);
    if (execution !== undefined) executions.push(execution);
    const call = expression.parent?.type === 'arguments' ? expression.parent.parent : null;
    if (call !== null && isWrap(call, source)) wraps.push(call);
    const holder = holderOf(expression, source);
    exported ||= holder?.site.parent?.parent?.type === 'export_statement';
    holder?.uses.forEach(follow);
    valuesFrom(expression, source).forEach(follow);
  };
  if (policy.type === 'identifier') parameterUses(policy, source).forEach(follow);
  else follow(policy);
  return { executions: executions.sort((a, b) => a.place.startIndex - b.place.startIndex), wraps, exported };
}

/** A parameter by its name, or, where it declares a property, by `this.name`. */
function parameterUses(id: Node, source: ScriptSource): Node[] {
  const declaration = source.scopes.resolve(id);
  return declaration === undefined ? [] : [...source.scopes.references(declaration), ...fieldUses(id.text, id, source)];
}

/** Exported, or put where other files may take it from. */
function isHandedOn(expression: Node): boolean {
  const type = expression.parent?.type;
  return expression.type === 'shorthand_property_identifier' || type === 'export_specifier' || type === 'export_statement' || assignedToExports(expression);
}

function executionOf(use: Node, source: ScriptSource): Execution | undefined {
  const outer = use.parent;
  const call = outer?.parent;
  if (outer?.type === 'member_expression' && field(outer, 'object')?.id === use.id && field(outer, 'property')?.text === 'execute') {
    if (call?.type !== 'call_expression' || field(call, 'function')?.id !== outer.id) return undefined;
    const [action, signal] = namedChildren(field(call, 'arguments') ?? call);
    return action === undefined ? undefined : { policy: use, action, place: outer, ...(signal === undefined ? {} : { signal }) };
  }
  return outer?.type === 'arguments' && call?.type === 'call_expression' ? decorated(use, call, source) : undefined;
}

/** `@usePolicy(breaker)` runs the method below it through the policy. */
function decorated(use: Node, call: Node, source: ScriptSource): Execution | undefined {
  const decorator = call.parent;
  const callee = field(call, 'function');
  if (decorator?.type !== 'decorator' || callee === undefined || !/^cockatiel:(?:usePolicy|Policy\.use)$/.test(source.origins.key(callee))) return undefined;
  let method = decorator.nextNamedSibling;
  while (method?.type === 'decorator' || method?.type === 'comment') method = method.nextNamedSibling;
  return method?.type === 'method_definition' ? { policy: use, action: method, place: use } : undefined;
}
