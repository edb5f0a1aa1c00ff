import * as vscode from 'vscode';
import { othersTurn } from '../../shared/pace';
import type { FromPanel, PanelPlace, PanelState, PanelStrings, ToPanel } from '../../shared/protocol';
import { isOpenable } from './markdown';
import { parseMessage, parsePlace } from './messages';
import type { PanelPage, PanelPages } from './page';
import { shell, webviewOptions } from './shell';
import { panelStrings } from './strings';

/** What the reader can ask for on any page that happens outside the panel. */
export interface PanelActions {
  /** Opens a piece, or a lesson at the piece where the reader stopped. */
  open(ref: { readonly lesson: string; readonly piece?: string }): void;
  /** Copies a link that leads to a place. */
  copyLink(place: PanelPlace): void;
  openExternal(url: string): void;
}

export interface PanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly pages: PanelPages;
  readonly actions: PanelActions;
  /** Fires when anything a page shows may have changed: a session, the catalogue, a scan. */
  readonly onDidChange: vscode.Event<unknown>;
}

/** The one panel: shows a page beside the editor and passes on what the reader does there. */
export class Panel implements vscode.Disposable {
  static readonly viewType = 'altitude.lesson';

  private readonly visibility = new vscode.EventEmitter<boolean>();
  private readonly focusTaken = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private panel: vscode.WebviewPanel | undefined;
  private place: PanelPlace | undefined;
  /** Where the reader was before looking something up, the latest last. */
  private behind: readonly PanelPlace[] = [];
  private loaded = false;
  /** Several things change with one answer; what they come to is drawn once, in a turn of its own. */
  private isOutdated = false;
  /** What the page is being sent, if it takes turns to make. */
  private making: Promise<PanelState> | undefined;
  private focusWhenShown = false;
  /** The editor's language stays as it is until the window is loaded anew. */
  private strings: PanelStrings | undefined;

  /** Fires when the panel comes into view or leaves it. */
  readonly onDidChangeVisible = this.visibility.event;
  /** Fires when the page has got the keyboard other than by the pointer: by the reader's keys, or by the editor of itself. */
  readonly onDidTakeFocus = this.focusTaken.event;

  constructor(private readonly options: PanelOptions) {
    this.subscription = options.onDidChange(() => void this.postSoon());
  }

  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** The place the panel shows; undefined while it is closed. */
  get shown(): PanelPlace | undefined {
    return this.panel && this.place;
  }

  /** Shows a place beside the editor. */
  show(place: PanelPlace, { preserveFocus }: { readonly preserveFocus: boolean }): void {
    this.behind = this.behindOf(place);
    this.place = place;
    if (this.panel === undefined) {
      const { extensionUri } = this.options;
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
      this.adopt(vscode.window.createWebviewPanel(Panel.viewType, '', column, webviewOptions(extensionUri)));
      if (!preserveFocus) this.focusWhenShown = true;
      return;
    }
    this.post();
    if (!preserveFocus) this.focus();
    else if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  /** Moves the keyboard focus into the panel; false while it is closed. */
  focus(): boolean {
    if (this.panel === undefined) return false;
    this.panel.reveal(undefined, false);
    if (this.loaded && this.making === undefined) this.send({ type: 'focus' });
    else this.focusWhenShown = true;
    return true;
  }

  /** Lets the panel survive a reload of the window. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(Panel.viewType, {
      deserializeWebviewPanel: (panel: vscode.WebviewPanel, state: unknown) => {
        // A piece opened while the window was starting wins over the one from before.
        if (this.panel === undefined) {
          this.place = parsePlace(state) ?? this.place;
          this.adopt(panel);
        } else panel.dispose();
        return Promise.resolve();
      },
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
    this.visibility.dispose();
    this.focusTaken.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.loaded = false;
    const listeners = [
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = parseMessage(value);
        if (message !== undefined) this.receive(message);
      }),
      panel.onDidChangeViewState(() => {
        // The page of a hidden panel is gone; it says `ready` again when it is back.
        if (!panel.visible) this.loaded = false;
        this.visibility.fire(panel.visible);
      }),
      panel.onDidDispose(() => {
        for (const listener of listeners) listener.dispose();
        this.panel = undefined;
        this.loaded = false;
        this.focusWhenShown = false;
        this.visibility.fire(false);
      }),
    ];
    panel.webview.options = webviewOptions(this.options.extensionUri);
    panel.webview.html = shell(panel.webview, this.options.extensionUri);
    panel.title = this.title();
  }

  private receive(message: FromPanel): void {
    const { actions } = this.options;
    switch (message.type) {
      case 'ready':
        this.ready(message.restored);
        return;
      case 'focused':
        this.focusTaken.fire();
        return;
      case 'show':
        this.show(message.place, { preserveFocus: true });
        return;
      case 'open':
        actions.open(message.piece === undefined ? { lesson: message.lesson } : { lesson: message.lesson, piece: message.piece });
        return;
      case 'back':
        this.back();
        return;
      case 'copyLink':
        if (this.place) actions.copyLink(this.place);
        return;
      case 'openSource':
        if (isOpenable(message.url)) actions.openExternal(message.url);
        return;
      default:
        if (this.place) this.pageOf(this.place).receive(this.place, message);
    }
  }

  private behindOf(place: PanelPlace): readonly PanelPlace[] {
    const here = this.shown;
    if (here === undefined || this.pageOf(place).isAside !== true) return [];
    const before = [...this.behind, here];
    // Looking up the same way again leads back to where that began.
    const again = before.findIndex(({ page }) => page === place.page);
    return again < 0 ? before : before.slice(0, again);
  }

  /** To where the reader was; a panel that was opened to look something up is closed. */
  private back(): void {
    const place = this.behind.at(-1);
    if (place === undefined) {
      this.panel?.dispose();
      return;
    }
    this.behind = this.behind.slice(0, -1);
    this.place = place;
    this.post();
  }

  private ready(restored: PanelPlace | undefined): void {
    this.loaded = true;
    this.place ??= restored;
    this.post();
  }

  private async postSoon(): Promise<void> {
    if (this.isOutdated || this.panel === undefined) return;
    this.isOutdated = true;
    await othersTurn();
    this.postOutdated();
  }

  private postOutdated(): void {
    if (this.isOutdated) this.post();
  }

  private post(): void {
    this.isOutdated = false;
    this.making = undefined;
    if (this.panel === undefined) return;
    this.panel.title = this.title();
    // A page that has not loaded would lose the message; it is sent when the page says `ready`.
    if (!this.loaded) return;
    const { place } = this;
    const making = place && this.pageOf(place).stateInTurns?.(place);
    if (making === undefined) this.sendState(place, this.state(place));
    else void this.postMade(place, making);
  }

  private async postMade(place: PanelPlace | undefined, making: Promise<PanelState>): Promise<void> {
    this.making = making;
    const state = await making;
    // What changed meanwhile, or the page that was left, is sent anew.
    if (this.making !== making || !this.loaded) return;
    this.making = undefined;
    this.sendState(place, state);
  }

  private sendState(place: PanelPlace | undefined, state: PanelState): void {
    this.strings ??= panelStrings();
    this.send({ type: 'state', ...(place && { place }), state, strings: this.strings });
    if (this.focusWhenShown) this.send({ type: 'focus' });
    this.focusWhenShown = false;
  }

  private state(place: PanelPlace | undefined): PanelState {
    if (place === undefined) return { kind: 'empty', message: vscode.l10n.t('No lesson is open. Choose one in the Climb view.') };
    return this.pageOf(place).state(place);
  }

  private title(): string {
    return this.place ? this.pageOf(this.place).title(this.place) : vscode.l10n.t('Altitude lesson');
  }

  private pageOf(place: PanelPlace): PanelPage {
    return this.options.pages[place.page];
  }

  private send(message: ToPanel): void {
    void this.panel?.webview.postMessage(message);
  }
}
