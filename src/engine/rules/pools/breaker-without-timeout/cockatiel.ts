import { ancestorOf, closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { ScriptSource } from '../../../source';
import { durationText } from '../../../text/duration';
import type { TextEdit } from '../../../text/edits';
import type { Draft, DraftFix } from '../../rule';
import { actionOf, ignoresSignal, type Action } from './action';
import { countTimeouts, filterOf, missesTimeouts } from './cockatielFilter';
import { makeAggressive, swapParts, timeoutAppended, timeoutForExecutions } from './cockatielFix';
import { isBreaker, partsOf, timeoutFacts, usesOf, type Execution, type Part } from './policies';

/** An execution whose action nothing is known to end. */
export interface BlindExecution extends Execution {
  readonly reads: Action;
}

/** Findings for one breaker of cockatiel, from the call or the typed name it comes from. */
export function* checkBreaker(breaker: Node, source: ScriptSource): Generator<Draft> {
  if (!isBreaker(breaker, source)) return;
  const { executions, wraps } = usesOf(breaker, source);
  yield* direct(breaker, executions, source);
  for (const wrap of outermost(wraps, source)) yield* wrapped(wrap, breaker, source);
}

/** The wraps a breaker ends up in; one that is itself wrapped has its parts counted there. */
function outermost(wraps: readonly Node[], source: ScriptSource, depth = 0): Node[] {
  return wraps.flatMap((wrap) => {
    const outer = depth < 4 ? usesOf(wrap, source).wraps : [];
    return outer.length === 0 ? [wrap] : outermost(outer, source, depth + 1);
  });
}

function blindOf(executions: readonly Execution[], source: ScriptSource): BlindExecution[] {
  return executions.flatMap((execution) => {
    const isMethod = execution.action.type === 'method_definition';
    const reads = actionOf(execution.action, source, execution.signal === undefined && !isMethod);
    // A signal the caller passes may carry the deadline, if the action can see it.
    if (execution.signal !== undefined && (reads.fn === undefined || !ignoresSignal(reads.fn))) return [];
    return reads.reach === 'bounded' ? [] : [{ ...execution, reads }];
  });
}

/** Nothing is known of the call but that no deadline is to be seen: said more quietly. */
const isGuess = (blind: readonly BlindExecution[]) => blind.every(({ reads }) => reads.reach === 'opaque');

const severityOf = (blind: readonly BlindExecution[]) => (isGuess(blind) ? ({ severity: 'hint' } as const) : {});

const hang = 'While a call hangs it is neither a success nor a failure, so the breaker stays closed.';

/** What is missing, said of the policy: "cockatiel's breaker has no timeout". */
function messageOf(missing: string, blind: readonly BlindExecution[]): string {
  const call = isGuess(blind) ? 'and no deadline on the call is to be seen here' : 'and the call has no deadline';
  return `${missing}, ${call}. ${hang}`;
}

const insideFix = (edits: readonly TextEdit[] | undefined, source: ScriptSource): DraftFix[] =>
  edits === undefined ? [] : [{ title: `Put a timeout of ${durationText(source.settings.timeoutMs)} inside the breaker`, safety: 'review', edits }];

function* direct(breaker: Node, executions: readonly Execution[], source: ScriptSource): Generator<Draft> {
  const blind = blindOf(executions, source);
  const [first] = blind;
  if (first === undefined) return;
  const edits = timeoutForExecutions(breaker, blind, source);
  yield {
    start: first.place.startIndex,
    end: first.place.endIndex,
    ...severityOf(blind),
    message: messageOf(`cockatiel's breaker has no timeout of its own`, blind),
    fixes: insideFix(edits, source),
  };
}

function* wrapped(wrap: Node, breaker: Node, source: ScriptSource): Generator<Draft> {
  const parts = partsOf(wrap, source);
  const at = parts?.findIndex((part) => part.kind === 'breaker') ?? -1;
  if (parts === undefined || at < 0) return;
  const inner = parts.slice(at + 1);
  if (inner.some((part) => part.kind === 'unknown')) return;
  const { executions, exported } = usesOf(wrap, source);
  const limit = inner.find((part) => part.kind === 'timeout');
  if (limit !== undefined) yield* limited(wrap, breaker, limit, executions, source);
  else if (parts.slice(0, at).some((part) => part.kind === 'timeout')) yield* reversed(wrap, breaker, parts, executions, exported, source);
  else yield* unlimited(wrap, breaker, executions, source);
}

function* unlimited(wrap: Node, breaker: Node, executions: readonly Execution[], source: ScriptSource): Generator<Draft> {
  const blind = blindOf(executions, source);
  if (blind.length === 0) return;
  yield {
    start: wrap.startIndex,
    end: wrap.endIndex,
    ...severityOf(blind),
    message: messageOf('None of these policies is a timeout', blind),
    fixes: insideFix(timeoutAppended(wrap, breaker, blind, source), source),
  };
}

function* reversed(
  wrap: Node,
  breaker: Node,
  parts: readonly Part[],
  executions: readonly Execution[],
  exported: boolean,
  source: ScriptSource,
): Generator<Draft> {
  const heedless = executions.filter(({ action }) => {
    const { reach, fn } = actionOf(action, source);
    return reach !== 'bounded' && (fn === undefined || ignoresSignal(fn));
  });
  if (executions.length > 0 && heedless.length === 0 && !exported) return;
  const args = namedChildren(field(wrap, 'arguments') ?? wrap);
  const position = args.findIndex((argument) => parts.some((part) => part.kind === 'breaker' && part.node.id === argument.id));
  const outer = args[position - 1];
  const isNextOuter = outer !== undefined && parts.some((part) => part.node.id === outer.id && part.kind === 'timeout');
  // In front of other policies the timeout bounds them all together: that stays, and each call gets its own.
  const keepsOverall = !isNextOuter || (args.length > 2 && position === 1);
  const draft = {
    start: wrap.startIndex,
    end: wrap.endIndex,
    message: 'The timeout stands outside the breaker: it ends the caller\'s wait, not the breaker\'s. Unless the call obeys the signal it is given, a hang is not counted and the breaker stays closed.',
  };
  if (!keepsOverall && args[position] !== undefined) {
    yield { ...draft, fixes: [{ title: 'Move the timeout inside the breaker', safety: 'review', edits: swapParts(outer, args[position]) }] };
    return;
  }
  const overall = parts.find((part) => part.kind === 'timeout');
  const overallMs = overall === undefined ? undefined : timeoutFacts(overall, source).ms;
  if (overallMs === undefined || overallMs > source.settings.timeoutMs) {
    yield { ...draft, fixes: insideFix(timeoutAppended(wrap, breaker, blindOf(executions, source), source), source) };
    return;
  }
  yield { ...draft, message: `${draft.message} No fix is offered: a timeout inside must be shorter than the ${durationText(overallMs)} outside.`, fixes: [] };
}

/** A timeout is inside: it must also end the wait, and the breaker must count what it throws. */
function* limited(wrap: Node, breaker: Node, limit: Part, executions: readonly Execution[], source: ScriptSource): Generator<Draft> {
  const { strategy, strategyNode } = timeoutFacts(limit, source);
  const deaf = strategy === 'cooperative' ? executions.find(({ action }) => isDeaf(actionOf(action, source))) : undefined;
  if (deaf !== undefined && strategyNode !== undefined) {
    const edits = makeAggressive(strategyNode, source);
    yield {
      start: deaf.place.startIndex,
      end: deaf.place.endIndex,
      message: `A cooperative timeout only aborts its signal, and this function takes no signal: the breaker waits as long as the call hangs, and stays closed.${edits === undefined ? ' No fix is offered, because the strategy is not written as TimeoutStrategy.Cooperative.' : ''}`,
      fixes: edits === undefined ? [] : [{ title: 'Let the timeout reject by itself', safety: 'review', edits }],
    };
    return;
  }
  const filter = strategy === 'aggressive' ? filterOf(breaker, source) : undefined;
  if (filter === undefined || !missesTimeouts(filter, source)) return;
  yield {
    start: filter.startIndex,
    end: filter.endIndex,
    message: 'The breaker counts only these errors, and the timeout inside it throws TaskCancelledError: a call that times out is not counted, so the breaker stays closed.',
    fixes: [{ title: 'Count timeouts as failures', safety: 'review', edits: countTimeouts(filter, source) }],
  };
}

/** Written here, takes no signal, and ends by nothing else. */
const isDeaf = ({ reach, fn }: Action) => reach !== 'bounded' && fn !== undefined && fn.type !== 'method_definition' && ignoresSignal(fn);

/** The breakers a trigger leads to: the call that makes one, those by an alias, or a parameter typed as one. */
export function breakersAt(node: Node, source: ScriptSource): Node[] {
  const { parent } = node;
  if (parent === null) return [];
  if (node.text === 'CircuitBreakerPolicy') return typedParameter(node);
  if (node.text !== 'circuitBreaker') return [];
  if (parent.type === 'import_specifier' || parent.type === 'pair_pattern') {
    const local = field(parent, 'alias') ?? field(parent, 'value');
    const declaration = local?.type === 'identifier' ? source.scopes.resolve(local) : undefined;
    return declaration === undefined ? [] : source.scopes.references(declaration).flatMap((reference) => calledBy(reference));
  }
  return calledBy(node);
}

/** The call whose callee is the name, or a member of that name. */
function calledBy(name: Node): Node[] {
  const call = closestCall(name);
  const callee = call === undefined ? undefined : field(call, 'function');
  const isCallee = callee !== undefined && (callee.id === name.id || field(callee, 'property')?.id === name.id);
  return call !== undefined && isCallee ? [call] : [];
}

const parameters: ReadonlySet<string> = new Set(['required_parameter', 'optional_parameter']);

function typedParameter(type: Node): Node[] {
  const parameter = ancestorOf(type, parameters);
  const pattern = parameter === undefined ? undefined : field(parameter, 'pattern');
  return pattern?.type === 'identifier' ? [pattern] : [];
}
