import { l10n } from 'vscode';
import type { SearchTarget } from '../../../learning/search/entries';
import type { SearchPlace } from '../../../shared/pages/search';
import type { PanelPage } from '../page';
import type { SearchDesk } from './desk';

export interface SearchPageOptions {
  readonly desk: Pick<SearchDesk, 'ask' | 'found'>;
  readonly actions: {
    /** Opens what was found. */
    openFound(target: SearchTarget): void;
  };
}

/** Searches everything. */
export function searchPage({ actions, desk }: SearchPageOptions): PanelPage<SearchPlace> {
  return {
    isAside: true,
    title: () => l10n.t('Search'),
    state: () => ({
      kind: 'search',
      query: desk.found.query,
      results: desk.found.results.map(({ kind, summary, title, where }) => ({ kind, title, where, summary })),
    }),
    receive(_place, message) {
      if (message.type === 'search.ask') void desk.ask(message.query);
      if (message.type !== 'search.open' || message.query !== desk.found.query) return;
      const result = desk.found.results[message.result];
      if (result) actions.openFound(result.target);
    },
  };
}
