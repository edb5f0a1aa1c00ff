import * as v from 'valibot';
import { everyList, kinds, listNames, type EntryLists } from './kinds';
import type { Progress } from './progress';

/** The file a reader exports and imports. Written to be read: objects with names, one entry each. */
const format = 'altitude-progress';

const text = v.pipe(v.string(), v.minLength(1));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A file from before the other lists existed holds answers alone. */
const exportedProgress = v.object({
  format: v.literal(format),
  version: v.literal(1),
  exportedAt: v.string(),
  reader: v.exactOptional(v.object({ id: text, at: time })),
  answers: v.array(kinds.answers.named),
  grades: v.exactOptional(v.array(kinds.grades.named), []),
  marks: v.exactOptional(v.array(kinds.marks.named), []),
  gradings: v.exactOptional(v.array(kinds.gradings.named), []),
  practised: v.exactOptional(v.array(kinds.practised.named), []),
  placements: v.exactOptional(v.array(kinds.placements.named), []),
  retractions: v.exactOptional(v.array(v.object({ list: v.picklist(listNames), id: text, subject: text, at: time })), []),
});

export type ImportResult = { readonly progress: Progress } | { readonly problems: readonly string[] };

/** The export file's text. A reset is not exported: it is about this list, not about the entries. */
export function exportProgress(progress: Progress, now: number): string {
  const file = { format, version: 1, exportedAt: new Date(now).toISOString(), ...progress, reset: undefined };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads an export file, or says field by field why it cannot be read. All or nothing: no entry enters from a broken file. */
export function parseImport(json: string): ImportResult {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problems: [`Not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = v.safeParse(exportedProgress, value);
  if (parsed.success) {
    const { reader, retractions, ...file } = parsed.output;
    const lists: EntryLists = file;
    return { progress: { ...(reader && { reader }), ...everyList((list) => lists[list]), retractions } };
  }
  return { problems: parsed.issues.map((issue) => describe(v.getDotPath(issue), issue.message)) };
}

function describe(path: string | null, message: string): string {
  return path === null ? message : `${path.replace(/\.(\d+)(?=\.|$)/g, '[$1]')}: ${message}`;
}
