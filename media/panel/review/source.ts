import type { SourceView } from '../../../src/shared/pages/review';
import { button, h } from '../dom';
import type { View } from '../view';

/** The way to the lesson that teaches an item. */
export function sourceLink(source: SourceView, view: View): HTMLElement {
  const { lesson, piece, title } = source;
  return h(
    'p',
    { class: 'note' },
    view.strings['review.taughtIn'],
    ' ',
    button({ focus: 'source', class: 'link' }, () => view.send({ type: 'open', lesson, ...(piece !== undefined && { piece }) }, 'move'), title),
  );
}
