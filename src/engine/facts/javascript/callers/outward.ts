import type { ScriptSource } from '../../../source';
import { ancestorOf, field, type Node } from '../../../syntax/nodes';
import { isLeftToThem, isTheirProcedure, servesAdministrators } from '../administrators';
import { argumentsOf, calleeOf } from '../calls';
import { enclosingFunction, isAsync } from '../functions';
import { isExecutor } from '../requestPath';
import { functionTypes } from '../scope';
import { stringValue } from '../strings';
import { calleeFor } from './callees';
import { isEndedByTimer } from './ended';
import { isAnswered, isToldByHost, mayAnswer } from './heard';
import { isEndpoint, isOfEndpoints, rootOf } from './roots';
import { isAnsweringSocket, isPlacedToAnswer, isRouteOf, routing } from './routes';
import type { Step, Waiter } from './waiter';

const said = (waiter: Waiter): Step => ({ waiter });

/** The work goes on and nobody waits for it, whoever began it. */
const dropped = (value: Node, source: ScriptSource): Step => ({ waiter: 'nobody', begunBy: outwardFromWork(value, source) });

/**
 * Somebody outside asks, at a place that may be for administrators alone.
 * @param handler what answers, as it is written
 */
const asked = (at: Node, source: ScriptSource, handler: Node = at): Step => {
  const request: Step = { waiter: 'request', isForFew: servesAdministrators(at, source), isLeftToThem: isLeftToThem(at, source) };
  if (isAnswered(at)) return { waiter: 'nobody', begunBy: request };
  return isToldByHost(handler) ? { waiter: 'bounded', begunBy: request } : request;
};

/** Where the value of an expression goes: on to an expression around it, or to the function around it, which waits. */
type Way = { readonly value: Node } | { readonly work: Node } | { readonly step: Step };

/** Deep nesting of callbacks; stops nothing real. */
const mostSteps = 60;

/**
 * From a call outward: who waits for its end in this file, or which function does.
 * @param call its value is a promise, or it ends when the work does
 */
export const outwardFromCall = (call: Node, source: ScriptSource): Step => follow({ value: call }, source);

/** From inside a function, whose work goes on until what the node stands for has ended. */
export const outwardFromWork = (node: Node, source: ScriptSource): Step => follow({ work: node }, source);

/** From a place that hands a function on as an argument. */
export const outwardFromArgument = (argument: Node, source: ScriptSource): Step => follow(handedOver(argument, undefined, source), source);

function follow(start: Way, source: ScriptSource): Step {
  let way = start;
  for (let steps = 0; steps < mostSteps; steps++) {
    if ('step' in way) return way.step;
    way = 'value' in way ? fromValue(way.value, source) : fromWork(way.work, source);
  }
  return said('unknown');
}

const passing: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'ternary_expression',
  'binary_expression',
  'spread_element',
  'array',
  'sequence_expression',
]);

const named: ReadonlySet<string> = new Set(['variable_declarator', 'assignment_expression', 'public_field_definition', 'field_definition', 'pair', 'export_statement']);

/** One step from an expression that stands for work under way. */
function fromValue(value: Node, source: ScriptSource): Way {
  const outer = value.parent;
  if (outer === null) return { step: said('startup') };
  if (passing.has(outer.type)) return { value: outer };
  if (functionTypes.has(outer.type)) return { work: value };
  if (outer.type === 'expression_statement') return isHeard(value, source) ? { work: value } : { step: dropped(value, source) };
  if (outer.type === 'unary_expression') return field(outer, 'operator')?.text === 'void' && !isHeard(value, source) ? { step: dropped(value, source) } : { work: value };
  if (outer.type === 'member_expression') return outer.parent?.type === 'call_expression' && field(outer.parent, 'function')?.id === outer.id ? { value: outer.parent } : { value: outer };
  if (outer.type === 'arguments') return asArgument(outer.parent ?? outer, value, source);
  if (outer.type === 'variable_declarator' && isOnlyLimited(outer, source)) return { step: said('bounded') };
  if (named.has(outer.type) && enclosingFunction(value) === undefined && holdsFunction(value)) {
    if (isEndpoint(value, source)) return { step: asked(value, source) };
    // `export const load = memoize(async () => …)`
    const callee = calleeFor(value, source);
    return { step: callee === undefined ? said('unknown') : { callee: { ...callee, unseen: callee.unseen === 'request' ? 'request' : 'unknown' } } };
  }
  return { work: value };
}

/** `const found = resolver.resolve(name); return pTimeout(found, …)` */
function isOnlyLimited(declarator: Node, source: ScriptSource): boolean {
  const name = field(declarator, 'name');
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  const uses = declaration === undefined ? [] : source.scopes.references(declaration);
  return uses.length > 0 && uses.every((use) => use.parent?.type === 'arguments' && limiting.test(calleeOf(use.parent.parent ?? use)?.text ?? ''));
}

const holdsFunction = (value: Node): boolean => value.type === 'call_expression' && argumentsOf(value).some((argument) => functionTypes.has(argument.type));

const collecting = /^Promise\.(?:all|allSettled|resolve)$/;
const limiting = /^Promise\.race$|time_?out|deadline|breaker/i;
const letting = /(?:^|\.)(?:waitUntil|after|defer|fireAndForget|runInBackground|background)$/;

const keeping = /(?:^|\.)(?:push|add|set|unshift|resolve|reject|cb|callback|next|done)$|^(?:res|response|reply|ctx|c)\./;

/** A promise that is given to a function. */
function asArgument(call: Node, value: Node, source: ScriptSource): Way {
  const name = calleeOf(call)?.text ?? '';
  if (collecting.test(name)) return { value: call };
  if (limiting.test(name)) return { step: said('bounded') };
  if (letting.test(name)) return { step: dropped(call, source) };
  // A function that is given a promise hears of its end; who waits for the function does too.
  return keeping.test(name) ? { work: value } : { value: call };
}

const hearing = /^(?:res|response|reply|resolve|reject|cb|callback|next|done)$/;

/** Chat programs' contexts answer by a method, at any time; those of tRPC and Koa when their handler has ended. */
const chats = /['"](?:telegraf|grammy|vk-io|@maxhub\/max-bot-api|discord\.js|eris|@slack\/bolt|botbuilder)(?:\/[^'"]*)?['"]/;

/**
 * Whether somebody hears of the end of a statement nobody awaits: it is given a callback, or a `then` of it uses what the
 * functions around it were given, which may be the one who waits.
 */
function isHeard(value: Node, source: ScriptSource): boolean {
  if (value.type === 'await_expression' || /^await\b/.test(value.text)) return true;
  for (let at: Node | undefined = value; at?.type === 'call_expression'; ) {
    const callee = calleeOf(at);
    const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
    if (method === 'then') {
      if (mayAnswer(at)) return true;
    } else if (method !== 'catch' && method !== 'finally') return argumentsOf(at).some((argument) => functionTypes.has(argument.type) || hearing.test(argument.text) || (argument.text === 'ctx' && source.memo.occurs(chats, source.text)));
    at = callee === undefined ? undefined : field(callee, 'object');
  }
  return false;
}

/** One step from inside a function whose work is not done: to those who called it. */
function fromWork(node: Node, source: ScriptSource): Way {
  const fn = enclosingFunction(node);
  if (fn === undefined) return { step: said('startup') };
  const root = rootOf(fn, source);
  if (root !== undefined) return { step: root === 'request' ? asked(node, source, fn) : said(root) };
  const callee = calleeFor(fn, source);
  if (callee !== undefined) return { step: { callee } };
  const outer = fn.parent;
  if (outer?.type === 'arguments' && isAnswered(node)) return { step: { waiter: 'nobody', begunBy: follow(handedOver(fn, fn, source), source) } };
  if (outer?.type === 'arguments') return isExecutor(fn) && isEndedByTimer(fn, node, source) ? { step: said('bounded') } : handedOver(fn, fn, source);
  const call = calledOnTheSpot(fn);
  if (call !== undefined) return { value: call };
  return { step: isOfEndpoints(source) || isPlacedToAnswer(source.project.relative(source.file)) ? asked(node, source) : said('unknown') };
}

/** `(async () => { … })()` */
function calledOnTheSpot(fn: Node): Node | undefined {
  let at = fn;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  return at.parent?.type === 'call_expression' && calleeOf(at.parent)?.id === at.id ? at.parent : undefined;
}

const timers = /agenda\w*\.define$|(?:^|\.)(?:setTimeout|setInterval|setImmediate|nextTick|queueMicrotask|requestIdleCallback)$|\bcron\b|cron\.|schedule(?:Job)?$|CronJob$/i;
const events = /\.(?:on|once|addListener|addEventListener|prependListener)$/;
/** What asks something of the program rather than telling it: its sender may wait. */
const asking = /message|request|connect|command|interaction|update|call|join|upgrade/i;
const askers = /(?:^|\.)(?:\w*(?:io|socket|ws|wss|server|app|bot|client|conn|connection|channel|consumer|queue|worker|subscriber|sub|bus|mq|mqtt|nats|redis|peer|rpc)s?)$/i;
const queues = /^Parse\.Cloud\.(?:define|before\w+)$|\.(?:process|consume|eachMessage|eachBatch|receive|handle|handler|command|action|hears|query|mutation|subscription|loader)$|^(?:Worker|Consumer)$/;
/** `new GoogleStrategy(options, verify)` of passport. */
const signIns = /Strategy$/;

/** `program.command('sync').action(sync)` of commander, yargs or cac: whoever types it starts the program. */
const isCommand = (name: string): boolean => /\.(?:action|command)$/.test(name) && /^(?:this\.)?(?:\w*program|cli|yargs|cac|commander)\b|\.(?:option|requiredOption|argument|arguments|description|version|usage|alias)\(/i.test(name);
const iterating = /\.(?:map|flatMap|filter|reduce|some|every|find|findIndex|sort)$/;
const loading = /cache\w*\.get$/i;
const chaining = /\.(?:then|catch|finally)$/;

/** What a function is given to says when it runs, and whether somebody waits then. */
function handedOver(value: Node, fn: Node | undefined, source: ScriptSource): Way {
  const call = value.parent?.type === 'arguments' ? value.parent.parent : null;
  if (call === null) return { step: said('unknown') };
  if (fn !== undefined && isExecutor(fn)) return { value: call };
  const name = (calleeOf(call)?.text ?? '').replace(/\s+/g, '');
  const promised = timers.test(name) || events.test(name) ? executorAround(call) : undefined;
  if (promised !== undefined) return { value: promised };
  if (timers.test(name)) return { step: said('nobody') };
  if (isRouteOf(call, value, fn) || (events.test(name) && isAnsweringSocket(name, fn))) return { step: asked(call, source) };
  if (events.test(name)) return { step: said(isAsked(call, name) ? 'unknown' : 'nobody') };
  if (isCommand(name)) return { step: said('startup') };
  if (queues.test(name) || signIns.test(name)) return { step: isTheirProcedure(calleeOf(call) ?? call) ? said('administrators') : asked(call, source) };
  if (limiting.test(name)) return { step: said('bounded') };
  if (letting.test(name)) return { step: dropped(call, source) };
  if (chaining.test(name) || iterating.test(name)) return { value: call };
  if (/\.forEach$/.test(name)) return fn !== undefined && isAsync(fn) ? { step: dropped(call, source) } : { work: call };
  // `cache.get(id, async () => …)` waits for what it is to keep.
  if (loading.test(name) && fn !== undefined) return { value: call };
  if (routing.test(name) || enclosingFunction(call) === undefined) return named.has(call.parent?.type ?? '') && !routing.test(name) ? { value: call } : { step: said('unknown') };
  if (call.type !== 'call_expression') return { step: said('unknown') };
  return wrapped(call, source);
}

/**
 * A callback is heard by whoever gave it, though the call itself gives nothing back. Where the call's value goes on it
 * may be the function in another guise: `router.get('/', catchErrors(show))`.
 */
function wrapped(call: Node, source: ScriptSource): Way {
  const outer = call.parent;
  // `retry(() => provider.vote(input))()`
  if (outer?.type === 'call_expression' && calleeOf(outer)?.id === call.id) return { value: outer };
  if (outer?.type === 'arguments') {
    const name = calleeOf(outer.parent ?? outer)?.text ?? '';
    return collecting.test(name) || keeping.test(name) ? { value: call } : handedOver(call, undefined, source);
  }
  if (outer?.type === 'await_expression' || outer?.type === 'return_statement' || functionTypes.has(outer?.type ?? '')) return { value: call };
  return outer?.type === 'expression_statement' || outer?.type === 'member_expression' || outer?.type === 'variable_declarator' ? { work: call } : { step: said('unknown') };
}

/** `new Promise((resolve) => { … })` around a timer or a listener: whoever waits for the promise waits for them. */
function executorAround(call: Node): Node | undefined {
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) if (isExecutor(fn)) return ancestorOf(fn, new Set(['new_expression']));
  return undefined;
}

function isAsked(call: Node, name: string): boolean {
  const [first] = argumentsOf(call);
  const event = first === undefined ? undefined : stringValue(first);
  return event === undefined || asking.test(event) || askers.test(name.replace(events, '').replace(/\(.*\)$/, ''));
}
