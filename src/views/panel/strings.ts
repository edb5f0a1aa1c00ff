import { l10n } from 'vscode';
import type { CommonString, PanelStrings } from '../../shared/protocol';
import { exerciseStrings } from './exercise/strings';
import { interfaceLanguage } from './language';
import { lessonStrings } from './lesson/strings';
import { previewStrings } from './preview/strings';
import { profileStrings } from './profile/strings';
import { readingStrings } from './reading/strings';
import { reviewStrings } from './review/strings';
import { searchStrings } from './search/strings';
import { tableStrings } from './table/strings';
import { teamStrings } from './team/strings';

/** The texts of the panel's interface in the reader's language. */
export function panelStrings(): PanelStrings {
  return { ...commonStrings(), ...lessonStrings(), ...previewStrings(), ...readingStrings(), ...tableStrings(), ...reviewStrings(), ...searchStrings(), ...profileStrings(), ...exerciseStrings(), ...teamStrings() };
}

function commonStrings(): Readonly<Record<CommonString, string>> {
  return {
    language: interfaceLanguage(),
    'tier.zero': l10n.t('Zero'),
    'tier.junior': l10n.t('Junior'),
    'tier.middle': l10n.t('Middle'),
    'tier.senior': l10n.t('Senior'),
    confidence: l10n.t('How sure?'),
    'confidence.sure': l10n.t('Sure'),
    'confidence.think': l10n.t('Think so'),
    'confidence.guess': l10n.t('Guess'),
    sources: l10n.t('Sources'),
    keys: l10n.t('Keyboard shortcuts'),
    copyLink: l10n.t('Copy link'),
    'key.search': l10n.t('Search everything'),
    'key.keys': l10n.t('Show these shortcuts'),
    close: l10n.t('Close'),
  };
}
