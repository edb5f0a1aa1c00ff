import type { PanelState, PanelStrings } from '../../src/shared/protocol';
import { h } from './dom';
import { icon } from './icons';
import type { KeyRow } from './page';
import { pageOf } from './pages';

/** Lists the keys that do something here. Esc closes it and the focus goes back to where it was. */
export function showKeysDialog(strings: PanelStrings, state: PanelState): void {
  if (document.querySelector('dialog')) return;
  const close = h('button', { type: 'button', class: 'tool', title: strings.close, 'aria-label': strings.close }, icon('close'));
  const rows = keyRows(strings, state).map(([keys, meaning]) =>
    h('div', {}, h('dt', {}, ...keys.map((key) => h('kbd', {}, key))), h('dd', {}, meaning)),
  );
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'keys-title' },
    h('div', { class: 'dialog-head' }, h('h2', { id: 'keys-title' }, strings.keys), close),
    h('dl', { class: 'keys' }, ...rows),
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function keyRows(strings: PanelStrings, state: PanelState): readonly KeyRow[] {
  return [...pageOf(state).keys(state, strings), [['/'], strings['key.search']], [['?'], strings['key.keys']]];
}
