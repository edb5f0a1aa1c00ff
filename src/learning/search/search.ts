import type { Catalogue } from '../../lessons/model';
import { othersTurn } from '../../shared/pace';
import type { RuleText, SearchEntry } from './entries';
import type { SearchIndex } from './searchIndex';

/** Searches the lessons and rules as they are now. The index is made when it is first needed, and again once they have changed. */
export class Search {
  #made: { readonly catalogue: Catalogue; readonly rules: readonly RuleText[]; readonly index: Promise<SearchIndex> } | undefined;

  constructor(
    private readonly catalogue: () => Catalogue,
    private readonly rules: () => readonly RuleText[],
  ) {}

  /** Makes the index where there is none yet. */
  prepare(): Promise<SearchIndex> {
    const [catalogue, rules] = [this.catalogue(), this.rules()];
    const isMade = this.#made?.catalogue === catalogue && this.#made.rules === rules;
    if (!this.#made || !isMade) this.#made = { catalogue, rules, index: indexOf(catalogue, rules) };
    return this.#made.index;
  }

  /** The best hits first; none for an empty query. */
  async find(query: string): Promise<readonly SearchEntry[]> {
    return query.trim() === '' ? [] : (await this.prepare()).search(query);
  }
}

/** Not everyone searches: what makes the index is loaded with the first, after whoever asked has drawn what is there. */
async function indexOf(catalogue: Catalogue, rules: readonly RuleText[]): Promise<SearchIndex> {
  await othersTurn();
  const { SearchIndex } = await import('./searchIndex');
  await othersTurn();
  return SearchIndex.build(catalogue, rules);
}
