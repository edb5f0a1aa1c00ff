import { l10n } from 'vscode';
import type { Catalogue, Table, Term } from '../../../lessons/model';

const glossaryId = 'glossary';

/** The tables of the lessons, and the glossary as one more. */
export function allTables(catalogue: Catalogue): readonly Table[] {
  return catalogue.terms.length === 0 ? catalogue.tables : [...catalogue.tables, glossary(catalogue)];
}

/** The row of the glossary that explains a term; undefined where there is none. */
export function rowOfTerm(catalogue: Catalogue, id: string): { readonly table: string; readonly row: number } | undefined {
  const row = inOrder(catalogue).findIndex((term) => term.id === id);
  return row < 0 ? undefined : { table: glossaryId, row };
}

function glossary(catalogue: Catalogue): Table {
  return {
    id: glossaryId,
    title: l10n.t('Glossary'),
    summary: l10n.t('The words of the lessons.'),
    columns: [l10n.t('Word'), l10n.t('Meaning')],
    rows: inOrder(catalogue).map(({ lesson, meaning, term }) => ({ cells: [term, meaning], ...(lesson !== undefined && { lesson }) })),
  };
}

function inOrder({ terms }: Catalogue): readonly Term[] {
  return [...terms].sort((a, b) => a.term.localeCompare(b.term, 'en'));
}
