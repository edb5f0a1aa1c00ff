import type { ResultView, SearchView } from '../../../src/shared/pages/search';
import type { PanelStrings } from '../../../src/shared/protocol';
import { format, h } from '../dom';
import { header, keysButton } from '../header';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { activate, activeIn, moveIn } from './listbox';

const resultsId = 'results';

/** One field to search everything; the results below it, moved through with the arrow keys while the focus stays in the field. */
export const searchPage: Page<SearchView> = {
  sections: (search, view) => [head(view), field(search, view), results(search, view)],
  keys: (_search, strings) => [
    [['↑', '↓'], strings['key.search.move']],
    [['Enter'], strings['key.search.open']],
    [['Esc'], strings['key.search.back']],
  ],
  press(key, _search, view) {
    if (key !== 'escape') return false;
    goBack(view);
    return true;
  },
  announcement: (before, now, strings) => (before.kind === 'search' && before.query === now.query ? undefined : outcome(now, strings)),
  arrival: () => 'query',
  focus: () => 'query',
};

function head(view: View): Section {
  const { strings } = view;
  return {
    id: 'header',
    from: strings.language,
    draw: () => header({ trackTitle: 'Altitude', lessonTitle: strings.search }, strings.search, [], [keysButton(view)]),
  };
}

function field({ query }: SearchView, view: View): Section {
  const { strings } = view;
  return {
    id: 'field',
    from: strings.language,
    draw() {
      const input = h('input', {
        type: 'text',
        id: 'query',
        class: 'text-input',
        role: 'combobox',
        value: query,
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-autocomplete': 'list',
        'aria-expanded': 'false',
        'aria-describedby': 'query-help',
        'data-focus': 'query',
      });
      // What was searched for before is there to be typed over.
      input.addEventListener('focus', () => input.select());
      input.addEventListener('input', () => {
        delete input.dataset.entered;
        view.send({ type: 'search.ask', query: input.value });
      });
      input.addEventListener('keydown', (event) => pressIn(event, input, view));
      return h('section', { class: 'search' }, h('label', { for: 'query', class: 'note' }, strings['search.label']), input, h('p', { id: 'query-help', class: 'help' }, strings['search.help']));
    },
  };
}

function pressIn(event: KeyboardEvent, input: HTMLInputElement, view: View): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = document.getElementById(resultsId);
  if (event.key === 'Escape') goBack(view);
  else if (event.key === 'ArrowDown' && list) moveIn(list, input, 1);
  else if (event.key === 'ArrowUp' && list) moveIn(list, input, -1);
  else if (event.key === 'Enter') enter(list, input);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Opens the active result; where the results of what was typed last are still on their way, the first of them. */
function enter(list: HTMLElement | null, input: HTMLInputElement): void {
  const answered = document.querySelector<HTMLElement>('.found')?.dataset.query;
  if (answered !== input.value) input.dataset.entered = input.value;
  else if (list) activeIn(list)?.click();
}

function results(search: SearchView, view: View): Section {
  return {
    id: 'results',
    from: search,
    draw() {
      const input = document.querySelector<HTMLInputElement>('#query');
      const list = search.results.length === 0 ? undefined : listOf(search, view);
      if (list && input) {
        input.setAttribute('aria-expanded', 'true');
        input.setAttribute('aria-controls', resultsId);
        activate(list, input, 0);
      } else {
        input?.setAttribute('aria-expanded', 'false');
        for (const name of ['aria-controls', 'aria-activedescendant']) input?.removeAttribute(name);
      }
      if (list && input?.dataset.entered === search.query) queueMicrotask(() => activeIn(list)?.click());
      return h('section', { class: 'found', 'data-query': search.query }, search.query.trim() === '' ? undefined : h('p', { class: 'note' }, outcome(search, view.strings)), list);
    },
  };
}

function listOf({ query, results: found }: SearchView, view: View): HTMLElement {
  const { strings } = view;
  return h('ul', { id: resultsId, class: 'results', role: 'listbox', 'aria-label': strings['search.results'] }, ...found.map((result, index) => row(result, index, strings, () => view.send({ type: 'search.open', query, result: index }, 'move'))));
}

function row({ kind, summary, title, where }: ResultView, index: number, strings: PanelStrings, open: () => void): HTMLElement {
  const belongs = [strings[`search.${kind}`], where].filter((text) => text !== '').join(' · ');
  const option = h(
    'li',
    { id: `result-${index}`, class: 'result', role: 'option', 'aria-selected': 'false' },
    h('span', { class: 'note' }, belongs),
    h('span', { class: 'result-title' }, title),
    summary === '' ? undefined : h('span', { class: 'summary' }, summary),
  );
  option.addEventListener('click', open);
  return option;
}

function outcome({ query, results: found }: SearchView, strings: PanelStrings): string {
  if (query.trim() === '') return '';
  if (found.length === 0) return format(strings['search.none'], query.trim());
  return found.length === 1 ? strings['search.one'] : format(strings['search.many'], found.length);
}

function goBack(view: View): void {
  view.send({ type: 'back' }, 'back');
}
