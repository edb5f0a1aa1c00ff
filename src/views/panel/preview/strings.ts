import { l10n } from 'vscode';
import type { PreviewString } from '../../../shared/pages/preview';

export function previewStrings(): Readonly<Record<PreviewString, string>> {
  return {
    preview: l10n.t('Preview'),
    'preview.note': l10n.t('Answers are not recorded.'),
    'preview.part': l10n.t('Section {0} of {1}'),
    'preview.previous': l10n.t('Previous section (k)'),
    'preview.next': l10n.t('Next section (j)'),
    'preview.reveal': l10n.t('Show all explanations'),
    'preview.hide': l10n.t('Hide the explanations'),
    'preview.oneProblem': l10n.t('1 problem'),
    'preview.problems': l10n.t('{0} problems'),
    'preview.line': l10n.t('Line {0}'),
    'preview.code': l10n.t('Code: {0}'),
    'preview.marked': l10n.t('marked'),
    'preview.noFile': l10n.t('The file is not there.'),
    'preview.prompt': l10n.t('In short: {0}'),
    'preview.noQuestion': l10n.t('This piece has no question yet.'),
    'preview.nothing': l10n.t('Nothing is written here yet.'),
    'preview.answers': l10n.t('What an answer shows'),
    'preview.right': l10n.t('Right answer'),
    'preview.key.reveal': l10n.t('Show or hide all explanations'),
    'preview.key.next': l10n.t('Next section'),
    'preview.key.previous': l10n.t('Previous section'),
  };
}
