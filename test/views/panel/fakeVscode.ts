import type * as vscode from 'vscode';

type Listener<T> = (event: T) => unknown;

class FakeEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(event: T): void {
    for (const listener of [...this.listeners]) listener(event);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

/** The editor's end of a webview panel: what the host sends is collected by `deliver`. */
export class FakePanel {
  private readonly received = new FakeEmitter<unknown>();
  private readonly disposed = new FakeEmitter<undefined>();
  private readonly viewState = new FakeEmitter<undefined>();
  title = '';
  visible = true;
  closed = false;
  readonly revealed: { readonly preserveFocus: boolean | undefined }[] = [];
  deliver: (message: unknown) => void = () => undefined;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'http://panel.test',
    asWebviewUri: (uri: { readonly path: string }) => `http://panel.test${uri.path}`,
    onDidReceiveMessage: this.received.event,
    postMessage: (message: unknown) => {
      this.deliver(message);
      return Promise.resolve(true);
    },
  };
  readonly onDidDispose = this.disposed.event;
  readonly onDidChangeViewState = this.viewState.event;

  /** A message as the page would send it. */
  receive(message: unknown): void {
    this.received.fire(message);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.viewState.fire(undefined);
  }

  reveal(_column: unknown, preserveFocus?: boolean): void {
    this.revealed.push({ preserveFocus });
  }

  dispose(): void {
    this.closed = true;
    this.disposed.fire(undefined);
  }
}

/** An item of the status bar, as far as it can be seen. */
export class FakeStatusItem {
  text = '';
  tooltip = '';
  name = '';
  command = '';
  accessibilityInformation: { readonly label: string } | undefined;
  shown = false;
  show(): void {
    this.shown = true;
  }
  hide(): void {
    this.shown = false;
  }
  dispose(): void {
    this.shown = false;
  }
}

/** As much of the editor as the panel's host side and the status bar touch. */
export class FakeEditor {
  readonly panels: FakePanel[] = [];
  readonly statusItems: FakeStatusItem[] = [];
  readonly settings = new Map<string, unknown>();
  readonly configurationChanged = new FakeEmitter<{ affectsConfiguration(name: string): boolean }>();
  serializer: vscode.WebviewPanelSerializer | undefined;

  /** A panel of before the reload is handed to whoever registered for it. */
  async restore(panel: FakePanel, state: unknown): Promise<void> {
    const handed: unknown = panel;
    await this.serializer?.deserializeWebviewPanel(handed as vscode.WebviewPanel, state);
  }

  get extensionUri(): vscode.Uri {
    const uri: unknown = { path: '' };
    return uri as vscode.Uri;
  }

  /** What `import 'vscode'` gives. */
  get api(): unknown {
    return {
      EventEmitter: FakeEmitter,
      ViewColumn: { Beside: -2 },
      Uri: { joinPath: (base: { path: string }, ...parts: string[]) => ({ path: [base.path, ...parts].join('/') }) },
      env: { language: 'en' },
      l10n: { t: translate },
      Disposable: { from: (...all: { dispose(): unknown }[]) => ({ dispose: () => all.forEach((each) => void each.dispose()) }) },
      StatusBarAlignment: { Right: 2 },
      workspace: {
        getConfiguration: () => ({ get: (name: string) => this.settings.get(name) }),
        onDidChangeConfiguration: this.configurationChanged.event,
      },
      window: {
        onDidChangeWindowState: new FakeEmitter<unknown>().event,
        createStatusBarItem: () => {
          const item = new FakeStatusItem();
          this.statusItems.push(item);
          return item;
        },
        createWebviewPanel: () => {
          const panel = new FakePanel();
          this.panels.push(panel);
          return panel;
        },
        registerWebviewPanelSerializer: (_type: string, serializer: vscode.WebviewPanelSerializer) => {
          this.serializer = serializer;
          return { dispose: () => (this.serializer = undefined) };
        },
      },
    };
  }
}

function translate(message: string | { readonly message: string }, ...values: readonly (string | number)[]): string {
  const text = typeof message === 'string' ? message : message.message;
  return text.replace(/\{(\d)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
}
