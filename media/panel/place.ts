import type { PanelPlace } from '../../src/shared/protocol';

/** Whether both have the same fields. */
export function samePlace(a: PanelPlace | undefined, b: PanelPlace | undefined): boolean {
  return (a && keyOf(a)) === (b && keyOf(b));
}

/** The same for the same place, whatever the order of its fields. */
export function keyOf(place: PanelPlace): string {
  return JSON.stringify(Object.entries(place).sort(([a], [b]) => (a < b ? -1 : 1)));
}
