import { deadlineBefore } from '../../../../fix/go/deadline';
import type { GoSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';
import type { Draft } from '../../../rule';
import { durationText } from '../../../../text/duration';
import { siblingContext } from './siblingContext';

interface EndlessWait {
  readonly call: Node;
  readonly callee: Node;
  /** The context argument, which can never end by time. */
  readonly ctx: Node;
  readonly lifetime: 'call' | 'result';
  /** What the context is for, as the start of its name: `query` gives `queryCtx`. */
  readonly purpose: string;
  /** The caller's context, where the fix may derive from it instead of from `ctx`. */
  readonly parent: string | undefined;
  readonly message: string;
  /** What the fix does, given when the wait then ends: `after 5 s`. */
  readonly title: (end: string) => string;
  readonly source: GoSource;
}

/** A finding on a call that waits on an endless context, with a deadline as its fix where there is a place for one. */
export function boundedByContext({ call, callee, ctx, lifetime, purpose, parent, message, title, source }: EndlessWait): Draft[] {
  const use = (name: string) => [{ start: ctx.startIndex, end: ctx.endIndex, newText: name }];
  const range = { start: callee.startIndex, end: callee.endIndex };
  const end = `after ${durationText(source.settings.timeoutMs)}`;
  const sibling = isRootContext(ctx) ? siblingContext(call, source) : undefined;
  if (sibling !== undefined) return [{ ...range, message, fixes: [{ title: `Put it under the deadline of ${sibling}`, safety: 'review', edits: use(sibling) }] }];
  const deadline = deadlineBefore({ call, parent: parent ?? ctx.text, purpose, lifetime, use }, source);
  if (!('refused' in deadline)) {
    const caller = parent === undefined ? '' : ' or with the caller';
    return [{ ...range, message, fixes: [{ title: title(end + caller), safety: 'review', edits: deadline.edits }] }];
  }
  // Without room for a deadline the caller's own context still ends the wait when the caller gives up.
  if (parent !== undefined) return [{ ...range, message, fixes: [{ title: title('when the caller does'), safety: 'review', edits: use(parent) }] }];
  return [{ ...range, message: `${message} No edit is offered: ${deadline.refused}.`, fixes: [] }];
}

/** `context.Background()` written at the call: nothing says the author wanted to leave another context behind. */
export const isRootContext = (ctx: Node): boolean => ctx.type === 'call_expression' && /\.(?:Background|TODO)$/.test(field(ctx, 'function')?.text ?? '');
