import type { RulePlacesView } from '../../../src/shared/pages/lesson';
import type { PanelStrings } from '../../../src/shared/protocol';
import { button, format, h } from '../dom';
import type { Section } from '../sections';
import type { View } from '../view';

/** What the lesson's rules find in the reader's own workspace, and what of it the reader has fixed. */
export function placesSection(places: readonly RulePlacesView[], view: View): Section {
  const { strings } = view;
  return {
    id: 'places',
    from: places,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings.places),
        h('ul', { class: 'rows places' }, ...places.map((place) => row(place, view))),
        places.every(({ count }) => count === 0) ? undefined : h('p', { class: 'help' }, strings.placesHelp),
      ),
  };
}

function row({ count, fixedOn, rule, title }: RulePlacesView, view: View): HTMLElement {
  const { strings } = view;
  const words = countText(count, strings);
  const found = count === 0 ? h('span', { class: 'note' }, words) : button({ focus: `rule:${rule}`, class: 'link', 'aria-label': `${title}: ${words}` }, () => view.send({ type: 'showRule', rule }), words);
  return h('li', {}, h('span', {}, title, fixedOn === undefined ? undefined : h('span', { class: 'tags' }, format(strings.fixedOn, fixedOn))), found);
}

function countText(count: number | undefined, strings: PanelStrings): string {
  if (count === undefined) return strings.findInWorkspace;
  if (count === 0) return strings.noPlaces;
  return count === 1 ? strings.onePlace : format(strings.manyPlaces, count);
}
