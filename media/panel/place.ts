import type { PanelPlace } from '../../src/shared/protocol';

/** Whether both have the same fields. */
export function samePlace(a: PanelPlace | undefined, b: PanelPlace | undefined): boolean {
  return key(a) === key(b);
}

function key(place: PanelPlace | undefined): string | undefined {
  return place && JSON.stringify(Object.entries(place).sort(([a], [b]) => (a < b ? -1 : 1)));
}
