import * as v from 'valibot';
import { confidences, type Answer } from './answer';
import { mergeProgress, type Progress, type Stamp } from './progress';

/**
 * The stored form: answers as rows under their lesson and piece, about 50 bytes each against 170 as objects.
 * A value of another form or version decodes to undefined and is left alone: a newer Altitude may have written it.
 */
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const stampRow = v.strictTuple([v.string(), time]);
const answerRow = v.union([
  v.strictTuple([v.string(), v.string(), v.picklist([0, 1]), v.picklist([0, 1, 2]), v.picklist([0, 1, 2, 3]), time]),
  v.strictTuple([v.string(), v.string(), v.picklist([0, 1]), v.picklist([0, 1, 2]), v.picklist([0, 1, 2, 3]), time, time]),
]);
const storedProgress = v.object({
  v: v.literal(1),
  reader: v.optional(stampRow),
  reset: v.optional(stampRow),
  answers: v.record(v.string(), v.record(v.string(), v.array(answerRow))),
});

type AnswerRow = v.InferOutput<typeof answerRow>;
export type StoredProgress = v.InferOutput<typeof storedProgress>;

/** Plain data for storage; see the shape above. */
export function encodeProgress(progress: Progress): StoredProgress {
  const lessons = new Map<string, Map<string, AnswerRow[]>>();
  for (const answer of progress.answers) {
    const pieces = lessons.get(answer.lesson) ?? new Map<string, AnswerRow[]>();
    lessons.set(answer.lesson, pieces.set(answer.piece, [...(pieces.get(answer.piece) ?? []), toRow(answer)]));
  }
  return {
    v: 1,
    ...(progress.reader && { reader: [progress.reader.id, progress.reader.at] }),
    ...(progress.reset && { reset: [progress.reset.id, progress.reset.at] }),
    answers: Object.fromEntries([...lessons].map(([lesson, pieces]) => [lesson, Object.fromEntries(pieces)])),
  };
}

/** The progress in a stored value; undefined where the value is not of this form. */
export function decodeProgress(value: unknown): Progress | undefined {
  const parsed = v.safeParse(storedProgress, value);
  if (!parsed.success) return undefined;
  const { reader, reset, answers } = parsed.output;
  const list = Object.entries(answers).flatMap(([lesson, pieces]) =>
    Object.entries(pieces).flatMap(([piece, rows]) => rows.map((row) => fromRow(lesson, piece, row))),
  );
  return mergeProgress({ ...(reader && { reader: toStamp(reader) }), ...(reset && { reset: toStamp(reset) }), answers: list });
}

function toRow(answer: Answer): AnswerRow {
  const confidence = confidences.indexOf(answer.confidence) as 0 | 1 | 2;
  const hints = Math.min(3, Math.max(0, Math.trunc(answer.hints))) as 0 | 1 | 2 | 3;
  const row = [answer.id, answer.option, answer.correct ? 1 : 0, confidence, hints, answer.at] as const;
  return answer.entered === undefined ? [...row] : [...row, answer.entered];
}

function fromRow(lesson: string, piece: string, [id, option, correct, confidence, hints, at, entered]: AnswerRow): Answer {
  return {
    id,
    lesson,
    piece,
    option,
    correct: correct === 1,
    confidence: confidences[confidence],
    hints,
    at,
    ...(entered !== undefined && { entered }),
  };
}

function toStamp([id, at]: readonly [string, number]): Stamp {
  return { id, at };
}
