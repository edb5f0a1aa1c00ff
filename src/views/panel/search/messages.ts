import * as v from 'valibot';

/** Longer than anything a reader types. */
const query = v.pipe(v.string(), v.maxLength(500));

export const searchPlace = v.strictObject({ page: v.literal('search') });

export const searchMessages = [
  v.strictObject({ type: v.literal('search.ask'), query }),
  v.strictObject({ type: v.literal('search.open'), query, result: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
] as const;
