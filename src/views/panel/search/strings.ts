import { l10n } from 'vscode';
import type { SearchString } from '../../../shared/pages/search';
import { searchKindLabel } from './kindLabel';

export function searchStrings(): Readonly<Record<SearchString, string>> {
  return {
    search: l10n.t('Search'),
    'search.label': l10n.t('A symptom, a word, a rule, a title'),
    'search.help': l10n.t('Words in any order: fast query slow API.'),
    'search.results': l10n.t('Results'),
    'search.one': l10n.t('1 result'),
    'search.many': l10n.t('{0} results'),
    'search.none': l10n.t('Nothing found for “{0}”. Try fewer or other words.'),
    'search.lesson': searchKindLabel('lesson'),
    'search.piece': searchKindLabel('piece'),
    'search.rule': searchKindLabel('rule'),
    'search.card': searchKindLabel('card'),
    'search.prompt': searchKindLabel('prompt'),
    'search.drill': searchKindLabel('drill'),
    'search.template': searchKindLabel('template'),
    'search.table': searchKindLabel('table'),
    'search.row': searchKindLabel('row'),
    'search.term': searchKindLabel('term'),
    'key.search.move': l10n.t('Move through the results'),
    'key.search.open': l10n.t('Open the result'),
    'key.search.back': l10n.t('Back to where you were'),
  };
}
