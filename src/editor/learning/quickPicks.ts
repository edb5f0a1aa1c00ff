import * as vscode from 'vscode';

/** How long after it has opened the focus may still be taken from a Quick Pick, in milliseconds. */
const settlingMs = 1000;

export interface QuickPickChoice<T> {
  readonly title?: string;
  readonly placeHolder?: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
  /** It stays where the reader turns to something else. */
  readonly ignoreFocusOut?: boolean;
  /** The row it begins at: the first unless another is named. */
  readonly active?: T | undefined;
}

/**
 * Quick Picks that have the keyboard, whatever the machine is doing. 50 ms after its command palette has closed, the
 * editor gives the focus back to a panel that had it. On a busy machine that reaches the panel when the pick is open
 * already: a pick that closes with the focus is gone, and the keys for one that stays go to the panel.
 */
export class QuickPicks {
  readonly #panelTakesFocus: vscode.Event<void>;

  /** @param panelTakesFocus fires when the panel has got the focus other than by the pointer */
  constructor(panelTakesFocus: vscode.Event<void>) {
    this.#panelTakesFocus = panelTakesFocus;
  }

  /** The row that the reader picks; undefined where the reader leaves it. */
  async pick<T extends vscode.QuickPickItem>(rows: readonly T[], choice: QuickPickChoice<T>): Promise<T | undefined> {
    let typed = '';
    for (;;) {
      const pick = vscode.window.createQuickPick<T>();
      pick.title = choice.title;
      pick.placeholder = choice.placeHolder;
      pick.matchOnDescription = choice.matchOnDescription === true;
      pick.matchOnDetail = choice.matchOnDetail === true;
      pick.items = rows;
      if (choice.active) pick.activeItems = [choice.active];
      if (typed !== '') pick.value = typed;
      const result = await this.#shown(pick, choice.ignoreFocusOut === true);
      if (result !== 'taken') return result;
      typed = pick.value;
    }
  }

  #shown<T extends vscode.QuickPickItem>(pick: vscode.QuickPick<T>, staysOpen: boolean): Promise<T | 'taken' | undefined> {
    return new Promise((resolve) => {
      const end = (result: T | 'taken' | undefined) => {
        resolve(result);
        clearTimeout(settled);
        taken.dispose();
        pick.dispose();
      };
      // While the focus may be taken, the pick must be there to know of it.
      pick.ignoreFocusOut = true;
      const taken = this.#panelTakesFocus(() => end('taken'));
      const settled = setTimeout(() => {
        taken.dispose();
        pick.ignoreFocusOut = staysOpen;
      }, settlingMs);
      pick.onDidAccept(() => {
        // There is none where no row has what is typed.
        const [picked] = pick.selectedItems;
        if (picked) end(picked);
      });
      pick.onDidHide(() => end(undefined));
      pick.show();
    });
  }
}
