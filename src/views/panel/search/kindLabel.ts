import { l10n } from 'vscode';
import type { SearchKind } from '../../../learning/search/entries';

/** What a result is, in a word. */
export function searchKindLabel(kind: SearchKind): string {
  switch (kind) {
    case 'lesson':
      return l10n.t('Lesson');
    case 'piece':
      return l10n.t('Piece');
    case 'rule':
      return l10n.t('Rule');
    case 'card':
      return l10n.t('Card');
    case 'prompt':
      return l10n.t('Prompt');
    case 'drill':
      return l10n.t('Drill');
    case 'template':
      return l10n.t('Template');
    case 'table':
      return l10n.t('Table');
    case 'row':
      return l10n.t('Table row');
    case 'term':
      return l10n.t('Term');
  }
}
