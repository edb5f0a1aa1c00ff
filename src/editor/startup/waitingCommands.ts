import * as vscode from 'vscode';

/**
 * Commands that can be asked for before what runs them is loaded: each waits for it and is then run as it was asked for.
 * Whatever registers them for good calls {@link makeWay} right before, because a command is registered once.
 */
export class WaitingCommands implements vscode.Disposable {
  private readonly registered: vscode.Disposable;

  /** @param loaded resolves once the commands are registered for good; when it rejects, so do they */
  constructor(ids: readonly string[], loaded: () => Promise<unknown>) {
    this.registered = vscode.Disposable.from(
      ...ids.map((id) =>
        vscode.commands.registerCommand(id, async (...args: readonly unknown[]): Promise<unknown> => {
          await loaded();
          return vscode.commands.executeCommand(id, ...args);
        }),
      ),
    );
  }

  makeWay(): void {
    this.registered.dispose();
  }

  dispose(): void {
    this.registered.dispose();
  }
}
