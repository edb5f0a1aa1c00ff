import { calleeOf } from '../../../facts/javascript/calls';
import { isInterfaceCode, mayServe } from '../../../facts/javascript/glance';
import { isServerProject } from '../../../facts/javascript/handlers';
import { callsOfModule, importsModule } from '../../../facts/javascript/moduleCalls';
import { isProgram } from '../../../facts/javascript/programs';
import { isServerSide, mayRunOnServer } from '../../../facts/javascript/serverSide';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, type Node } from '../../../syntax/nodes';
import { durationText } from '../../../text/duration';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { doubt, unseen } from './elsewhere';
import { unlessItReads, writes } from './reads';
import { jittered, pauseFix } from './script/fix';
import { checkLibrary } from './script/libraries';
import { isMild } from './script/mild';
import { isUnproven } from './script/patience';
import { mayRepeat } from './script/glance';
import { retriesOf, type Retry } from './script/retries';
import { fixedPause, mayPause } from './script/waits';

const modules = ['axios-retry', 'p-retry', 'async-retry'];

/** Loops that only success leaves. */
const endless = ['while (true)', 'for (;;)'];

/** Words without which hardly a retry is written: they only find the place, the shape decides. */
const words = ['retry', 'Retry', 'retries', 'Retries', 'attempt', 'Attempt', ...endless];

const named = /retr(?:y|ies)|attempt/i;

const firstWord = new RegExp(words.map((word) => word.replace(/[()]/g, '\\$&')).join('|'));

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: [...modules.flatMap((name) => [`'${name}'`, `"${name}"`]), ...words],
  mayHold: (glimpse) => !isInterfaceCode(glimpse) && mayServe(glimpse) && mayRunOnServer(glimpse) && (words.includes(glimpse.literal) ? mayRepeat(glimpse) : importsModule(glimpse)),
  *check({ node, literal }, source) {
    if (!isJudged(source)) return;
    if (!words.includes(literal)) {
      for (const call of callsOfModule(node, source)) yield* checkLibrary(call, source);
      return;
    }
    const found = functionAround(node);
    if (found === undefined || !isFirstWord(node, found.text, source)) return;
    const isCalledRetry = !endless.includes(literal) || named.test(found.text.text);
    for (const retry of retriesOf(found.fn, source)) if (isCalledRetry || !isMadeAnew(retry)) yield* checkRetry(retry, source);
  },
};

/** What the call is given is made in the loop, and may be another address or page each time. */
const isMadeAnew = ({ scope, repeated }: Retry): boolean =>
  [...scope.text.matchAll(/(?:\b(?:const|let|var)\s+|[;{}]\s*)([\w$]+)\s*=[^=>]/g)].some(([, name = '']) => new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(field(repeated.call, 'arguments')?.text ?? ''));

/** The function a word stands in or names, and the node whose first such word speaks for it. */
function functionAround(node: Node): { readonly fn: Node; readonly text: Node } | undefined {
  const declarator = node.parent?.type === 'variable_declarator' || node.parent?.type === 'pair' ? node.parent : undefined;
  const value = declarator === undefined ? undefined : field(declarator, 'value');
  if (value !== undefined && functionTypes.has(value.type)) return { fn: value, text: value.parent ?? value };
  const fn = closest(node, functionTypes);
  if (fn === undefined) return undefined;
  const holder = fn.parent?.type === 'variable_declarator' || fn.parent?.type === 'pair' ? fn.parent : fn;
  return { fn, text: holder };
}

function isFirstWord(node: Node, around: Node, source: ScriptSource): boolean {
  const at = source.text.slice(around.startIndex, around.endIndex).search(firstWord) + around.startIndex;
  return at >= node.startIndex && at < node.endIndex && !isBehindInnerFunction(node, around);
}

/** The word belongs to a nested function, which then speaks for itself. */
function isBehindInnerFunction(node: Node, around: Node): boolean {
  const inner = ancestorOf(node, functionTypes);
  return inner !== undefined && inner.startIndex > around.startIndex && inner.parent?.id !== around.id && inner.id !== around.id;
}

const isJudged = (source: ScriptSource) => source.fragment || (!isProgram(source) && isServerProject(source) && isServerSide(source));

function* checkRetry(retry: Retry, source: ScriptSource): Generator<Draft> {
  const { repeated, scope, handler } = retry;
  const isUnseen = isUnproven(repeated.call, source);
  const range = { start: (calleeOf(repeated.call) ?? repeated.call).startIndex, end: (calleeOf(repeated.call) ?? repeated.call).endIndex, ...(retry.isDoubtful || isMild(retry, source) || isUnseen ? { severity: 'hint' as const } : {}) };
  const name = (calleeOf(repeated.call)?.text ?? 'the call').replace(/\s+/g, '');
  if (mayPause(scope.text)) {
    const pause = fixedPause(handler, scope, source);
    if (pause === undefined || retry.counter === undefined) return;
    const newText = jittered(retry.counter.name, source, pause.ms);
    yield {
      start: pause.value.startIndex,
      end: pause.value.endIndex,
      severity: 'hint',
      message: `Every caller that failed with this one comes back with it, ${durationText(pause.ms)} later and in step, again and again. A random pause that grows spreads them out.`,
      fixes: [{ title: 'Back off exponentially, with full jitter', safety: 'review', edits: [{ start: pause.value.startIndex, end: pause.value.endIndex, newText }] }],
    };
    return;
  }
  const message = `\`${name}\` is repeated the moment it fails: a service that is down or overloaded gets a multiple of its load just then, from every caller at once.${retry.isDoubtful ? doubt : ''}${isUnseen ? unseen : ''}`;
  if (!repeated.isIdempotent) {
    yield { ...range, message: `${message} No edit is offered: ${repeated.unsure === undefined ? writes : unlessItReads(repeated.unsure)}.`, fixes: [] };
    return;
  }
  const fix = pauseFix(retry, source);
  yield {
    ...range,
    message: 'refused' in fix ? `${message} No edit is offered: ${fix.refused}.` : message,
    fixes: 'refused' in fix ? [] : [{ title: 'Wait before the next attempt: exponential backoff with full jitter', safety: 'review', edits: fix.edits }],
  };
}
