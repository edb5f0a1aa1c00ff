import * as v from 'valibot';
import { cardKinds, tiers } from './model';

/** The sections that close every lesson. */
export const closingSections = ['recap', 'trade-off'] as const;

const ownSections: ReadonlySet<string> = new Set([...closingSections, ...tiers]);

/** Sections with a meaning of their own, the closing ones and the readings: no piece may take their ids. */
export const isReservedSection = (id: string): boolean => ownSections.has(id);

const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export const isId = (text: string): boolean => kebab.test(text);

const text = () => v.pipe(v.string('must be text'), v.regex(/\S/, 'is empty'));
const id = () => v.pipe(v.string('must be text'), v.regex(kebab, 'must be kebab-case, such as blocked-loop'));
const count = (max: number) => {
  const message = `must be a whole number from 1 to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(1, message), v.maxValue(max, message));
};

/** A file in the lesson's own folder: no separator can be written, so no path leads out of it. */
const fileName = () =>
  v.pipe(
    v.string('must be a file name'),
    v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, "must be the name of a file in the lesson's own folder"),
  );

const list = <S extends v.GenericSchema>(item: S, needed: string) =>
  v.pipe(v.array(item, 'must be a list'), v.minLength(1, needed));

/** An object whose unknown and missing fields are named in the message. */
function fields<const E extends v.ObjectEntries>(entries: E) {
  const known = Object.keys(entries).join(', ');
  return v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return `is not a known field; known are ${known}`;
    return issue.expected === 'Object' ? `must be a set of fields: ${known}` : 'is missing';
  });
}

const source = fields({
  title: text(),
  url: v.pipe(v.string('must be text'), v.regex(/^https:\/\/[^\s/]+/, 'must be an https address')),
});

const tier = () => v.picklist(tiers, `must be one of ${tiers.join(', ')}`);

const piece = fields({
  id: id(),
  tier: v.optional(tier()),
  variantOf: v.optional(id()),
  rule: v.optional(id()),
  also: v.optional(list(id(), 'needs at least one rule')),
  snippet: fileName(),
  hot: list(text(), 'needs at least one line of the snippet'),
});

/** The front matter of lesson.md. */
export const lessonSchema = fields({
  id: id(),
  title: text(),
  crux: text(),
  goal: text(),
  tier: tier(),
  minutes: count(240),
  prerequisites: v.optional(v.array(id(), 'must be a list')),
  next: v.optional(id()),
  sources: list(source, 'needs at least one source'),
  diagram: v.optional(fileName()),
  pieces: list(piece, 'needs at least one piece'),
});

/**
 * track.yml. `order` places the track among the others, `lessons` are folder names in reading order; a track that holds
 * practice may do without.
 */
export const trackSchema = fields({
  id: id(),
  title: text(),
  summary: text(),
  order: count(1000),
  lessons: v.optional(list(id(), 'needs at least one lesson')),
});

/** A file that holds one list. */
export const listFile = <S extends v.GenericSchema>(name: string, item: S) =>
  v.strictObject({ [name]: list(item, 'needs at least one entry') }, (issue) =>
    issue.expected === 'never' ? `is not a known field; the file holds ${name} only` : 'is missing',
  );

/** An entry of tables.yml. */
export const tableSchema = fields({
  id: id(),
  title: text(),
  summary: text(),
  columns: list(text(), 'needs at least one column'),
  rows: list(fields({ cells: list(text(), 'needs at least one cell'), lesson: v.optional(id()) }), 'needs at least one row'),
});

/** An entry of glossary.yml. */
export const termSchema = fields({ id: id(), term: text(), meaning: text(), lesson: v.optional(id()) });

/** An entry of a file in cards/. */
export const cardSchema = fields({
  id: id(),
  kind: v.picklist(cardKinds, `must be one of ${cardKinds.join(', ')}`),
  tier: tier(),
  cue: text(),
  answer: text(),
  rule: v.optional(id()),
  lesson: v.optional(id()),
});

/** The front matter of template.md. */
export const templateSchema = fields({ title: text(), summary: text() });

const exercise = {
  id: id(),
  title: text(),
  tier: tier(),
  minutes: count(240),
  lessons: v.optional(list(id(), 'needs at least one lesson')),
};

/** The front matter of a prompt. */
export const promptSchema = fields(exercise);

/** The front matter of a drill. */
export const drillSchema = fields({
  ...exercise,
  steps: list(fields({ id: id(), minutes: count(240) }), 'needs at least one step'),
});

export type LessonData = v.InferOutput<typeof lessonSchema>;
export type PieceData = LessonData['pieces'][number];
export type TrackData = v.InferOutput<typeof trackSchema>;
export type TableData = v.InferOutput<typeof tableSchema>;
export type TermData = v.InferOutput<typeof termSchema>;
export type CardData = v.InferOutput<typeof cardSchema>;
export type PromptData = v.InferOutput<typeof promptSchema>;
export type DrillData = v.InferOutput<typeof drillSchema>;
