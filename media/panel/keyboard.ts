import { confidences } from '../../src/learning/answer';
import type { PanelState, PieceView, RecapView } from '../../src/shared/protocol';
import type { View } from './view';

/** The panel's single keys. Keys of the control in focus and of the editor are left to them. */
export function handleKey(event: KeyboardEvent, state: PanelState, view: View): void {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector('dialog[open]')) return;
  const key = latinKey(event);
  const handled = common(key, view) || (state.kind === 'piece' && pieceKey(key, state, view)) || (state.kind === 'recap' && recapKey(key, state, view));
  if (handled) event.preventDefault();
}

/** Letters by their place on the keyboard where the layout has no Latin ones. */
function latinKey({ key, code }: KeyboardEvent): string {
  const typed = key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return place !== undefined && /^\P{ASCII}$/u.test(typed) ? place.toLowerCase() : typed;
}

function common(key: string, view: View): boolean {
  if (key === '?') view.showKeys();
  else if (key === '/') view.send({ type: 'search' });
  else return false;
  return true;
}

function pieceKey(key: string, piece: PieceView, view: View): boolean {
  if (key === 'j') view.send({ type: 'go', to: piece.index === piece.count ? 'recap' : 'next' }, 'move');
  else if (key === 'k') view.send({ type: 'go', to: 'previous' }, 'move');
  else if (key === 't' && piece.canCycleTier === true) view.send({ type: 'cycleTier' });
  else return piece.verdict === undefined && answerKey(key, piece, view);
  return true;
}

/** Digits say how sure once an option is chosen; letters can still change the choice. */
function answerKey(key: string, { options, pending }: PieceView, view: View): boolean {
  const digit = Number(key) - 1;
  const confidence = confidences[digit];
  if (pending !== undefined && Number.isInteger(digit)) {
    if (confidence === undefined) return false;
    view.send({ type: 'confidence', value: confidence }, 'commit');
    return true;
  }
  const option = options[digit] ?? options.find(({ letter }) => letter.toLowerCase() === key);
  if (option === undefined) return false;
  view.send({ type: 'choose', option: option.id }, 'choose');
  return true;
}

function recapKey(key: string, { lesson, pieces, next }: RecapView, view: View): boolean {
  const last = pieces.at(-1);
  if (key === 'j' && next) view.send({ type: 'open', lesson: next.lesson }, 'move');
  else if (key === 'k' && last) view.send({ type: 'open', lesson, piece: last.id }, 'move');
  else return false;
  return true;
}
