import type { ReviewQuestionView } from '../../../src/shared/pages/review';
import { button, h } from '../dom';
import { announcement } from '../lesson/announcer';
import { questionSections } from '../lesson/piece';
import { answerKeys, focusAfter, focusIn, pressAnswer } from '../lesson/piecePage';
import { places } from '../lesson/verdict';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { hasLeft, isOnControl, isUndone, itemHeader, pressSession, sessionKeys, stepFrom } from './header';
import { sourceLink } from './source';

/** A piece asked out of its lesson. */
export const reviewQuestionPage: Page<ReviewQuestionView> = {
  sections,
  keys: (question, strings) => [
    ...(question.verdict ? [[['j', 'Enter'], strings['key.review.goOn']] as const] : answerKeys(question, strings)),
    ...sessionKeys(question, strings),
  ],
  press,
  announcement: (before, question, strings) => (isUndone(before, question) ? strings['review.undone'] : announcement(before, question, strings)),
  focus: (question) => (question.verdict || question.pending !== undefined ? focusIn(question) : 'title'),
  focusAfter(intent, question) {
    if (hasLeft(intent, question)) return 'title';
    if (intent === 'undo') return question.verdict ? undefined : 'title';
    // In a placement the answer leads on at once: there is no verdict to go to.
    if (intent === 'commit' && question.quiz === 'placement') return question.pending === undefined ? 'title' : undefined;
    return intent.startsWith('from:') ? undefined : focusAfter(intent, question);
  },
};

function sections(question: ReviewQuestionView, view: View): readonly Section[] {
  const { strings } = view;
  const isFirstOfPlacement = question.quiz === 'placement' && question.item === 0;
  return [
    itemHeader(question, strings['review.question'], view),
    ...(isFirstOfPlacement ? [{ id: 'rules', from: strings.language, draw: () => h('p', { class: 'note' }, strings['review.rules']) }] : []),
    ...questionSections(question, view),
    ...(question.verdict ? [actionsSection(question, question.verdict, view)] : []),
  ];
}

function actionsSection(question: ReviewQuestionView, { canShowFix, inWorkspace }: NonNullable<ReviewQuestionView['verdict']>, view: View): Section {
  const { strings } = view;
  return {
    id: 'actions',
    from: [question.item, canShowFix, inWorkspace, question.source],
    draw: () =>
      h(
        'section',
        { class: 'reviewed' },
        question.source && sourceLink(question.source, view),
        h(
          'div',
          { class: 'buttons actions' },
          button({ focus: 'go', class: 'primary', 'aria-keyshortcuts': 'j' }, () => view.send({ type: 'review.goOn' }, stepFrom(question)), strings['review.goOn']),
          canShowFix ? button({ focus: 'fix', class: 'secondary' }, () => view.send({ type: 'showFix' }), strings.showFix) : undefined,
          canShowFix ? places(inWorkspace, view) : undefined,
        ),
      ),
  };
}

function press(key: string, question: ReviewQuestionView, view: View): boolean {
  if (pressSession(key, question, view)) return true;
  if (!question.verdict) return pressAnswer(key, question, view);
  if (key !== 'j' && !((key === 'enter' || key === ' ') && !isOnControl())) return false;
  view.send({ type: 'review.goOn' }, stepFrom(question));
  return true;
}
