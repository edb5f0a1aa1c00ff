import type { PlacedView, ReviewEndView } from '../../../src/shared/pages/review';
import type { PanelStrings } from '../../../src/shared/protocol';
import { button, format, h, rendered } from '../dom';
import { header, iconButton } from '../header';
import { icon } from '../icons';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';

/** The end of a session, or where the reader stepped out of it. */
export const reviewEndPage: Page<ReviewEndView> = {
  sections: (end, view) => [
    headerSection(end, view),
    ...(end.placed ? [placedSection(end.placed, view)] : []),
    ...(end.items.length > 0 ? [itemsSection(end, view)] : []),
    ...(end.first && end.quiz === 'review' ? [firstSection(end.first, view)] : []),
    actionsSection(end, view),
  ],
  keys: ({ canUndo }, strings) => (canUndo ? [[['u'], strings['key.review.undo']]] : []),
  press(key, { canUndo }, view) {
    if (key !== 'u' || !canUndo) return false;
    view.send({ type: 'review.undo' }, 'from:end');
    return true;
  },
  focusAfter: () => 'title',
};

function headerSection(end: ReviewEndView, view: View): Section {
  const { strings } = view;
  const { canUndo, items, right } = end;
  const facts = [
    items.length === 0 ? strings['review.noneAnswered'] : format(strings['review.score'], right, items.length),
    ...(end.left > 0 && items.length > 0 ? [strings['review.kept']] : []),
  ];
  return {
    id: 'header',
    from: [titleOf(end, strings), facts, canUndo],
    draw: () =>
      header({ trackTitle: strings[end.quiz], lessonTitle: strings[end.quiz] }, titleOf(end, strings), facts, [
        iconButton('undo', strings['review.undo'], 'discard', !canUndo, () => view.send({ type: 'review.undo' }, 'from:end')),
        iconButton('keys', strings.keys, 'question', false, () => view.showKeys()),
      ]),
  };
}

function titleOf({ left, placed }: ReviewEndView, strings: PanelStrings): string {
  if (placed) return format(strings['review.placed'], strings[`tier.${placed.tier}`]);
  return left > 0 ? strings['review.stopped'] : strings['review.done'];
}

function placedSection({ tiers }: PlacedView, { strings }: View): Section {
  return {
    id: 'placed',
    from: tiers,
    draw: () =>
      h(
        'section',
        { class: 'prose' },
        h('ul', {}, ...tiers.map(({ tier, asked, right }) => h('li', {}, format(strings['review.tierScore'], strings[`tier.${tier}`], right, asked)))),
        h('p', {}, strings['review.why']),
        h('p', {}, strings['review.missesReturn']),
      ),
  };
}

function itemsSection({ items }: ReviewEndView, view: View): Section {
  const { strings } = view;
  return {
    id: 'items',
    from: items,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['review.asked']),
        h(
          'ol',
          { class: 'rows' },
          ...items.map(({ titleHtml, state, source }, index) => {
            const title = rendered('span', {}, titleHtml);
            return h(
              'li',
              { 'data-outcome': state },
              icon(state === 'right' ? 'pass' : 'error'),
              source
                ? button(
                    { focus: `item:${index}`, class: 'link' },
                    () => view.send({ type: 'open', lesson: source.lesson, ...(source.piece !== undefined && { piece: source.piece }) }, 'move'),
                    title,
                  )
                : title,
              h('span', { class: 'note' }, strings[`review.state.${state}`]),
            );
          }),
        ),
      ),
  };
}

function firstSection({ titleHtml, when }: NonNullable<ReviewEndView['first']>, { strings }: View): Section {
  return {
    id: 'first',
    from: [titleHtml, when],
    draw: () => h('section', {}, h('h2', {}, strings['review.comesBack']), h('p', {}, rendered('span', {}, titleHtml), h('span', { class: 'note' }, ` · ${when}`))),
  };
}

function actionsSection(end: ReviewEndView, view: View): Section {
  const { strings } = view;
  const { due, left, placed, quiz } = end;
  const start = placed?.start;
  const more = quiz === 'placement' ? (placed ? strings['review.placeAgain'] : undefined) : due > 0 && left === 0 ? format(strings['review.more'], due) : undefined;
  return {
    id: 'actions',
    from: [quiz, due, left, placed],
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        left > 0 && !placed ? button({ focus: 'come-back', class: 'primary' }, () => view.send({ type: 'review.comeBack' }, 'from:end'), comeBackLabel(end, strings)) : undefined,
        start ? button({ focus: 'start', class: 'primary' }, () => view.send({ type: 'open', lesson: start.lesson }, 'move'), format(strings['review.startHere'], start.title)) : undefined,
        more === undefined ? undefined : button({ focus: 'more', class: start ? 'secondary' : 'primary' }, () => view.send({ type: 'review.startAgain' }, 'from:end'), more),
      ),
  };
}

/** How many questions a placement has left is not known. */
function comeBackLabel({ left, quiz }: ReviewEndView, strings: PanelStrings): string {
  return quiz === 'review' ? format(strings['review.comeBack'], left) : strings['review.goOn'];
}
