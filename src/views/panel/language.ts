import { l10n } from 'vscode';

/** The BCP 47 tag of the language the interface is in: dates and figures are written as its texts are. */
export function interfaceLanguage(): string {
  return l10n.t({ message: 'en', comment: ['The BCP 47 tag of the language of this translation'] });
}
