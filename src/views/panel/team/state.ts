import { l10n } from 'vscode';
import { isUnder, relativeWithin } from '../../../engine/scan/paths';
import { placesLeftLabel } from '../../../editor/learning/labels';
import { plainLine } from '../../../learning/plainText';
import type { Progress } from '../../../learning/progress';
import type { Recollection } from '../../../learning/recollection';
import { dueItems } from '../../../learning/schedule';
import { day } from '../../../learning/memory';
import type { Catalogue, Track } from '../../../lessons/model';
import type { FixView, RoleView, StepView, TeamView, WayView } from '../../../shared/pages/team';
import type { PanelState } from '../../../shared/protocol';
import type { FirstFix } from '../../../team/firstFix';
import type { Team } from '../../../team/model';
import { nextStep, stepsOf, type StepStanding } from '../../../team/standing';
import { dayText } from '../../when';
import type { MarkdownRenderer } from '../markdown';
import type { TeamDesk } from './desk';

export interface TeamStateOptions {
  readonly catalogue: () => Catalogue;
  readonly learning: { readonly progress: Progress; readonly recollection: Recollection };
  readonly markdown: MarkdownRenderer;
  readonly desk: TeamDesk;
  readonly now: () => number;
}

/** The welcome of a team with its roles, and the way through the one that was started. */
export function teamState(namespace: string, options: TeamStateOptions): PanelState {
  const team = options.desk.teams.find((each) => each.namespace === namespace);
  if (!team?.onboarding) return { kind: 'empty', message: l10n.t('This team’s welcome is no longer there. Choose a lesson in the Climb view.') };
  const { owners, title, welcome } = team.onboarding;
  const way = wayOf(team, options);
  const view: TeamView = {
    kind: 'team',
    team: namespace,
    title,
    html: options.markdown.block(welcome),
    owners: new Intl.ListFormat(undefined, { type: 'disjunction' }).format(owners),
    roles: rolesOf(team).map((track) => roleView(track.summary === title ? { ...track, summary: '' } : track, track.id === way?.role)),
    ...(way && { way }),
  };
  return view;
}

/** The tracks of a team that stand for a role. */
export function rolesOf({ tracks }: Team): Track[] {
  return tracks.filter(({ role }) => role !== undefined);
}

function roleView({ id, title, summary, role }: Track, isStarted: boolean): RoleView {
  const steps = role?.steps.length ?? 0;
  const days = role?.days ?? 0;
  const stepsText = steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps);
  return { id, title, summary, facts: `${stepsText} · ${days === 1 ? l10n.t('1 day') : l10n.t('{0} days', days)}`, isStarted };
}

/** How far a step is, in words. */
export function stepNote(step: StepStanding): string {
  if (step.kind === 'lesson') return l10n.t('{0} of {1} answered · {2} min', step.answered, step.total, step.minutes);
  return placesLeftLabel(step.found);
}

function wayOf(team: Team, { catalogue, desk, learning, now }: TeamStateOptions): WayView | undefined {
  const started = desk.started(team.namespace);
  const track = rolesOf(team).find(({ id }) => id === started?.track);
  if (!started || !track) return undefined;
  const { progress, recollection } = learning;
  const steps = stepsOf(track, catalogue(), progress, desk.rules);
  const next = nextStep(steps);
  const rules = steps.filter(({ kind }) => kind === 'rule');
  const lessons = new Set(steps.map(({ id }) => id));
  const due = dueItems(progress, catalogue(), now(), recollection).filter(({ topic }) => lessons.has(topic)).length;
  const done = steps.filter(({ isDone }) => isDone).length;
  const until = dayText(started.at + (track.role?.days ?? 0) * day);
  const fix = desk.firstFix(track.id);
  return {
    role: track.id,
    facts: [
      l10n.t('{0} of {1} steps done', done, steps.length),
      l10n.t('by {0}', until),
      ...(due === 0 ? [] : [due === 1 ? l10n.t('1 review due') : l10n.t('{0} reviews due', due)]),
    ],
    steps: steps.map((step): StepView => ({ kind: step.kind, id: step.id, title: plainLine(step.title), note: stepNote(step), isDone: step.isDone, isNext: step === next && !step.isDone })),
    isScanned: rules.every((step) => step.kind !== 'rule' || step.found !== undefined),
    ...(fix && { fix: fixView(fix, team) }),
    ...(desk.made && { made: desk.made.title }),
  };
}

function fixView({ finding, fix, lines, test }: FirstFix, { root }: Team): FixView {
  const size = lines === 1 ? l10n.t('one line') : l10n.t('{0} lines', lines);
  return {
    title: fix.title,
    place: `${isUnder(root, finding.file) ? relativeWithin(root, finding.file) : finding.file}:${finding.range.start.line + 1}`,
    message: plainLine(finding.message),
    why: test === undefined
      ? l10n.t('Safe and small ({0}). No test of the file was found: look at the change before you commit it.', size)
      : l10n.t('Safe, small ({0}), and {1} tests the file.', size, test),
  };
}
