import MiniSearch from 'minisearch';
import type { Catalogue } from '../../lessons/model';
import { inTurns } from '../../shared/pace';
import { searchEntries, type RuleText, type SearchEntry, type SearchKind } from './entries';
import { formsOf, spelledOut, wordsOf } from './words';

const fields = { title: 4, names: 2, summary: 2, text: 0.3 } as const;

/** A symptom or a word is looked up to be read at once; a card or a rule is one more way to a piece. */
const kindWeight: Readonly<Record<SearchKind, number>> = {
  lesson: 1.1,
  piece: 1,
  rule: 0.9,
  card: 0.7,
  prompt: 0.9,
  drill: 0.9,
  template: 1,
  table: 1,
  row: 1.1,
  term: 1.2,
};

/** Of the best hit's score: what is below was hardly meant. */
const leastShare = 0.02;

/** Finds entries by their words, in any order and inflection. */
export class SearchIndex {
  readonly #entries: SearchEntry[] = [];
  /** The forms of every word that occurs. */
  readonly #forms = new Map<string, readonly string[]>();
  readonly #known = new Set<string>();
  readonly #index = new MiniSearch<SearchEntry & { readonly id: number }>({
    fields: Object.keys(fields),
    tokenize: wordsOf,
    processTerm: (word) => [...this.#occurring(word)],
    searchOptions: { processTerm: formsOf },
  });

  private constructor() {
    // Filled by `build` alone.
  }

  /** Makes the index in turns, so that the thread is never held for more than a few milliseconds. */
  static async build(catalogue: Catalogue, rules: readonly RuleText[]): Promise<SearchIndex> {
    const index = new SearchIndex();
    const turn = inTurns();
    for (const entry of searchEntries(catalogue, rules)) {
      index.#add(entry);
      await turn();
    }
    return index;
  }

  /** At most `limit` entries, the best first. A word that occurs nowhere is taken for a slip of the finger. */
  search(query: string, limit = 30): SearchEntry[] {
    const asked = spelledOut(query);
    const words = wordsOf(asked).map(formsOf);
    const found = this.#index.search(asked, {
      boost: fields,
      boostDocument: (id) => kindWeight[this.#entries[Number(id)]?.kind ?? 'piece'],
      prefix: (term) => term.length >= 2,
      fuzzy: (term) => (term.length >= 4 && !this.#known.has(term) ? 0.25 : false),
    });
    const scored = found
      .map(({ id, queryTerms, score }) => ({ entry: this.#entries[Number(id)], score: score * shareOf(words, queryTerms) ** 2 }))
      .sort((a, b) => b.score - a.score);
    const least = (scored[0]?.score ?? 0) * leastShare;
    return scored.flatMap(({ entry, score }) => (entry && score >= least ? [entry] : [])).slice(0, limit);
  }

  #add(entry: SearchEntry): void {
    const id = this.#entries.push(entry) - 1;
    this.#index.add({ ...entry, id });
  }

  /** Most words occur often, and a stem takes longer to find than to remember. */
  #occurring(word: string): readonly string[] {
    const before = this.#forms.get(word);
    if (before) return before;
    const forms = formsOf(word);
    this.#forms.set(word, forms);
    for (const form of forms) this.#known.add(form);
    return forms;
  }
}

/** How many of the words were found, of all. */
function shareOf(words: readonly (readonly string[])[], found: readonly string[]): number {
  const met = words.filter((forms) => forms.some((form) => found.includes(form))).length;
  return words.length === 0 ? 0 : met / words.length;
}
