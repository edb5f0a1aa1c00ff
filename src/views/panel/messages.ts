import * as v from 'valibot';
import type { FromPanel, PanelPlace } from '../../shared/protocol';
import { exerciseMessages, exercisePlace, templatePlace } from './exercise/messages';
import { id } from './ids';
import { lessonMessages, lessonPlace } from './lesson/messages';
import { previewMessages, previewPlace } from './preview/messages';
import { profileMessages, profilePlace } from './profile/messages';
import { readingPlace } from './reading/messages';
import { reviewMessages, reviewPlace } from './review/messages';
import { searchMessages, searchPlace } from './search/messages';
import { tablePlace } from './table/messages';
import { teamMessages, teamPlace } from './team/messages';

const place = v.variant('page', [lessonPlace, previewPlace, readingPlace, tablePlace, reviewPlace, searchPlace, profilePlace, exercisePlace, templatePlace, teamPlace]);
// The page also keeps its scroll position, which is its own affair.
const kept = v.object({ place });

const message = v.variant('type', [
  v.strictObject({ type: v.literal('ready'), restored: v.exactOptional(place) }),
  v.strictObject({ type: v.literal('focused') }),
  v.strictObject({ type: v.literal('show'), place }),
  v.strictObject({ type: v.literal('open'), lesson: id, piece: v.exactOptional(id) }),
  v.strictObject({ type: v.literal('back') }),
  v.strictObject({ type: v.literal('copyLink') }),
  v.strictObject({ type: v.literal('openSource'), url: v.pipe(v.string(), v.maxLength(2000)) }),
  ...lessonMessages,
  ...previewMessages,
  ...reviewMessages,
  ...searchMessages,
  ...profileMessages,
  ...exerciseMessages,
  ...teamMessages,
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
