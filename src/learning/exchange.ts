import * as v from 'valibot';
import { atOnce, type Steps } from '../shared/pace';
import type { ListName, Lists } from './entries';
import { everyListInSteps, kinds, listNames, type Kind } from './kinds';
import type { Progress } from './progress';

/** The file a reader exports and imports. Written to be read: objects with names, one entry each. */
const format = 'altitude-progress';

const text = v.pipe(v.string(), v.minLength(1));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Each is checked by itself, for there may be thousands. */
const entries = v.array(v.unknown());
/** A file from before the other lists existed holds answers alone. */
const exportedProgress = v.object({
  format: v.literal(format),
  version: v.literal(1),
  exportedAt: v.string(),
  reader: v.exactOptional(v.object({ id: text, at: time })),
  answers: entries,
  grades: v.exactOptional(entries, []),
  marks: v.exactOptional(entries, []),
  gradings: v.exactOptional(entries, []),
  practised: v.exactOptional(entries, []),
  placements: v.exactOptional(entries, []),
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
  return atOnce(importInSteps(json));
}

/** The same, for a file that holds years. */
export function* importInSteps(json: string): Steps<ImportResult> {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problems: [`Not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = v.safeParse(exportedProgress, value);
  if (!parsed.success) return { problems: parsed.issues.map((issue) => describe(v.getDotPath(issue), issue.message)) };
  const { reader, retractions, ...file } = parsed.output;
  const problems: string[] = [];
  const lists = yield* everyListInSteps((list) => checked(list, file[list], problems));
  return problems.length > 0 ? { problems } : { progress: { ...(reader && { reader }), ...lists, retractions } };
}

/** How many entries are checked in a step. */
const stepOf = 100;

function* checked<K extends ListName>(list: K, values: readonly unknown[], problems: string[]): Steps<Lists[K][]> {
  const kind: Kind<Lists[K]> = kinds[list];
  const sound: Lists[K][] = [];
  for (const [index, value] of values.entries()) {
    if (index % stepOf === 0) yield;
    const parsed = v.safeParse(kind.named, value);
    if (parsed.success) sound.push(parsed.output);
    else problems.push(...parsed.issues.map((issue) => describe([list, index, v.getDotPath(issue) ?? []].flat().join('.'), issue.message)));
  }
  return sound;
}

function describe(path: string | null, message: string): string {
  return path === null ? message : `${path.replace(/\.(\d+)(?=\.|$)/g, '[$1]')}: ${message}`;
}
