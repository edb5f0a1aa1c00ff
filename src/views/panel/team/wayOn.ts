import { plainLine } from '../../../learning/plainText';
import { openStepBehind, stepsOf } from '../../../team/standing';
import type { RecapWay } from '../../../shared/pages/lesson';
import { rolesOf } from './state';
import type { SummaryFacts } from './summary';

/** Where the role that a reader has started goes on behind one of its lessons; undefined for a lesson of no such role. */
export function wayOn(lesson: string, { catalogue, desk, learning }: SummaryFacts): RecapWay | undefined {
  for (const team of desk.teams) {
    const started = desk.started(team.namespace)?.track;
    const track = rolesOf(team).find(({ id }) => id === started);
    if (!track?.role?.steps.some(({ kind, id }) => kind === 'lesson' && id === lesson)) continue;
    const next = openStepBehind(stepsOf(track, catalogue(), learning.progress, desk.rules), lesson);
    return {
      team: team.namespace,
      title: team.onboarding?.title ?? team.namespace,
      ...(next?.kind === 'lesson' && { next: { lesson: next.id, title: plainLine(next.title) } }),
    };
  }
  return undefined;
}
