import { ancestorOf, type Node } from '../../syntax/nodes';
import { calleeOf } from './calls';
import { functionTypes } from './scope';

const schedulers = /(?:^|\.)(?:setInterval|schedule|scheduleJob)$|CronJob$|^Cron$/;
const calls: ReadonlySet<string> = new Set(['call_expression', 'new_expression']);

/** In a function that a timer or a schedule calls again. */
export function isOnSchedule(node: Node): boolean {
  for (let fn = ancestorOf(node, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const outer = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    if (outer !== null && calls.has(outer.type) && schedulers.test(calleeOf(outer)?.text ?? '')) return true;
    for (let at = fn.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) {
      if (/^@(?:Cron|Interval)\b/.test(at.text)) return true;
    }
  }
  return false;
}
