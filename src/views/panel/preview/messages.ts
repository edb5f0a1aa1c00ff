import * as v from 'valibot';

export const previewPlace = v.strictObject({ page: v.literal('preview'), file: v.pipe(v.string(), v.minLength(1), v.maxLength(4000)) });

export const previewMessages = [
  v.strictObject({ type: v.literal('preview.go'), to: v.picklist(['next', 'previous']) }),
  v.strictObject({ type: v.literal('preview.reveal'), revealed: v.boolean() }),
  v.strictObject({ type: v.literal('preview.problem'), index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
] as const;
