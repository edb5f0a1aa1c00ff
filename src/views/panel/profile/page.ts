import { l10n } from 'vscode';
import type { Quiz } from '../../../learning/reviewSession';
import { atOnce, stepByStep } from '../../../shared/pace';
import type { ProfilePlace } from '../../../shared/pages/profile';
import type { PanelPage } from '../page';
import { panelStrings } from '../strings';
import { profileText } from './copy';
import { profileState, type ProfileStateOptions } from './state';

/** What the reader can ask for on the profile that happens outside it. */
export interface ProfileActions {
  copy(text: string): void;
  startQuiz(quiz: Quiz): void;
}

export interface ProfilePageOptions extends ProfileStateOptions {
  readonly actions: ProfileActions;
}

/** The reader's altitude, what it is made of and what is due. */
export function profilePage(options: ProfilePageOptions): PanelPage<ProfilePlace> {
  return {
    isAside: true,
    title: () => l10n.t('Profile'),
    state: () => atOnce(profileState(options)),
    stateInTurns: async () => stepByStep(profileState(options)),
    receive: (_place, message) => {
      if (message.type === 'profile.startQuiz') options.actions.startQuiz(message.quiz);
      if (message.type !== 'profile.copy') return;
      const state = atOnce(profileState(options));
      if (state.kind === 'profile') options.actions.copy(profileText(state, panelStrings()));
    },
  };
}
