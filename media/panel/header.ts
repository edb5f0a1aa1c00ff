import { button, h } from './dom';
import { icon } from './icons';
import type { View } from './view';

/** The head of a page: where it belongs, its tools, its title, and a line of facts. */
export function header(
  { trackTitle, lessonTitle }: { readonly trackTitle: string; readonly lessonTitle: string },
  title: string,
  facts: readonly string[],
  tools: readonly HTMLElement[],
): HTMLElement {
  const trail = trackTitle === lessonTitle || lessonTitle === title ? [trackTitle] : [trackTitle, lessonTitle];
  return h(
    'header',
    { class: 'header' },
    h('div', { class: 'top' }, h('ol', { class: 'trail' }, ...trail.map((name) => h('li', {}, name))), h('div', { class: 'tools' }, ...tools)),
    h('h1', { tabindex: '-1', 'data-focus': 'title' }, title),
    ...(facts.length > 0 ? [h('ul', { class: 'facts' }, ...facts.map((fact) => h('li', {}, fact)))] : []),
  );
}

/** The tools of every page that can be linked to: copy the link, list the keys. */
export function commonTools(view: View): readonly HTMLElement[] {
  const { strings } = view;
  return [iconButton('copyLink', strings.copyLink, 'link', false, () => view.send({ type: 'copyLink' })), keysButton(view)];
}

/** Lists the keys of the page. */
export function keysButton(view: View): HTMLElement {
  return iconButton('keys', view.strings.keys, 'question', false, () => view.showKeys());
}

/** A button that shows an icon alone; `focus` names it. */
export function iconButton(focus: string, label: string, name: Parameters<typeof icon>[0], disabled: boolean, onClick: () => void): HTMLButtonElement {
  return button({ focus, class: 'tool', title: label, 'aria-label': label, disabled }, onClick, icon(name));
}
