import * as v from 'valibot';
import { confidences } from '../../../learning/answer';
import { id } from '../ids';

export const lessonPlace = v.strictObject({ page: v.literal('lesson'), lesson: id, piece: v.exactOptional(id) });

export const lessonMessages = [
  v.strictObject({ type: v.literal('choose'), option: id }),
  v.strictObject({ type: v.literal('confidence'), value: v.picklist(confidences) }),
  v.strictObject({ type: v.literal('hint') }),
  v.strictObject({ type: v.literal('retry') }),
  v.strictObject({ type: v.literal('showFix') }),
  v.strictObject({ type: v.literal('showInWorkspace') }),
  v.strictObject({ type: v.literal('go'), to: v.picklist(['next', 'previous', 'recap']) }),
  v.strictObject({ type: v.literal('read') }),
  v.strictObject({ type: v.literal('showRule'), rule: id }),
  v.strictObject({ type: v.literal('backToCode') }),
  v.strictObject({ type: v.literal('showWhereItWas') }),
] as const;
