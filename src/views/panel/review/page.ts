import { l10n } from 'vscode';
import type { Rating } from '../../../learning/entries';
import { currentItem, type Quiz, type ReviewSession } from '../../../learning/reviewSession';
import type { ReviewPlace } from '../../../shared/pages/review';
import type { PageMessage, PanelState } from '../../../shared/protocol';
import { receiveAnswer, type AnsweringOptions } from '../lesson/answering';
import type { PanelPage } from '../page';
import { endState } from './endState';
import { itemState, type ItemStateOptions } from './itemState';

/** The sessions, as their page needs them. */
export interface ReviewDesk {
  session(quiz: Quiz): ReviewSession | undefined;
  canUndo(quiz: Quiz): boolean;
  goOn(): Promise<void>;
  reveal(quiz: Quiz): void;
  grade(quiz: Quiz, rating: Rating): Promise<void>;
  undo(quiz: Quiz): Promise<void>;
  leave(quiz: Quiz): void;
  comeBack(quiz: Quiz): Promise<void>;
}

/** What the reader can ask for on a session's page that happens outside it. */
export interface ReviewActions {
  /** Begins another session, asking first how long where that is a question. */
  startQuiz(quiz: Quiz): void;
}

export interface ReviewPageOptions extends ItemStateOptions {
  readonly desk: ReviewDesk;
  readonly actions: AnsweringOptions['actions'] & ReviewActions;
}

/** An item of a review or of the placement quiz, or the end of it. */
export function reviewPage(options: ReviewPageOptions): PanelPage<ReviewPlace> {
  return {
    title: ({ quiz }) => (quiz === 'review' ? l10n.t('Review') : l10n.t('Placement')),
    state: ({ quiz }) => stateOf(quiz, options),
    receive: ({ quiz }, message) => receive(quiz, message, options),
  };
}

function stateOf(quiz: Quiz, options: ReviewPageOptions): PanelState {
  const session = options.desk.session(quiz);
  if (!session) {
    const message = quiz === 'review' ? l10n.t('No review is open. Run Altitude: Review Now to begin one.') : l10n.t('No placement quiz is open. Run Altitude: Place Me to begin one.');
    return { kind: 'empty', message };
  }
  const canUndo = options.desk.canUndo(quiz);
  if (session.left || !currentItem(session)) return endState(session, canUndo, options);
  // After a reload, the lessons of a team are read later than others.
  return itemState(session, canUndo, options) ?? { kind: 'empty', message: l10n.t('The lesson of this question is being read.') };
}

function receive(quiz: Quiz, message: PageMessage, options: ReviewPageOptions): void {
  const { desk } = options;
  switch (message.type) {
    case 'review.goOn':
      void desk.goOn();
      return;
    case 'review.reveal':
      desk.reveal(quiz);
      return;
    case 'review.grade':
      void desk.grade(quiz, message.rating);
      return;
    case 'review.undo':
      void desk.undo(quiz);
      return;
    case 'review.leave':
      desk.leave(quiz);
      return;
    case 'review.comeBack':
      void desk.comeBack(quiz);
      return;
    case 'review.startAgain':
      options.actions.startQuiz(quiz);
      return;
    default: {
      const session = desk.session(quiz);
      const item = session && currentItem(session);
      if (item?.kind === 'piece') receiveAnswer(item.ask, message, options);
    }
  }
}
