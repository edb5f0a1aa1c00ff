import type { PanelPlace, PanelState } from '../../src/shared/protocol';

/** Where in the lessons a state is; undefined where it shows none. */
export function placeOf(state: PanelState | undefined): PanelPlace | undefined {
  if (state === undefined || state.kind === 'empty') return undefined;
  return state.kind === 'piece' ? { lesson: state.lesson, piece: state.piece } : { lesson: state.lesson };
}

/** Whether both are the same piece, or the same lesson's recap. */
export function samePlace(a: PanelPlace | undefined, b: PanelPlace | undefined): boolean {
  return a !== undefined && a.lesson === b?.lesson && a.piece === b.piece;
}
