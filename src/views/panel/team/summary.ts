import { l10n } from 'vscode';
import { plainLine } from '../../../learning/plainText';
import { stepsOf } from '../../../team/standing';
import { dayText } from '../../when';
import { rolesOf, stepNote, type TeamStateOptions } from './state';

/** What a summary is made of. */
export type SummaryFacts = Pick<TeamStateOptions, 'catalogue' | 'desk'> & { readonly learning: Pick<TeamStateOptions['learning'], 'progress'> };

/** The way through a role as short Markdown, to be pasted into a ticket; undefined where no role was started. */
export function progressSummary(namespace: string, { catalogue, desk, learning }: SummaryFacts): string | undefined {
  const team = desk.teams.find((each) => each.namespace === namespace);
  const started = desk.started(namespace);
  const track = team && rolesOf(team).find(({ id }) => id === started?.track);
  if (!team || !started || !track) return undefined;
  const steps = stepsOf(track, catalogue(), learning.progress, desk.rules);
  const done = steps.filter(({ isDone }) => isDone).length;
  return [
    `## ${team.onboarding?.title ?? namespace}: ${track.title}`,
    '',
    l10n.t('Started {0}, {1} of {2} steps done.', dayText(started.at), done, steps.length),
    '',
    ...steps.map((step) => `- [${step.isDone ? 'x' : ' '}] ${plainLine(step.title)} (${stepNote(step)})`),
    ...(desk.made ? ['', l10n.t('First fix: {0} (`{1}`)', desk.made.title, desk.made.rule)] : []),
    '',
  ].join('\n');
}
