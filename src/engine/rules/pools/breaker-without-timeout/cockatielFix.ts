import { fieldUses, functionBehind } from '../../../facts/javascript/flow';
import { parametersOf } from '../../../facts/javascript/functions';
import { isAnswerConsumed } from '../../../facts/javascript/outboundCalls';
import { majorOf } from '../../../facts/project/project';
import { ensureImports, type ImportWish } from '../../../fix/javascript/imports';
import { insertAfterStatement } from '../../../fix/javascript/insertStatements';
import { appendToList, numberText, objectText } from '../../../fix/javascript/lists';
import { isTaken } from '../../../fix/javascript/names';
import { styleOf } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../../text/edits';
import { callOption } from '../../../fix/javascript/callOption';
import type { BlindExecution } from './cockatiel';
import { countingWith, filterOf, mayMissTimeouts } from './cockatielFilter';

interface Names {
  readonly wrap: string;
  /** `timeout(5000, TimeoutStrategy.Aggressive)`. */
  readonly timeout: string;
  readonly error: string;
  readonly edits: readonly TextEdit[];
}

/** What the new code calls cockatiel's exports, with the imports it needs. */
function namesFor(at: Node, options: { readonly methods: boolean; readonly wraps: boolean; readonly counts: boolean }, source: ScriptSource): Names {
  const { methods, wraps, counts } = options;
  const wish = (name: string): ImportWish => ({ module: 'cockatiel', name, at });
  const wishes = [...(counts ? ['TaskCancelledError'] : []), ...(methods ? ['Policy'] : ['timeout']), 'TimeoutStrategy', ...(wraps && !methods ? ['wrap'] : [])];
  const { locals, edits } = ensureImports(source, wishes.map(wish));
  const local = (name: string) => locals[wishes.indexOf(name)] ?? name;
  const timeout = methods ? `${local('Policy')}.timeout` : local('timeout');
  const ms = numberText(source.settings.timeoutMs, source);
  return {
    wrap: methods ? `${local('Policy')}.wrap` : local('wrap'),
    timeout: `${timeout}(${ms}, ${local('TimeoutStrategy')}.Aggressive)`,
    error: local('TaskCancelledError'),
    edits,
  };
}

/** In cockatiel 1 and 2 policies are made by static methods of `Policy`. */
function usesMethods(policy: Node, source: ScriptSource): boolean {
  const key = source.origins.key(policy);
  if (key.startsWith('cockatiel:Policy.')) return true;
  return key === 'cockatiel:CircuitBreakerPolicy.new' && (majorOf(source.project.packageFor(source.file), 'cockatiel') ?? 3) < 3;
}

/** A policy of breaker and timeout beside the breaker, and its executions through it; undefined where edits collide. */
export function timeoutForExecutions(breaker: Node, blind: readonly BlindExecution[], source: ScriptSource): readonly TextEdit[] | undefined {
  const filter = uncounting(breaker, source);
  const names = namesFor(breaker, { methods: usesMethods(breaker, source), wraps: true, counts: filter !== undefined }, source);
  const counting = filter === undefined ? [] : [countingWith(filter, names.error)];
  const calls = blind.flatMap((execution) => passedSignal(execution, source));
  return join(names.edits, counting, calls, executedThrough(blind, names, source));
}

/** The breaker's error filter, where it may not count a timeout. */
function uncounting(breaker: Node, source: ScriptSource): Node | undefined {
  const filter = filterOf(breaker, source);
  return filter !== undefined && mayMissTimeouts(filter, source) ? filter : undefined;
}

function executedThrough(blind: readonly BlindExecution[], names: Names, source: ScriptSource): readonly TextEdit[] {
  const [first] = blind;
  const holder = first === undefined ? undefined : nameGiver(first.policy, source);
  const policy = holder === undefined || first === undefined ? undefined : policyName(first.policy, holder, source);
  const inline = ({ policy: { startIndex, endIndex, text } }: BlindExecution): TextEdit => ({ start: startIndex, end: endIndex, newText: `${names.wrap}(${text}, ${names.timeout})` });
  if (holder === undefined || policy === undefined || first === undefined || blind.some((entry) => entry.policy.text !== first.policy.text)) return blind.map(inline);
  return [declaration(holder, first.policy, policy, names, source), ...blind.map(({ policy: { startIndex, endIndex } }) => ({ start: startIndex, end: endIndex, newText: policy }))];
}

/** The declaration a new policy can stand below: a variable's with its value, a field's, an assignment in JavaScript. */
function nameGiver(policy: Node, source: ScriptSource): Node | undefined {
  if (policy.type === 'identifier') {
    const declaration = source.scopes.resolve(policy);
    const isConstant = declaration !== undefined && declaration.site.type === 'variable_declarator' && field(declaration.site, 'value') !== undefined;
    return isConstant && source.scopes.writes(declaration).length === 0 ? (declaration.site.parent ?? undefined) : undefined;
  }
  if (policy.type !== 'member_expression' || field(policy, 'object')?.type !== 'this') return undefined;
  const name = field(policy, 'property')?.text ?? '';
  const writes = fieldUses(name, policy, source).filter((use) => use.parent?.type === 'assignment_expression' && field(use.parent, 'left')?.id === use.id);
  const owner = ancestorOf(policy, new Set(['class_body']));
  const declared = owner === undefined ? [] : namedChildren(owner).filter((entry) => (field(entry, 'name') ?? field(entry, 'property'))?.text === name);
  const [only] = declared;
  if (declared.length > 1) return undefined;
  if (only !== undefined && field(only, 'value') !== undefined && writes.length === 0) return only;
  // TypeScript wants the new field declared with a type, which the call states better.
  const statement = writes[0]?.parent?.parent;
  return source.language === 'javascript' && writes.length === 1 && declared.length === 0 && statement?.type === 'expression_statement' ? statement : undefined;
}

/** `breaker` gives `policy`, `cardsBreaker` gives `cardsPolicy`, `this.#breaker` gives `this.#policy`. */
function policyName(policy: Node, holder: Node, source: ScriptSource): string | undefined {
  const own = policy.type === 'identifier' ? policy.text : (field(policy, 'property')?.text ?? '');
  const stem = own.replace(/^#/, '').replace(/(?:circuit)?breaker$/i, '').replace(/circuit$/i, '');
  const base = stem === '' || stem === '_' ? `${stem}policy` : `${stem}Policy`;
  const isFree = (name: string) => (policy.type === 'identifier' ? !isTaken(source, name) : fieldUses(name, policy, source).length === 0 && !declares(holder, name));
  const name = [base, `${own.replace(/^#/, '')}WithTimeout`].map((text) => (own.startsWith('#') ? `#${text}` : text)).find(isFree);
  return name === undefined || policy.type === 'identifier' ? name : `this.${name}`;
}

function declares(holder: Node, name: string): boolean {
  const owner = closest(holder, new Set(['class_body']));
  return owner !== undefined && namedChildren(owner).some((entry) => (field(entry, 'name') ?? field(entry, 'property'))?.text === name);
}

function declaration(holder: Node, breaker: Node, policy: string, names: Names, source: ScriptSource): TextEdit {
  const { newline } = styleOf(source.text);
  const value = `${names.wrap}(${breaker.text}, ${names.timeout})`;
  const isField = holder.type.endsWith('field_definition');
  const end = source.text[isField ? holder.endIndex : holder.endIndex - 1] === ';' ? ';' : '';
  if (holder.type === 'expression_statement') return insertAfterStatement(source, holder, [`${policy} = ${value}${end}`], newline);
  if (!isField) {
    const keyword = holder.text.startsWith('var') ? 'var' : 'const';
    const statement = holder.parent?.type === 'export_statement' ? holder.parent : holder;
    return insertAfterStatement(source, statement, [`${keyword} ${policy} = ${value}${end}`], newline);
  }
  const name = field(holder, 'name') ?? field(holder, 'property') ?? holder;
  const modifiers = source.text.slice(holder.startIndex, name.startIndex).replace(/@\w+(?:\([^)]*\))?\s*/g, '');
  const line = `${modifiers}${policy.slice('this.'.length)} = ${value}${end}`;
  return insertAfterStatement(source, holder, [line], newline);
}

/** The timeout as the innermost policy of a wrap; undefined where edits collide. */
export function timeoutAppended(wrap: Node, breaker: Node, blind: readonly BlindExecution[], source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(wrap, 'arguments');
  if (list === undefined) return undefined;
  const filter = uncounting(breaker, source);
  const names = namesFor(wrap, { methods: usesMethods(breaker, source), wraps: false, counts: filter !== undefined }, source);
  const counting = filter === undefined ? [] : [countingWith(filter, names.error)];
  const calls = blind.flatMap((execution) => passedSignal(execution, source));
  return join(names.edits, counting, calls, appendToList(list, names.timeout, source));
}

/** Two neighbours change places. */
export function swapParts(outer: Node, inner: Node): readonly TextEdit[] {
  return [
    { start: outer.startIndex, end: outer.endIndex, newText: inner.text },
    { start: inner.startIndex, end: inner.endIndex, newText: outer.text },
  ];
}

/** `TimeoutStrategy.Cooperative` becomes `.Aggressive`, where it is written so. */
export function makeAggressive(strategy: Node, source: ScriptSource): readonly TextEdit[] | undefined {
  const property = strategy.type === 'member_expression' ? field(strategy, 'property') : undefined;
  if (property === undefined || source.origins.key(strategy) !== 'cockatiel:TimeoutStrategy.Cooperative') return undefined;
  return [{ start: property.startIndex, end: property.endIndex, newText: 'Aggressive' }];
}

/** The timeout's signal handed to the call, so that the request ends with the wait. */
function passedSignal({ action, reads }: BlindExecution, source: ScriptSource): readonly TextEdit[] {
  const [call] = reads.blind;
  const fn = functionBehind(action, source);
  // cockatiel aborts the signal when the function returns, so the answer must have been read by then.
  if (call === undefined || reads.blind.length > 1 || call.signal !== undefined || fn === undefined || !isAnswerConsumed(call, source)) return [];
  const isInline = fn.id === action.id && isInside(call.call, fn);
  if (!isInline || parametersOf(fn).length > 0 || mentions(fn, 'signal') || majorOf(source.project.packageFor(source.file), 'cockatiel') === 1) return [];
  const parameters = field(fn, 'parameters');
  const option = callOption(call, 'signal', source);
  if (parameters === undefined || option === undefined) return [];
  return [{ start: parameters.startIndex, end: parameters.endIndex, newText: `(${objectText(['signal'], source)})` }, ...option];
}

function mentions(fn: Node, name: string): boolean {
  let found = false;
  walk(fn, (node) => {
    found ||= (node.type === 'identifier' || node.type.startsWith('shorthand_property_identifier')) && node.text === name;
    return !found;
  });
  return found;
}

function join(...lists: readonly (readonly TextEdit[])[]): readonly TextEdit[] | undefined {
  return lists.reduce<readonly TextEdit[] | undefined>((all, list) => (all === undefined ? undefined : joinEdits(all, list)), []);
}
