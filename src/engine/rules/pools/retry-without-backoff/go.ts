import { goFunctionTypes } from '../../../facts/go/scope';
import { isTooling } from '../../../scan/quiet';
import type { GoSource } from '../../../source';
import { ancestorOf, closest, field, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { doubt } from './elsewhere';
import { unlessItReads, writes } from './reads';
import { goPause } from './go/fix';
import { goRetriesOf, type GoRetry } from './go/retries';

/** Words without which hardly a retry is written: they only find the place, the shape decides. */
const words = ['retry', 'Retry', 'retries', 'Retries', 'attempt', 'Attempt'];

const firstWord = new RegExp(words.join('|'));

export const go: Matcher<GoSource, TreeHit> = {
  triggers: words,
  *check({ node }, source) {
    if (source.scopes.imports.some(({ path }) => path === 'testing') || isTooling(source.project.relative(source.file))) return;
    const fn = closest(node, goFunctionTypes);
    if (fn === undefined || !isFirstWord(node, fn, source)) return;
    for (const retry of goRetriesOf(fn, source)) yield drafted(retry, source);
  },
};

/** The first such word of a function speaks for it; those of a literal inside speak for the literal. */
function isFirstWord(node: Node, fn: Node, source: GoSource): boolean {
  const at = source.text.slice(fn.startIndex, fn.endIndex).search(firstWord) + fn.startIndex;
  return at >= node.startIndex && at < node.endIndex && (goFunctionTypes.has(node.type) || ancestorOf(node, goFunctionTypes)?.id === fn.id);
}

function drafted(retry: GoRetry, source: GoSource): Draft {
  const callee = field(retry.call, 'function') ?? retry.call;
  const message = `\`${callee.text}\` is repeated the moment it fails: a service that is down or overloaded gets a multiple of its load just then, from every caller at once.${retry.isDoubtful ? doubt : ''}`;
  const range = { start: callee.startIndex, end: callee.endIndex, ...(retry.isDoubtful ? { severity: 'hint' as const } : {}) };
  if (!retry.isIdempotent) {
    return { ...range, message: `${message} No edit is offered: ${retry.unsure === undefined ? writes : unlessItReads(retry.unsure)}.`, fixes: [] };
  }
  const fix = goPause(retry, source);
  return {
    ...range,
    message: 'refused' in fix ? `${message} No edit is offered: ${fix.refused}.` : message,
    fixes: 'refused' in fix ? [] : [{ title: 'Wait before the next attempt: exponential backoff with full jitter', safety: 'review', edits: fix.edits }],
  };
}
