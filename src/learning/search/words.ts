import { stemmer } from 'stemmer';

/** Words that say nothing about what is searched for. */
const empty = new Set(
  'a about after all an and any are as at be but by can do does for from get has have how i if in into is it its me my no of on or our so than that the their then there they this to too under was we were what when where which who why will with without you your'.split(' '),
);

/** What engineers type, and how the lessons write it. */
const shortFor: ReadonlyMap<string, string> = new Map([
  ['db', 'database'],
  ['dlq', 'dead letter queue'],
  ['idor', 'object owner'],
  ['k8s', 'kubernetes'],
  ['lb', 'load balancer'],
  ['mq', 'queue'],
  ['oom', 'memory'],
  ['pg', 'pg postgresql'],
  ['postgres', 'postgresql'],
  ['sqli', 'sql injection'],
  ['toctou', 'race condition'],
  ['ws', 'websocket'],
]);

/** A query with its abbreviations written in full. */
export function spelledOut(query: string): string {
  return query.replace(/[\p{L}\p{N}]+/gu, (word) => shortFor.get(word.toLowerCase()) ?? word);
}

/** The words of a text or a query, as they were written; a query of empty words alone keeps them. */
export function wordsOf(text: string): string[] {
  const all = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = all.filter((word) => !empty.has(word.toLowerCase()));
  return telling.length > 0 ? telling : all;
}

/** Under which a word is found: itself, its stem, and the parts of a name written in camel case. */
export function formsOf(word: string): string[] {
  const parts = word.split(/(?<=\p{Ll})(?=\p{Lu})/u);
  const written = parts.length > 1 ? [word, ...parts] : [word];
  return [...new Set(written.map((part) => part.toLowerCase()).flatMap((part) => [part, stemmer(part)]))];
}
