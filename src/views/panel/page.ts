import type { PageMessage, PanelPlace, PanelState } from '../../shared/protocol';

/** One page of the panel, host side. It keeps nothing: what it shows is read afresh for each state. */
export interface PanelPage<P extends PanelPlace = PanelPlace> {
  /** The reader comes here to look something up, and goes back to where he was. */
  readonly isAside?: true;
  /** The title of the panel's tab. */
  title(place: P): string;
  state(place: P): PanelState;
  /** The same where that takes longer than a thread may be held. */
  stateInTurns?(place: P): Promise<PanelState>;
  /** What the reader did on the page. Messages of other pages are left alone: the page may lag behind by one. */
  receive(place: P, message: PageMessage): void;
}

export type PanelPages = { readonly [Page in PanelPlace['page']]: PanelPage<Extract<PanelPlace, { page: Page }>> };
