import { servesAdministrators } from '../../facts/javascript/administrators';
import { argumentsOf, calleeOf } from '../../facts/javascript/calls';
import { heldValue } from '../../facts/javascript/flow';
import { mayAnswerRequests } from '../../facts/javascript/glance';
import { writtenName } from '../../facts/javascript/functions';
import { enclosingHandler } from '../../facts/javascript/handlers';
import { routeArguments } from '../../facts/javascript/routeArguments';
import { isBesideServer, liesBesideServer } from '../../facts/javascript/startup';
import type { ScriptSource } from '../../source';
import { closestCall, isInside, type Node } from '../../syntax/nodes';
import type { Draft, Rule, TreeHit } from '../rule';
import { docs } from './cpu-on-event-loop/docs';
import { offTheLoop } from './cpu-on-event-loop/fix';
import { longLoopAt, roundTriggers } from './cpu-on-event-loop/rounds';
import { cpuWorkAt, mayCompute, type CpuWork } from './cpu-on-event-loop/work';
import { syncNames } from './sync-in-request-path/twins';

const triggers = [...roundTriggers, 'Sync(', '.hash(', '.compare(', 'compare(', 'hash(', 'XLSX.', 'xlsx.', 'JSON.parse('];

function* check({ node, literal }: TreeHit, source: ScriptSource): Generator<Draft> {
  if (roundTriggers.includes(literal)) {
    yield* checkRounds(node, source);
    return;
  }
  const call = closestCall(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined || (node.id !== call.id && !isInside(node, callee))) return;
  // Those are another rule's; a function of the project may still wrap one.
  if (syncNames.includes(callee.text.split('.').at(-1) ?? '') && !/^bcrypt/.test(source.origins.key(callee))) return;
  if (isBesideServer(source) || enclosingHandler(call, source) === undefined) return;
  const work = cpuWorkAt(call, source);
  if (work !== undefined) yield draft(call, work, source);
}

function* checkRounds(hit: Node, source: ScriptSource): Generator<Draft> {
  const loop = longLoopAt(hit, source);
  if (loop === undefined) return;
  const { condition, isWaiting } = loop;
  yield {
    start: condition.startIndex,
    end: condition.endIndex,
    message: isWaiting
      ? 'This loop waits by looking at the clock: until then no other request is served, health checks included. No automatic fix: await a timer instead.'
      : 'This loop goes round so often that no other request is served for long, health checks included. No automatic fix: move it to a function of its own first, which a worker thread can run.',
    fixes: [],
  };
}

const told: Readonly<Record<CpuWork['kind'], (name: string) => string>> = {
  bcryptjs: (name) => `bcryptjs computes in JavaScript: while ${name} runs, no other request is served; its promise form only pauses about every 100 ms.`,
  xlsx: (name) => `${name} works through the whole workbook on the event loop: until it returns, no other request is served.`,
  file: () => 'JSON.parse of a whole file runs on the event loop, in each request: the larger the file grows, the longer every other request waits.',
  own: (name) => `${name} loops on the event loop: until it returns, no other request is served, health checks included.`,
};

function draft(call: Node, work: CpuWork, source: ScriptSource): Draft {
  const fix = offTheLoop(call, work, source);
  const refused = typeof fix === 'string';
  const message = told[work.kind](work.name);
  return {
    start: call.startIndex,
    end: calleeOf(call)?.endIndex ?? call.endIndex,
    message: refused ? `${message} No automatic fix: ${fix}.` : message,
    ...(work.kind === 'file' || isSetUp(call, source) || servesAdministrators(call, source) || hashesGenerated(call, work, source) ? { severity: 'hint' as const } : {}),
    fixes: refused ? [] : [fix],
  };
}

/** What is asked for once: the first account, the set-up of a new installation. */
const once = /(?:create|add|register|make)_?-?(?:first|initial|root|default|super)?_?-?(?:Admin|Superuser|Owner)(?![a-z]*(?:Post|Page|Product))|first-?(?:User|Run|Admin)|\/?(?:setup|install|onboarding)\b/i;

function isSetUp(call: Node, source: ScriptSource): boolean {
  const found = enclosingHandler(call, source);
  return found !== undefined && [writtenName(found.fn), ...routeArguments(found.fn, source).filter(({ type }) => type === 'string' || type === 'template_string').map(({ text }) => text)].some((name) => once.test(name));
}

/** A password that the program made up: an account or a reset by somebody else, now and then. */
function hashesGenerated(call: Node, { kind, name }: CpuWork, source: ScriptSource): boolean {
  const [first] = argumentsOf(call);
  return kind === 'bcryptjs' && name.startsWith('hash') && first !== undefined && /generat|random/i.test(heldValue(first, source).text);
}

/** JavaScript that computes for long in a request handler. */
export const cpuOnEventLoop: Rule = {
  id: 'cpu-on-event-loop',
  title: 'A computation that every other request waits for',
  area: 'event-loop',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'guided',
  severity: 'information',
  lesson: 'idle-cpu#parse-in-handler',
  defaultOn: true,
  docs,
  script: { triggers, mayHold: (glimpse) => mayCompute(glimpse) && mayAnswerRequests(glimpse) && !liesBesideServer(glimpse), check },
};
