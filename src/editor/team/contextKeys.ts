import * as vscode from 'vscode';
import type { TeamDesk } from '../../views/panel/team/desk';

/** Keeps what the manifest asks about the workspace: `altitude.hasTeam`, whether somebody in it has a welcome for whoever is new. */
export function registerTeamKeys(desk: Pick<TeamDesk, 'teams' | 'onDidChange'>): vscode.Disposable {
  let known: boolean | undefined;
  const update = () => {
    const hasTeam = desk.teams.length > 0;
    if (hasTeam === known) return;
    known = hasTeam;
    void vscode.commands.executeCommand('setContext', 'altitude.hasTeam', hasTeam);
  };
  update();
  return desk.onDidChange(update);
}
