import * as vscode from 'vscode';

/** Fires when any of the events fires; what they carry is dropped. */
export function anyEvent(...events: readonly vscode.Event<unknown>[]): vscode.Event<void> {
  return (listener, thisArgs, disposables) => {
    const subscription = vscode.Disposable.from(...events.map((event) => event(() => void listener.call(thisArgs, undefined))));
    disposables?.push(subscription);
    return subscription;
  };
}
