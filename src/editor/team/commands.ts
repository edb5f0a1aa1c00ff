import * as vscode from 'vscode';
import type { Team } from '../../team/model';
import { progressSummary, type SummaryFacts } from '../../views/panel/team/summary';
import { rolesOf } from '../../views/panel/team/state';
import { commitMessage } from '../../team/commitMessage';
import { commandIds } from '../learning/commandIds';
import { isObject } from '../learning/targets';
import type { NewHire } from './newHire';

export interface TeamCommandOptions {
  readonly hire: NewHire;
  readonly facts: SummaryFacts;
  readonly showTeam: (team: string, options: { readonly focus: boolean }) => void;
  /** Puts text to the clipboard and says so, quietly. */
  readonly copy: (text: string) => void;
}

/** The commands of whoever is new to a repository. Each takes a team or a role, or asks for one where there are several. */
export function registerTeamCommands({ hire, facts, showTeam, copy }: TeamCommandOptions): vscode.Disposable {
  const onTeam = (id: string, run: (team: Team) => unknown) =>
    vscode.commands.registerCommand(id, async (given?: unknown) => {
      await hire.settled;
      const team = hire.teams.find(({ namespace }) => namespace === namespaceIn(given)) ?? (await pickTeam(hire.teams));
      if (team) await run(team);
    });
  return vscode.Disposable.from(
    onTeam(commandIds.showTeam, ({ namespace }) => showTeam(namespace, { focus: true })),
    vscode.commands.registerCommand(commandIds.startDayOne, async (given?: unknown) => {
      await hire.settled;
      const role = roleIn(given) ?? (await pickRole(hire.teams));
      if (role !== undefined) await hire.startAt(role);
    }),
    onTeam(commandIds.copySummary, ({ namespace }) => {
      const summary = progressSummary(namespace, facts);
      if (summary !== undefined) copy(summary);
      else void vscode.window.showInformationMessage(vscode.l10n.t('Start a role first: there is no progress to tell of.'));
    }),
    vscode.commands.registerCommand(commandIds.copyCommit, () => {
      if (hire.made) copy(commitMessage(hire.made));
      else void vscode.window.showInformationMessage(vscode.l10n.t('Make the first fix of your role; then there is a message to copy.'));
    }),
  );
}

/** The team a command was given, by its namespace or as a row of the Climb. */
function namespaceIn(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  return isObject(given) && typeof given['team'] === 'string' ? given['team'] : undefined;
}

/** The role, by the id of its track or as a row of the Climb. */
function roleIn(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  const source = isObject(given) ? given['source'] : undefined;
  return isObject(source) && typeof source['id'] === 'string' ? source['id'] : undefined;
}

async function pickTeam(teams: readonly Team[]): Promise<Team | undefined> {
  const [only, second] = teams;
  if (!only) tellNone();
  if (!second) return only;
  const items = teams.map((team) => ({ label: team.onboarding?.title ?? team.namespace, description: team.namespace, team }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which team?') }))?.team;
}

async function pickRole(teams: readonly Team[]): Promise<string | undefined> {
  const roles = teams.flatMap((team) => rolesOf(team).map((track) => ({ team, track })));
  const [only, second] = roles;
  if (!only) tellNone();
  if (!second) return only?.track.id;
  const items = roles.map(({ team, track }) => ({
    label: track.title,
    description: teams.length > 1 ? (team.onboarding?.title ?? team.namespace) : '',
    detail: track.summary,
    id: track.id,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('What is your role?') }))?.id;
}

function tellNone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('No folder of this workspace has a welcome in .altitude/onboarding.yml.'));
}
