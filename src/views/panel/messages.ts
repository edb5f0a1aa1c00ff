import * as v from 'valibot';
import { confidences } from '../../learning/answer';
import type { FromPanel, PanelPlace } from '../../shared/protocol';

// Far above any real id: a message that long is not the panel's.
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const place = v.strictObject({ lesson: id, piece: v.exactOptional(id) });
// The page also keeps its scroll position, which is its own affair.
const kept = v.object({ place });

const message = v.variant('type', [
  v.strictObject({
    type: v.literal('ready'),
    restored: v.exactOptional(place),
  }),
  v.strictObject({ type: v.literal('choose'), option: id }),
  v.strictObject({ type: v.literal('confidence'), value: v.picklist(confidences) }),
  v.strictObject({ type: v.literal('hint') }),
  v.strictObject({ type: v.literal('retry') }),
  v.strictObject({ type: v.literal('showFix') }),
  v.strictObject({ type: v.literal('showInWorkspace') }),
  v.strictObject({ type: v.literal('go'), to: v.picklist(['next', 'previous', 'recap']) }),
  v.strictObject({ type: v.literal('open'), lesson: id, piece: v.exactOptional(id) }),
  v.strictObject({ type: v.literal('search') }),
  v.strictObject({ type: v.literal('cycleTier') }),
  v.strictObject({ type: v.literal('openSource'), url: v.pipe(v.string(), v.maxLength(2000)) }),
]);

/** The message, or undefined where it is not one of ours. */
export function parseMessage(value: unknown): FromPanel | undefined {
  const result = v.safeParse(message, value);
  return result.success ? result.output : undefined;
}

/** The place the panel kept before a reload; undefined where it kept none. */
export function parsePlace(value: unknown): PanelPlace | undefined {
  const result = v.safeParse(kept, value);
  return result.success ? result.output.place : undefined;
}
