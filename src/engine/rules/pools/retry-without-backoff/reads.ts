/** How sure it is that a POST changes nothing: by its address or body, or only by what its function is called. */
export type Reads = 'yes' | 'maybe' | 'no';

/** Ends of an address that is asked by POST since the question is long, or secret: Elasticsearch, RFC 7662. */
const readAddress = /\/(?:_?m?search|_count|introspect(?:ion)?)\/?(?:\?[^/]*)?$/;

const readingAddress = /\b(?:search|quer(?:y|ies)|look-?up|introspect\w*|graphql|gql)\b/i;

const readingName = /^(?:get|find|fetch|load|list|read|search|query|lookUp|lookup|count|introspect|is|has|check|resolve)(?=[A-Z_\d]|$)/i;

/** A GraphQL document that reads: `query Orders { … }`, or its short form. */
const readDocument = /^[\s"'`]*(?:(?:#|fragment\b)[\s\S]*\n\s*)?(?:query\b|\{)/;

const changeDocument = /^[\s"'`]*(?:mutation|subscription)\b|\n\s*(?:mutation|subscription)\b/;

/** What the code shows of a POST. */
export interface Post {
  /** The address as far as it is written, without quotes. */
  readonly address: string;
  /** The GraphQL document, where the body holds one as text; undefined where it has none. */
  readonly document: string | undefined;
  /** What the function around it is called. */
  readonly name: string | undefined;
}

/** True for a POST that may be repeated without an idempotency key, as far as the code shows. */
export function readsOnly({ address, document, name }: Post): Reads {
  if (document !== undefined && changeDocument.test(document)) return 'no';
  if (readAddress.test(address) || (document !== undefined && readDocument.test(document))) return 'yes';
  return readingAddress.test(address) || (name !== undefined && readingName.test(name)) ? 'maybe' : 'no';
}

/** Why a call gets no edit of which it is not known whether it writes. */
export const unlessItReads = (unsure: string): string => `${unsure}; if it writes, it may have happened although it failed, and needs an idempotency key`;

/** Why a call gets no edit that writes. */
export const writes = 'this call may have happened although it failed, so it needs an idempotency key before it is repeated at all';

export const mayOnlyRead = 'this POST may only read';
