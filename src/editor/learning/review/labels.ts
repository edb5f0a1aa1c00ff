import * as vscode from 'vscode';
import { placementLength } from '../../../learning/placement';
import type { ReviewSession } from '../../../learning/reviewSession';

/** What a session is called while an item is in view: where the reader is in it, and nothing of the topic. */
export function sessionTitle({ quiz, items, position }: ReviewSession): string {
  return quiz === 'review'
    ? vscode.l10n.t('Review, {0} of {1}', position + 1, items.length)
    : vscode.l10n.t('Placement, question {0}, at most {1}', position + 1, placementLength);
}
