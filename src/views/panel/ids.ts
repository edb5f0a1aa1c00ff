import * as v from 'valibot';

/** Far above any real id: a message with a longer one is not the panel's. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
