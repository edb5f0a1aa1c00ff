import type * as v from 'valibot';
import type { Loading } from './document';
import { readText } from './files';
import type { LessonProblem } from './model';
import { FileReport } from './problems';
import type { Reference } from './references';
import { readYamlList, type YamlEntry } from './yamlData';

/** One thing read from a file, with what it names elsewhere. */
export interface Part<T> {
  readonly value: T;
  readonly file: string;
  /** One-based line of its id. */
  readonly line: number;
  readonly references: readonly Reference[];
}

export interface LoadedParts<T> {
  readonly parts: readonly Part<T>[];
  /** Ids of everything written, sound or not; undefined when that cannot be read. */
  readonly ids: ReadonlySet<string> | undefined;
  readonly problems: readonly LessonProblem[];
}

export const nothingLoaded: LoadedParts<never> = { parts: [], ids: new Set(), problems: [] };

/** Turns an entry that fits its schema into what the catalogue holds; what is wrong with it goes to the report. */
export type EntryReader<D, T> = (
  entry: YamlEntry<D>,
  report: FileReport,
) => { readonly value: T; readonly references: readonly Reference[] };

/** Reads a YAML file that holds one list, `name`. A broken entry is reported and left out; the others stay. */
export async function loadListFile<S extends v.GenericSchema, T>(
  { files, turn }: Loading,
  file: string,
  { name, schema, read }: { readonly name: string; readonly schema: S; readonly read: EntryReader<v.InferOutput<S>, T> },
): Promise<LoadedParts<T>> {
  const report = new FileReport(file);
  const text = await readText(files, report);
  await turn();
  const list = text === undefined ? undefined : await readYamlList(text, name, schema, report, turn);
  if (list === undefined) return { parts: [], ids: undefined, problems: report.problems };
  const entries: { readonly own: FileReport; readonly part: Part<T> }[] = [];
  for (const entry of list.entries) {
    await turn();
    const own = new FileReport(file);
    entries.push({ own, part: { ...read(entry, own), file, line: entry.lineOf('id') } });
  }
  return {
    parts: entries.flatMap(({ own, part }) => (own.clean ? [part] : [])),
    ids: list.ids,
    problems: [report, ...entries.map(({ own }) => own)].flatMap(({ problems }) => problems),
  };
}
