import * as v from 'valibot';
import { confidences } from './answer';
import type { Progress } from './progress';

/** The file a reader exports and imports. Written to be read: objects with names, one answer each. */
const format = 'altitude-progress';

const text = v.pipe(v.string(), v.minLength(1));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const stamp = v.object({ id: text, at: time });
const exportedAnswer = v.object({
  id: text,
  lesson: text,
  piece: text,
  option: text,
  correct: v.boolean(),
  confidence: v.picklist(confidences),
  hints: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
  at: time,
  entered: v.exactOptional(time),
});
const exportedProgress = v.object({
  format: v.literal(format),
  version: v.literal(1),
  exportedAt: v.string(),
  reader: v.exactOptional(stamp),
  answers: v.array(exportedAnswer),
});

export type ImportResult = { readonly progress: Progress } | { readonly problems: readonly string[] };

/** The export file's text. A reset is not exported: it is about this list, not about the answers. */
export function exportProgress(progress: Progress, now: number): string {
  const file: v.InferOutput<typeof exportedProgress> = {
    format,
    version: 1,
    exportedAt: new Date(now).toISOString(),
    ...(progress.reader && { reader: progress.reader }),
    answers: [...progress.answers],
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads an export file, or says field by field why it cannot be read. All or nothing: no answer enters from a broken file. */
export function parseImport(json: string): ImportResult {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problems: [`Not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = v.safeParse(exportedProgress, value);
  if (parsed.success) {
    const { reader, answers } = parsed.output;
    return { progress: { ...(reader && { reader }), answers } };
  }
  return { problems: parsed.issues.map((issue) => describe(v.getDotPath(issue), issue.message)) };
}

function describe(path: string | null, message: string): string {
  return path === null ? message : `${path.replace(/\.(\d+)(?=\.|$)/g, '[$1]')}: ${message}`;
}
