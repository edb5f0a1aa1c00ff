import type { PanelState } from '../../src/shared/protocol';
import { pageOf } from './pages';
import type { View } from './view';

/** The panel's single keys. Keys of the control in focus and of the editor are left to them. */
export function handleKey(event: KeyboardEvent, state: PanelState, view: View): void {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector('dialog[open]') || isTyped(event.target)) return;
  const key = latinKey(event);
  if (common(key, view) || pageOf(state).press?.(key, state, view) === true) event.preventDefault();
}

/** Letters by their place on the keyboard where the layout has no Latin ones. */
function latinKey({ key, code }: KeyboardEvent): string {
  const typed = key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return place !== undefined && /^\P{ASCII}$/u.test(typed) ? place.toLowerCase() : typed;
}

function isTyped(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function common(key: string, view: View): boolean {
  if (key === '?') view.showKeys();
  else if (key === '/') view.send({ type: 'show', place: { page: 'search' } }, 'move');
  else return false;
  return true;
}
