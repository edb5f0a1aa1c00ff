import { ratings } from '../../../src/learning/entries';
import type { ReviewCardView } from '../../../src/shared/pages/review';
import { button, h, rendered } from '../dom';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { hasLeft, isOnControl, isUndone, itemHeader, pressSession, sessionKeys, stepFrom } from './header';
import { sourceLink } from './source';

/** A card: the cue, and once the reader has answered in the head, the answer and how well it was recalled. */
export const reviewCardPage: Page<ReviewCardView> = {
  sections: (card, view) => [
    itemHeader(card, view.strings[`review.${card.cardKind}`], view),
    cueSection(card),
    inWordsSection(card, view),
    ...(card.answer ? [answerSection(card, card.answer, view), gradesSection(card, card.answer, view)] : [revealSection(card, view)]),
  ],
  keys: (card, strings) => [
    card.answer ? [['1–4'], strings['key.review.grade']] : [['Space', 'Enter'], strings['key.review.reveal']],
    ...sessionKeys(card, strings),
  ],
  press,
  announcement(before, card, strings) {
    if (isUndone(before, card)) return strings['review.undone'];
    return 'item' in before && before.item === card.item ? undefined : '';
  },
  focus: ({ answer }) => (answer ? 'answer' : 'cue'),
  focusAfter(intent, card) {
    if (intent === 'reveal') return card.answer && 'answer';
    return hasLeft(intent, card) || (intent === 'undo' && !card.answer) ? 'cue' : undefined;
  },
};

function cueSection({ item, cueHtml }: ReviewCardView): Section {
  return {
    id: 'cue',
    from: [item, cueHtml],
    draw: () => rendered('p', { class: 'cue', tabindex: '-1', 'data-focus': 'cue' }, cueHtml),
  };
}

/** Kept on the page alone, for the reader to compare with the answer; never sent. */
function inWordsSection({ item }: ReviewCardView, { strings }: View): Section {
  return {
    id: 'in-words',
    from: item,
    draw: () => {
      const input = h('input', { type: 'text', id: 'in-words', class: 'text-input', autocomplete: 'off', 'data-focus': 'in-words' });
      input.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        const reveal = document.querySelector<HTMLElement>('[data-focus="reveal"]');
        if (event.key === 'Enter' && reveal) reveal.click();
        else (reveal ?? document.querySelector<HTMLElement>('[data-focus="grade:again"]'))?.focus();
      });
      return h('section', { class: 'in-words' }, h('label', { for: 'in-words', class: 'note' }, strings['review.inWords']), input);
    },
  };
}

function revealSection({ item }: ReviewCardView, view: View): Section {
  return {
    id: 'reveal',
    from: item,
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button({ focus: 'reveal', class: 'primary', 'aria-keyshortcuts': 'Space' }, () => view.send({ type: 'review.reveal' }, 'reveal'), view.strings['review.reveal']),
      ),
  };
}

function answerSection({ item }: ReviewCardView, { html, source }: NonNullable<ReviewCardView['answer']>, view: View): Section {
  return {
    id: 'answer',
    from: [item, html, source],
    draw: () =>
      h(
        'section',
        { class: 'verdict', tabindex: '-1', 'data-focus': 'answer', 'aria-labelledby': 'answer-title' },
        h('h2', { id: 'answer-title' }, view.strings['review.answer']),
        rendered('div', { class: 'prose' }, html),
        source && sourceLink(source, view),
      ),
  };
}

function gradesSection(card: ReviewCardView, { intervals }: NonNullable<ReviewCardView['answer']>, view: View): Section {
  const { strings } = view;
  return {
    id: 'grades',
    from: [card.item, intervals],
    draw: () =>
      h(
        'section',
        { role: 'group', 'aria-labelledby': 'recalled', class: 'confidence' },
        h('h2', { id: 'recalled' }, strings['review.recalled']),
        h(
          'div',
          { class: 'buttons grades' },
          ...ratings.map((rating, index) =>
            button(
              { focus: `grade:${rating}`, class: 'secondary', 'aria-keyshortcuts': String(index + 1) },
              () => view.send({ type: 'review.grade', rating }, stepFrom(card)),
              h('span', {}, strings[`review.${rating}`], h('span', { class: 'interval' }, intervals[rating])),
              h('kbd', { 'aria-hidden': 'true' }, String(index + 1)),
            ),
          ),
        ),
      ),
  };
}

function press(key: string, card: ReviewCardView, view: View): boolean {
  if (pressSession(key, card, view)) return true;
  const rating = ratings[Number(key) - 1];
  if (card.answer && rating && /^\d$/.test(key)) view.send({ type: 'review.grade', rating }, stepFrom(card));
  else if (!card.answer && (key === ' ' || key === 'enter') && !isOnControl()) view.send({ type: 'review.reveal' }, 'reveal');
  else return false;
  return true;
}
