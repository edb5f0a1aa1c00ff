import type { SearchKind } from '../../learning/search/entries';

/** Everything can be searched from here. */
export interface SearchPlace {
  readonly page: 'search';
}

export interface SearchView {
  readonly kind: 'search';
  /** What the results answer. */
  readonly query: string;
  /** The best first; plain text throughout. */
  readonly results: readonly ResultView[];
}

export interface ResultView {
  readonly kind: SearchKind;
  readonly title: string;
  /** What it belongs to, by name; may be empty. */
  readonly where: string;
  readonly summary: string;
}

export type SearchMessage =
  | { readonly type: 'search.ask'; readonly query: string }
  /** `result` from 0, among those of this query. */
  | { readonly type: 'search.open'; readonly query: string; readonly result: number };

export type SearchString =
  | 'search'
  | 'search.label'
  | 'search.help'
  | 'search.results'
  | 'search.one'
  | 'search.many'
  | 'search.none'
  | `search.${SearchKind}`
  | 'key.search.move'
  | 'key.search.open'
  | 'key.search.back';
