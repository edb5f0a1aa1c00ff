import type { ClimbTeams } from '../../views/climb';
import type { Lessons } from '../lessons/lessons';
import { anyEvent } from '../events';
import type { NewHire } from './newHire';
import type { TeamContent } from './teamContent';

/** What the Climb shows of the workspace's teams, and of whatever else contributes lessons. */
export function climbTeams(lessons: Pick<Lessons, 'teams' | 'onDidChange'>, content: Pick<TeamContent, 'withheld' | 'onDidChange'>, hire: NewHire): ClimbTeams {
  return {
    get groups() {
      return lessons.teams.map(({ namespace, onboarding }) => ({
        namespace,
        title: onboarding?.title ?? namespace,
        owners: onboarding?.owners.join(', ') ?? '',
        welcomes: onboarding !== undefined,
      }));
    },
    get withheld() {
      return content.withheld;
    },
    rules: hire.rules,
    started: (team) => hire.started(team)?.track,
    onDidChange: anyEvent(lessons.onDidChange, content.onDidChange, hire.onDidChange),
  };
}
