import type { PanelState } from '../../src/shared/protocol';
import { placeOf, samePlace } from './place';
import type { Intent } from './view';

/** Moves the focus to what the reader's own action has brought; false while that has not come yet. */
export function focusAfter(intent: Intent, root: HTMLElement, before: PanelState | undefined, now: PanelState): boolean {
  const moved = !samePlace(placeOf(before), placeOf(now));
  if (intent === 'move') return moved && focusOn(root, 'title');
  // The reader has gone elsewhere meanwhile: the focus stays where it is.
  if (moved || now.kind !== 'piece') return true;
  if (intent === 'choose') return now.pending !== undefined && focusOn(root, 'confidence:sure');
  if (intent === 'commit') return now.verdict !== undefined && focusOn(root, 'verdict');
  if (intent === 'hint') return focusOn(root, `hint:${now.hintsHtml.length}`);
  return now.verdict === undefined && focusOptions(root);
}

/** Takes the focus the host hands over to where the reader stopped. */
export function focusPanel(root: HTMLElement, state: PanelState): void {
  if (state.kind !== 'piece') focusOn(root, 'title');
  else if (state.verdict) focusOn(root, 'verdict');
  else if (state.pending !== undefined) focusOn(root, 'confidence:sure');
  else focusOptions(root);
}

function focusOptions(root: HTMLElement): boolean {
  return focusElement(root.querySelector('[role=radio][tabindex="0"]'));
}

function focusOn(root: HTMLElement, name: string): boolean {
  return focusElement(root.querySelector(`[data-focus="${name}"]`));
}

function focusElement(element: HTMLElement | null): boolean {
  element?.focus();
  return element !== null;
}
