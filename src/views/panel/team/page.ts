import { l10n } from 'vscode';
import type { TeamPlace } from '../../../shared/pages/team';
import { commitMessage } from '../../../team/commitMessage';
import type { PanelPage } from '../page';
import { progressSummary } from './summary';
import { teamState, type TeamStateOptions } from './state';

/** What the reader can ask for on the page that happens outside it. */
export interface TeamActions {
  copy(text: string): void;
  showRule(rule: string): void;
  startQuiz(quiz: 'review'): void;
}

export interface TeamPageOptions extends TeamStateOptions {
  readonly actions: TeamActions;
}

/** A team's welcome, the choice of a role, and the way through it to a first contribution. */
export function teamPage(options: TeamPageOptions): PanelPage<TeamPlace> {
  const { actions, desk } = options;
  return {
    title: ({ team }) => desk.teams.find(({ namespace }) => namespace === team)?.onboarding?.title ?? l10n.t('Welcome'),
    state: ({ team }) => teamState(team, options),
    receive({ team }, message) {
      const track = desk.started(team)?.track;
      switch (message.type) {
        case 'team.start':
          desk.start(message.role);
          return;
        case 'team.rule':
          actions.showRule(message.rule);
          return;
        case 'team.scan':
          desk.scan();
          return;
        case 'team.review':
          actions.startQuiz('review');
          return;
        case 'team.showFix':
          if (track !== undefined) desk.showFix(track);
          return;
        case 'team.makeFix':
          if (track !== undefined) desk.makeFix(track);
          return;
        case 'team.copyCommit':
          if (desk.made) actions.copy(commitMessage(desk.made));
          return;
        case 'team.copySummary': {
          const summary = progressSummary(team, options);
          if (summary !== undefined) actions.copy(summary);
          return;
        }
        default:
      }
    },
  };
}
