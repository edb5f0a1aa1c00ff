import type { FromPanel, PanelStrings } from '../../src/shared/protocol';

/** What every part of the page needs to draw itself and to answer the reader. */
export interface View {
  readonly strings: PanelStrings;
  /**
   * Sends a message. `intent` says what the reader has just done, so that the focus follows it and nothing else does:
   * `move` to another place, `back` to one where he was before, or a name the page itself knows.
   */
  send(message: FromPanel, intent?: string): void;
  showKeys(): void;
  /** Says something to a screen reader. */
  announce(text: string): void;
}
