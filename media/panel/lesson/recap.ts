import type { RecapView } from '../../../src/shared/pages/lesson';
import { picture } from '../diagram';
import { button, format, h, rendered } from '../dom';
import { recapHeader, wayBack } from './header';
import { icon } from '../icons';
import { placesSection } from './places';
import type { Section } from '../sections';
import type { View } from '../view';

const stateIcon = { open: 'circle', right: 'pass', wrong: 'error' } as const;

/** The end of a lesson: how its flaws feed each other, where the fix fits, what to read, what comes next. */
export function recapSections(recap: RecapView, view: View): readonly Section[] {
  const { strings } = view;
  const sections: Section[] = [recapHeader(recap, view), ...wayBack(recap, view), piecesSection(recap, view)];
  if (recap.unanswered > 0) {
    sections.push({
      id: 'locked',
      from: recap.unanswered,
      draw: () => h('p', { class: 'help' }, format(strings.locked, recap.unanswered)),
    });
  }
  if (recap.recapHtml !== '' || recap.diagram) {
    sections.push({ id: 'recap', from: [recap.recapHtml, recap.diagram], draw: () => h('section', {}, rendered('div', { class: 'prose' }, recap.recapHtml), picture(recap.diagram)) });
  }
  if (recap.tradeOffHtml !== '') {
    sections.push({
      id: 'trade-off',
      from: recap.tradeOffHtml,
      draw: () => h('section', {}, h('h2', {}, strings.tradeOff), rendered('div', { class: 'prose' }, recap.tradeOffHtml)),
    });
  }
  if (recap.places.length > 0) sections.push(placesSection(recap.places, view));
  if (recap.sources.length > 0) sections.push(sourcesSection(recap, view));
  if (recap.next || recap.way) sections.push(nextSection(recap, view));
  return sections;
}

function piecesSection({ lesson, pieces }: RecapView, view: View): Section {
  const { strings } = view;
  return {
    id: 'pieces',
    from: [lesson, pieces],
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings.pieces),
        h(
          'ol',
          { class: 'rows' },
          ...pieces.map((piece) =>
            h(
              'li',
              { 'data-outcome': piece.state },
              icon(stateIcon[piece.state]),
              button({ focus: `piece:${piece.id}`, class: 'link' }, () => view.send({ type: 'open', lesson, piece: piece.id }, 'move'), piece.title),
              h('span', { class: 'note' }, strings[`state.${piece.state}`]),
            ),
          ),
        ),
      ),
  };
}

function sourcesSection({ sources }: RecapView, { strings }: View): Section {
  return {
    id: 'sources',
    from: sources,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings.sources),
        h(
          'ul',
          { class: 'sources' },
          ...sources.map(({ title, url }) => h('li', {}, h('a', { href: url, rel: 'noopener noreferrer', 'data-external': true }, title, icon('linkExternal')))),
        ),
      ),
  };
}

/** The next lesson, and the way it is a step of: one of them is where the reader goes on. */
function nextSection({ next, way }: RecapView, view: View): Section {
  const { nextLesson, wayOn } = view.strings;
  return {
    id: 'next',
    from: [next, way],
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        next && button({ focus: 'next-lesson', class: 'primary' }, () => view.send({ type: 'open', lesson: next.lesson }, 'move'), format(nextLesson, next.title)),
        way && button({ focus: 'way', class: next ? 'secondary' : 'primary' }, () => showWay(way, view), format(wayOn, way.title)),
      ),
  };
}

export function showWay({ team }: NonNullable<RecapView['way']>, view: View): void {
  view.send({ type: 'show', place: { page: 'team', team } }, 'move');
}
