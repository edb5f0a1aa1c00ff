import { l10n } from 'vscode';
import type { ReadingString } from '../../../shared/pages/reading';

export function readingStrings(): Readonly<Record<ReadingString, string>> {
  return {
    reading: l10n.t('The topic'),
    tiers: l10n.t('Read at'),
    beginPieces: l10n.t('Begin: {0}'),
    backToPiece: l10n.t('Back to {0}'),
    'key.back': l10n.t('To the pieces'),
  };
}
