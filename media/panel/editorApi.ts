import type { FromPanel, PanelPlace } from '../../src/shared/protocol';

/** What the page keeps: the host reads the place after a reload, the page the scroll position. */
export interface Kept {
  readonly place: PanelPlace;
  readonly scroll: number;
}

/** The editor's side, as VS Code hands it to a webview. */
export interface EditorApi {
  postMessage(message: FromPanel): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

declare global {
  function acquireVsCodeApi(): EditorApi;
}
