import * as vscode from 'vscode';
import type { PieceRef } from '../../learning/session';
import type { FromPanel, PanelPlace, ToPanel } from '../../shared/protocol';
import { createMarkdownRenderer, isOpenable } from './markdown';
import { parseMessage, parsePlace } from './messages';
import type { LessonPanelOptions } from './options';
import { findLesson } from '../../learning/lookup';
import { placeState } from './place';
import { shell, webviewOptions } from './shell';
import { panelStrings } from './strings';

/** The one lesson panel: shows a piece or a recap beside the editor and passes on what the reader does there. */
export class LessonPanel implements vscode.Disposable {
  static readonly viewType = 'altitude.lesson';

  private readonly markdown = createMarkdownRenderer();
  private readonly visibility = new vscode.EventEmitter<boolean>();
  private readonly subscription: vscode.Disposable;
  private panel: vscode.WebviewPanel | undefined;
  private place: PanelPlace | undefined;
  private loaded = false;
  private focusWhenLoaded = false;

  /** Fires when the panel comes into view or leaves it. */
  readonly onDidChangeVisible = this.visibility.event;

  constructor(private readonly options: LessonPanelOptions) {
    this.subscription = options.onDidChange(() => this.post());
  }

  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** The place the panel shows; undefined while it is closed. */
  get shown(): PanelPlace | undefined {
    return this.panel && this.place;
  }

  /** Shows a piece beside the editor. */
  show(ref: PieceRef, { preserveFocus }: { readonly preserveFocus: boolean }): void {
    this.showPlace({ lesson: ref.lesson, piece: ref.piece }, preserveFocus);
  }

  /** Shows the end of a lesson: its chain of flaws, trade-off and sources. */
  showRecap(lesson: string): void {
    this.showPlace({ lesson }, true);
  }

  /** Moves the keyboard focus into the panel; false while it is closed. */
  focus(): boolean {
    if (this.panel === undefined) return false;
    this.panel.reveal(undefined, false);
    if (this.loaded) this.send({ type: 'focus' });
    else this.focusWhenLoaded = true;
    return true;
  }

  /** Lets the panel survive a reload of the window. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(LessonPanel.viewType, {
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
  }

  private showPlace(place: PanelPlace, preserveFocus: boolean): void {
    this.place = place;
    if (this.panel === undefined) {
      const { extensionUri } = this.options;
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
      this.adopt(vscode.window.createWebviewPanel(LessonPanel.viewType, '', column, webviewOptions(extensionUri)));
      if (!preserveFocus) this.focusWhenLoaded = true;
      return;
    }
    this.post();
    if (!preserveFocus) this.focus();
    else if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.loaded = false;
    const listeners = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      panel.onDidChangeViewState(() => {
        // The page of a hidden panel is gone; it says `ready` again when it is back.
        if (!panel.visible) this.loaded = false;
        this.visibility.fire(panel.visible);
      }),
      panel.onDidDispose(() => {
        for (const listener of listeners) listener.dispose();
        this.panel = undefined;
        this.loaded = false;
        this.focusWhenLoaded = false;
        this.visibility.fire(false);
      }),
    ];
    panel.webview.options = webviewOptions(this.options.extensionUri);
    panel.webview.html = shell(panel.webview, this.options.extensionUri);
    panel.title = this.title();
  }

  private receive(value: unknown): void {
    const message = parseMessage(value);
    if (message === undefined) return;
    const { actions } = this.options;
    switch (message.type) {
      case 'ready':
        this.ready(message.restored);
        return;
      case 'open':
        actions.open(message.piece === undefined ? { lesson: message.lesson } : { lesson: message.lesson, piece: message.piece });
        return;
      case 'search':
        actions.search();
        return;
      case 'openSource':
        if (isOpenable(message.url)) actions.openExternal(message.url);
        return;
      default: {
        const { lesson, piece } = this.place ?? {};
        if (lesson !== undefined && piece !== undefined) this.receiveOf({ lesson, piece }, message);
      }
    }
  }

  private receiveOf(ref: PieceRef, message: Exclude<FromPanel, { type: 'ready' | 'open' | 'search' | 'openSource' }>): void {
    const { actions, learning } = this.options;
    switch (message.type) {
      case 'choose':
        // The page may lag behind by a message: an option of the piece before is not an answer to this one.
        if (learning.session(ref).order.includes(message.option)) learning.choose(ref, message.option);
        return;
      case 'confidence':
        if (learning.session(ref).pending !== undefined) void learning.commit(ref, message.value);
        return;
      case 'hint':
        learning.openHint(ref);
        return;
      case 'retry':
        learning.retry(ref);
        return;
      case 'showFix':
        actions.showFix(ref);
        return;
      case 'showInWorkspace':
        actions.showInWorkspace(ref);
        return;
      case 'go':
        actions.go(ref, message.to);
        return;
      case 'cycleTier':
        actions.cycleTier?.(ref);
    }
  }

  private ready(restored: PanelPlace | undefined): void {
    this.loaded = true;
    this.place ??= restored;
    this.post();
    if (this.focusWhenLoaded) this.send({ type: 'focus' });
    this.focusWhenLoaded = false;
  }

  private post(): void {
    if (this.panel === undefined) return;
    this.panel.title = this.title();
    // A page that has not loaded would lose the message; it is sent when the page says `ready`.
    if (!this.loaded) return;
    const state = placeState(this.place, this.options, this.markdown);
    this.send({ type: 'state', state, strings: panelStrings() });
  }

  private title(): string {
    const found = this.place && findLesson(this.options.catalogue(), this.place.lesson);
    if (found === undefined) return vscode.l10n.t('Altitude lesson');
    const piece = found.lesson.pieces.find((candidate) => candidate.id === this.place?.piece);
    return piece?.title ?? vscode.l10n.t('Recap: {0}', found.lesson.title);
  }

  private send(message: ToPanel): void {
    void this.panel?.webview.postMessage(message);
  }
}
