import type { Catalogue } from '../../lessons/model';
import type { RuleText, SearchEntry } from './entries';
import { SearchIndex } from './searchIndex';

/** Searches the lessons as they are now. The index is made when it is first needed, once for each catalogue. */
export class Search {
  #made: { readonly catalogue: Catalogue; readonly index: Promise<SearchIndex> } | undefined;

  constructor(
    private readonly catalogue: () => Catalogue,
    private readonly rules: readonly RuleText[],
  ) {}

  /** Makes the index where there is none yet. */
  prepare(): Promise<SearchIndex> {
    const catalogue = this.catalogue();
    if (this.#made?.catalogue !== catalogue) this.#made = { catalogue, index: SearchIndex.build(catalogue, this.rules) };
    return this.#made.index;
  }

  /** The best hits first; none for an empty query. */
  async find(query: string): Promise<readonly SearchEntry[]> {
    return query.trim() === '' ? [] : (await this.prepare()).search(query);
  }
}
