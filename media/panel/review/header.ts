import type { ReviewCardView, ReviewQuestionView } from '../../../src/shared/pages/review';
import { header, iconButton } from '../header';
import type { KeyRow } from '../page';
import type { Section } from '../sections';
import type { PanelState, PanelStrings } from '../../../src/shared/protocol';
import type { View } from '../view';

type ItemView = ReviewQuestionView | ReviewCardView;

/** Where the reader is in the session; what the item is about is not said. */
export function itemHeader(item: ItemView, kind: string, view: View): Section {
  const { strings } = view;
  const facts = [strings[`tier.${item.tier}`]];
  return {
    id: 'header',
    from: [item.item, item.title, kind, facts, item.canUndo, strings.language],
    draw: () =>
      header({ trackTitle: kind, lessonTitle: kind }, item.title, facts, [
        iconButton('undo', strings['review.undo'], 'discard', !item.canUndo, () => view.send({ type: 'review.undo' }, 'undo')),
        iconButton('leave', strings['review.leave'], 'close', false, () => view.send({ type: 'review.leave' }, stepFrom(item))),
        iconButton('keys', strings.keys, 'question', false, () => view.showKeys()),
      ]),
  };
}

/** Names the step the reader takes away from an item. */
export function stepFrom({ item }: ItemView): string {
  return `from:${item}`;
}

/** Whether the step of this name has led away from the item in view. */
export function hasLeft(intent: string, { item }: ItemView): boolean {
  return intent.startsWith('from:') && intent !== `from:${item}`;
}

/** Whether an undo has led from the state before to this one. */
export function isUndone(before: PanelState, now: ItemView): boolean {
  if (before.kind !== 'reviewQuestion' && before.kind !== 'reviewCard') return false;
  return before.item > now.item || (before.item === now.item && 'verdict' in before && !('verdict' in now));
}

/** The keys every item has; false for any other. */
export function pressSession(key: string, item: ItemView, view: View): boolean {
  if (key === 'escape') view.send({ type: 'review.leave' }, stepFrom(item));
  else if (key === 'u' && item.canUndo) view.send({ type: 'review.undo' }, 'undo');
  else return false;
  return true;
}

export function sessionKeys({ canUndo }: ItemView, strings: PanelStrings): readonly KeyRow[] {
  return [...(canUndo ? [[['u'], strings['key.review.undo']] as const] : []), [['Esc'], strings['key.review.leave']]];
}

/** Enter and Space belong to a control that has the focus. */
export function isOnControl(): boolean {
  return document.activeElement?.matches('button, a, summary, input, [role=radio]') ?? false;
}
