import { l10n } from 'vscode';
import type { TableString } from '../../../shared/pages/table';

export function tableStrings(): Readonly<Record<TableString, string>> {
  return {
    table: l10n.t('Table'),
    tableLesson: l10n.t('Lesson'),
    lookedUp: l10n.t('looked up'),
  };
}
