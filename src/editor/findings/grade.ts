import * as vscode from 'vscode';
import type { Finding, Fix, FixSafety } from '../../engine/finding';

export function gradeLabel(safety: FixSafety): string {
  switch (safety) {
    case 'safe':
      return vscode.l10n.t('safe');
    case 'review':
      return vscode.l10n.t('review');
    case 'guided':
      return vscode.l10n.t('guided');
  }
}

/** `Await pbkdf2 off the event loop (safe)` */
export const titleOf = (fix: Fix): string => `${fix.title} (${gradeLabel(fix.safety)})`;

/** The fixes the editor can make; a guided one may have nothing to change and only a lesson to open. */
export const fixesOf = (finding: Finding): readonly Fix[] => finding.fixes.filter((fix) => fix.edits.length > 0);

/** True for findings that the fix-all commands change without asking for a value. */
export const hasSafeFix = (finding: Finding): boolean => finding.fixes.some(({ safety, edits }) => safety === 'safe' && edits.length > 0);
