import * as vscode from 'vscode';
import { commandIds } from '../editor/learning/commandIds';
import { placesLeftLabel } from '../editor/learning/labels';
import { plainLine } from '../learning/plainText';
import type { Track } from '../lessons/model';
import type { Withheld } from '../editor/team/teamContent';
import type { RuleFacts } from '../team/standing';
import type { TeamGroup } from './climbNodes';
import { joined } from './climbText';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** Said where the workspace is not trusted and holds something of its own; opens the editor's own question about trust. */
export function withheldItem({ teaches, configures }: Withheld): vscode.TreeItem {
  const label = teaches ? vscode.l10n.t('Team lessons wait for your trust') : vscode.l10n.t('Team settings wait for your trust');
  const what = !configures
    ? vscode.l10n.t('Lessons and rules in .altitude are not read in Restricted Mode: they come from whoever wrote this folder.')
    : teaches
      ? vscode.l10n.t('Lessons, rules and config.json in .altitude are not read in Restricted Mode: they come from whoever wrote this folder.')
      : vscode.l10n.t('.altitude/config.json is not read in Restricted Mode, so that every rule runs at its own level: it comes from whoever wrote this folder.');
  const item = new vscode.TreeItem(label, None);
  item.id = 'withheld';
  item.contextValue = 'withheld';
  item.iconPath = new vscode.ThemeIcon('shield');
  const how = vscode.l10n.t('Open this row to decide whether you trust it. Nothing has to be reloaded.');
  item.tooltip = `${what}\n\n${how}`;
  item.accessibilityInformation = { label: `${label}. ${what} ${how}` };
  item.command = { command: 'workbench.trust.manage', title: vscode.l10n.t('Manage Workspace Trust') };
  return item;
}

export function teamItem({ namespace, title, owners }: TeamGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(title, Expanded);
  item.id = `team:${namespace}`;
  item.contextValue = 'team';
  item.iconPath = new vscode.ThemeIcon('organization');
  if (owners !== '') item.description = owners;
  item.tooltip = namespace;
  return item;
}

export function welcomeItem(team: string): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Welcome'), None);
  item.id = `welcome:${team}`;
  item.contextValue = 'welcome';
  item.iconPath = new vscode.ThemeIcon('home');
  item.tooltip = vscode.l10n.t('What the team says to whoever is new, the roles to pick from, and your way.');
  item.command = { command: commandIds.showTeam, title: vscode.l10n.t('Open'), arguments: [team] };
  return item;
}

/** A track that stands for a role: open once it was started. */
export function roleItem({ id, title, summary, role }: Track, { started }: { readonly started: (team: string) => string | undefined }): vscode.TreeItem {
  const isStarted = role !== undefined && started(role.namespace) === id;
  const steps = role?.steps.length ?? 0;
  const item = new vscode.TreeItem(title, isStarted ? Expanded : Collapsed);
  // The editor keeps a row as it was left, closed too; started, it is another row.
  item.id = `track:${id}${isStarted ? ':started' : ''}`;
  item.contextValue = isStarted ? 'track.role.started' : 'track.role';
  item.description = joined([isStarted ? vscode.l10n.t('your role') : undefined, steps === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', steps)]);
  item.tooltip = plainLine(summary);
  return item;
}

export function ruleItem({ rule, within }: { readonly rule: string; readonly within: string }, rules: RuleFacts): vscode.TreeItem {
  const count = rules.count(rule);
  const note = placesLeftLabel(count);
  const item = new vscode.TreeItem(rules.title(rule), None);
  item.id = `rule:${rule}@${within}`;
  item.contextValue = 'rule';
  item.iconPath = count === 0 ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed')) : new vscode.ThemeIcon('search');
  item.description = note;
  item.accessibilityInformation = { label: `${rules.title(rule)}, ${note}` };
  item.command = { command: commandIds.showRulePlaces, title: vscode.l10n.t('Show Places'), arguments: [rule] };
  return item;
}
