/** Errors after which an immediate second try, with new data or a new snapshot, is the right answer. */
const conflicts = /40001|40P01|P2002|P2034|23505|E?11000|ER_DUP|ER_LOCK_DEADLOCK|unique|duplicate|conflict|serializ|deadlock|optimistic|version|collision|\b409\b/i;

/** Another answer than the same again: a token renewed, another host, a smaller page. */
const changes = /refresh|renew|token|re-?auth|re-?login|re-?connect|fallback|next(?:Host|Url|Server|Endpoint)|rotate/i;

/** True for the text of a `catch` after which no attempt is the same as the one before, or another is right at once. */
export const steers = (handler: string): boolean => conflicts.test(handler) || changes.test(handler);
