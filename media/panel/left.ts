import type { PanelPlace } from '../../src/shared/protocol';
import { keyOf } from './place';

interface LeftAt {
  readonly scroll: number;
  /** Name of the control that had the focus. */
  readonly focus?: string;
}

/** How the reader left each place of this page's life, to be found so again on the way back. */
export class Left {
  private readonly places = new Map<string, LeftAt>();

  /** Called while the place is still drawn. */
  keep(place: PanelPlace | undefined): void {
    if (place === undefined) return;
    const focus = document.activeElement?.getAttribute('data-focus');
    this.places.set(keyOf(place), { scroll: window.scrollY, ...(typeof focus === 'string' && { focus }) });
  }

  at(place: PanelPlace | undefined): LeftAt | undefined {
    return place && this.places.get(keyOf(place));
  }
}
