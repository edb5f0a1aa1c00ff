/** A table to look things up in, at one of its rows or at its head. */
export interface TablePlace {
  readonly page: 'table';
  readonly table: string;
  /** From 0. */
  readonly row?: number;
}

export interface TableView {
  readonly kind: 'table';
  readonly title: string;
  readonly summary: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Sanitised HTML, one a column. */
    readonly cells: readonly string[];
    readonly lesson?: { readonly id: string; readonly title: string };
  }[];
  /** The row that was looked up, from 0. */
  readonly row?: number;
}

export type TableString = 'table' | 'tableLesson' | 'lookedUp';
