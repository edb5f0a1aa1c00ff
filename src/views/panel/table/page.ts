import { l10n } from 'vscode';
import { findLesson } from '../../../learning/lookup';
import { plainLine } from '../../../learning/plainText';
import type { Catalogue, Table } from '../../../lessons/model';
import type { TablePlace } from '../../../shared/pages/table';
import type { PanelState } from '../../../shared/protocol';
import type { MarkdownRenderer } from '../markdown';
import type { PanelPage } from '../page';
import { allTables } from './allTables';

export interface TablePageOptions {
  readonly catalogue: () => Catalogue;
  readonly markdown: MarkdownRenderer;
}

/** A table to look things up in. */
export function tablePage({ catalogue, markdown }: TablePageOptions): PanelPage<TablePlace> {
  const find = ({ table }: TablePlace) => allTables(catalogue()).find(({ id }) => id === table);
  return {
    isAside: true,
    title: (place) => find(place)?.title ?? l10n.t('Table'),
    state(place) {
      const table = find(place);
      if (table === undefined) return { kind: 'empty', message: l10n.t('This table is no longer there.') };
      return tableState(table, place.row, catalogue(), markdown);
    },
    receive: () => undefined,
  };
}

function tableState(table: Table, row: number | undefined, catalogue: Catalogue, markdown: MarkdownRenderer): PanelState {
  return {
    kind: 'table',
    title: table.title,
    summary: plainLine(table.summary),
    columns: table.columns.map(plainLine),
    rows: table.rows.map(({ cells, lesson }) => {
      const taught = lesson === undefined ? undefined : findLesson(catalogue, lesson)?.lesson;
      return { cells: cells.map((cell) => markdown.inline(cell)), ...(taught && { lesson: { id: taught.id, title: taught.title } }) };
    }),
    ...(row !== undefined && row < table.rows.length && { row }),
  };
}
