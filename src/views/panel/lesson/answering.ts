import type { Learning, PieceRef } from '../../../learning/session';
import type { PageMessage } from '../../../shared/protocol';
import type { LessonActions } from './options';

export interface AnsweringOptions {
  readonly learning: Learning;
  readonly actions: Pick<LessonActions, 'showFix' | 'showInWorkspace'>;
}

/** What the reader did about the question of a piece, wherever it is asked; other messages are left alone. */
export function receiveAnswer(ref: PieceRef, message: PageMessage, { actions, learning }: AnsweringOptions): void {
  switch (message.type) {
    case 'choose':
      // The page may lag behind by a message: an option of the piece before is not an answer to this one.
      if (learning.session(ref).order.includes(message.option)) learning.choose(ref, message.option);
      return;
    case 'confidence':
      if (learning.session(ref).pending !== undefined) void learning.commit(ref, message.value);
      return;
    case 'hint':
      learning.openHint(ref);
      return;
    case 'showFix':
      actions.showFix(ref);
      return;
    case 'showInWorkspace':
      actions.showInWorkspace(ref);
  }
}
