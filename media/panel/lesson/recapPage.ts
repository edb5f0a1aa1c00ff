import type { RecapView } from '../../../src/shared/pages/lesson';
import type { Page } from '../page';
import type { View } from '../view';
import { moveKeys } from './piecePage';
import { recapSections, showWay } from './recap';

/** The end of a lesson. */
export const recapPage: Page<RecapView> = {
  sections: recapSections,
  keys: ({ fileBehind }, strings) => [...moveKeys(strings), ...(fileBehind === undefined ? [] : [[['b'], strings['key.code']] as const])],
  press,
};

function press(key: string, { fileBehind, lesson, pieces, next, way }: RecapView, view: View): boolean {
  const last = pieces.at(-1);
  if (key === 'j' && next) view.send({ type: 'open', lesson: next.lesson }, 'move');
  else if (key === 'j' && way) showWay(way, view);
  else if (key === 'k' && last) view.send({ type: 'open', lesson, piece: last.id }, 'move');
  else if (key === 'b' && fileBehind !== undefined) view.send({ type: 'backToCode' });
  else return false;
  return true;
}
