import * as vscode from 'vscode';
import { commandIds } from '../editor/learning/commandIds';
import { section } from '../editor/settings';
import type { TeamDesk } from './panel/team/desk';

/** The setting that hides it, as it hides the other item. */
const setting = 'statusBar';

/** One quiet word to whoever is new to a repository that teaches, until a role is started. */
export class TeamStatus implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly desk: Pick<TeamDesk, 'teams' | 'started' | 'onDidChange'>) {
    this.item = vscode.window.createStatusBarItem('altitude.dayOne', vscode.StatusBarAlignment.Right, 51);
    this.item.name = vscode.l10n.t('Altitude Day One');
    this.item.text = vscode.l10n.t('Altitude: day one');
    this.item.command = commandIds.showTeam;
    this.subscriptions = vscode.Disposable.from(
      this.item,
      desk.onDidChange(() => this.update()),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(`${section}.${setting}`) && this.update()),
    );
    this.update();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update(): void {
    const { desk, item } = this;
    const isHidden = vscode.workspace.getConfiguration(section).get<unknown>(setting) === false;
    if (isHidden || desk.teams.length === 0 || desk.teams.some(({ namespace }) => desk.started(namespace))) {
      item.hide();
      return;
    }
    const names = desk.teams.map(({ onboarding, namespace }) => onboarding?.title ?? namespace);
    const tooltip = vscode.l10n.t('{0} has a welcome for you. Click to read it and to pick your role.', new Intl.ListFormat().format(names));
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: `${item.text}. ${tooltip}`, role: 'button' };
    item.show();
  }
}
