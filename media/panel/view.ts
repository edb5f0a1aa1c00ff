import type { FromPanel, PanelStrings } from '../../src/shared/protocol';

/** What the reader has just done in the panel, so that the focus follows it and nothing else does. */
export type Intent = 'choose' | 'commit' | 'hint' | 'retry' | 'move';

/** What every part of the page needs to draw itself and to answer the reader. */
export interface View {
  readonly strings: PanelStrings;
  /** Sends a message; `intent` says where the focus belongs once the answer is drawn. */
  send(message: FromPanel, intent?: Intent): void;
  showKeys(): void;
}
