import type { Loading } from './document';
import { glossaryFile, tablesFile } from './fileNames';
import { join } from './files';
import { readInlineLinks } from './links';
import type { Table, Term } from './model';
import { loadListFile, nothingLoaded, type LoadedParts } from './parts';
import type { FileReport } from './problems';
import { lessonReference } from './references';
import { tableSchema, termSchema, type TableData, type TermData } from './schema';
import type { YamlEntry } from './yamlData';

/** The tables beside the tracks. @param own names of the files in `root` */
export async function loadTables(loading: Loading, root: string, own: ReadonlySet<string>): Promise<LoadedParts<Table>> {
  if (!own.has(tablesFile)) return nothingLoaded;
  return loadListFile(loading, join(root, tablesFile), { name: 'tables', schema: tableSchema, read: readTable });
}

/** The glossary beside the tracks. @param own names of the files in `root` */
export async function loadTerms(loading: Loading, root: string, own: ReadonlySet<string>): Promise<LoadedParts<Term>> {
  if (!own.has(glossaryFile)) return nothingLoaded;
  return loadListFile(loading, join(root, glossaryFile), { name: 'terms', schema: termSchema, read: readTerm });
}

function readTable({ value, lineOf }: YamlEntry<TableData>, report: FileReport) {
  const columns = value.columns.length;
  const references = value.rows.flatMap(({ cells, lesson }, row) => {
    if (cells.length !== columns) {
      report.add(lineOf('rows', row), `row ${row + 1} has ${cells.length} cells for ${columns} columns; give it one for each`);
    }
    const links = cells.flatMap((cell, index) => readInlineLinks(cell, `cell ${index + 1}`, lineOf('rows', row, 'cells', index), report));
    return [...links, ...lessonReference(lesson, lineOf('rows', row, 'lesson'), report)];
  });
  const { rows, ...table } = value;
  return { value: { ...table, rows: rows.map(({ cells, lesson }) => ({ cells, ...(lesson !== undefined && { lesson }) })) }, references };
}

function readTerm({ value: { id, term, meaning, lesson }, lineOf }: YamlEntry<TermData>, report: FileReport) {
  const links = readInlineLinks(meaning, 'meaning', lineOf('meaning'), report);
  return {
    value: { id, term, meaning, ...(lesson !== undefined && { lesson }) },
    references: [...links, ...lessonReference(lesson, lineOf('lesson'), report)],
  };
}
