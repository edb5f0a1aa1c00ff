import type { PanelState, PanelStrings } from '../../src/shared/protocol';
import type { Section } from './sections';
import type { View } from './view';

/** Keys and what they do here, as the list of shortcuts shows them. */
export type KeyRow = readonly [keys: readonly string[], meaning: string];

/** How one kind of state is drawn and what its keys do. `S` is that state. */
export interface Page<S extends PanelState = PanelState> {
  sections(state: S, view: View): readonly Section[];
  keys(state: S, strings: PanelStrings): readonly KeyRow[];
  /** Answers a single key, in lower case; false where it means nothing here. */
  press?(key: string, state: S, view: View): boolean;
  /** What a screen reader should hear after another state of the same place; empty to fall silent, undefined where nothing is new. */
  announcement?(before: PanelState, now: S, strings: PanelStrings): string | undefined;
  /** Name of the control to take the focus when the reader's own step leads here from another place; the title where there is none. */
  arrival?(state: S): string;
  /** Name of the control to take the focus that the host hands over; the title where there is none. */
  focus?(state: S): string;
  /** Name of the control to take the focus once the reader's own step is drawn; undefined while it is not. */
  focusAfter?(intent: string, state: S): string | undefined;
}
