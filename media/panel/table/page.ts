import type { TableView } from '../../../src/shared/pages/table';
import { button, h, rendered } from '../dom';
import { commonTools, header } from '../header';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';

/** A table to look things up in; the row that was looked up is marked and takes the focus. */
export const tablePage: Page<TableView> = {
  sections,
  keys: (_table, strings) => [[['Esc'], strings['key.search.back']]],
  press(key, _table, view) {
    if (key !== 'escape') return false;
    view.send({ type: 'back' }, 'back');
    return true;
  },
  arrival: rowOrTitle,
  focus: rowOrTitle,
};

function rowOrTitle({ row }: TableView): string {
  return row === undefined ? 'title' : 'row';
}

function sections(table: TableView, view: View): readonly Section[] {
  const { strings } = view;
  return [
    {
      id: 'header',
      from: table.title,
      draw: () => header({ trackTitle: strings.table, lessonTitle: table.title }, table.title, [], commonTools(view)),
    },
    { id: 'table', from: table, draw: () => drawTable(table, view) },
  ];
}

function drawTable(table: TableView, view: View): HTMLElement {
  const { strings } = view;
  const hasLessons = table.rows.some(({ lesson }) => lesson !== undefined);
  const columns = hasLessons ? [...table.columns, strings.tableLesson] : table.columns;
  const lessonCell = (lesson: TableView['rows'][number]['lesson'], index: number) =>
    h('td', {}, lesson && button({ focus: `lesson:${index}`, class: 'link' }, () => view.send({ type: 'open', lesson: lesson.id }, 'move'), lesson.title));
  // Scrolled by keyboard too, so it is a stop of its own.
  return h(
    'div',
    { class: 'lookup', role: 'region', tabindex: '0', 'aria-label': table.title },
    h(
      'table',
      {},
      h('caption', {}, h('span', {}, table.summary)),
      h('thead', {}, h('tr', {}, ...columns.map((column) => h('th', { scope: 'col' }, column)))),
      h(
        'tbody',
        {},
        ...table.rows.map(({ cells: [first = '', ...cells], lesson }, index) => {
          const isRow = index === table.row;
          const head = rendered('th', { scope: 'row', ...(isRow && { tabindex: '-1', 'data-focus': 'row' }) }, first);
          if (isRow) head.append(h('span', { class: 'note' }, ` (${strings.lookedUp})`));
          return h('tr', { class: isRow && 'looked-up' }, head, ...cells.map((cell) => rendered('td', {}, cell)), ...(hasLessons ? [lessonCell(lesson, index)] : []));
        }),
      ),
    ),
  );
}
