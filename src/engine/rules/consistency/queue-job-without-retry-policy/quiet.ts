import { calleeOf } from '../../../facts/javascript/calls';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, type Node } from '../../../syntax/nodes';
import type { Queue } from './policy';

const parking = /dead[-_ ]?letter|dlq/i;

/** A queue where failed jobs are put aside has no worker that could fail; one whose jobs the file retries itself has its policy there. */
export function isParked(receiver: Node, queue: Queue, source: ScriptSource): boolean {
  return parking.test(receiver.text) || parking.test(queue.name) || /\.(?:retryJobs|retry)\(/.test(source.text);
}

const schedulers = /(?:^|\.)(?:setInterval|schedule|scheduleJob)$|CronJob$|^Cron$/;
const calls: ReadonlySet<string> = new Set(['call_expression', 'new_expression']);

/** In a function that a timer or a schedule calls again: the next run adds the job anew. */
export function isOnSchedule(call: Node): boolean {
  for (let fn = ancestorOf(call, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const outer = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    if (outer !== null && calls.has(outer.type) && schedulers.test(calleeOf(outer)?.text ?? '')) return true;
    for (let at = fn.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) {
      if (/^@(?:Cron|Interval)\b/.test(at.text)) return true;
    }
  }
  return false;
}
