import * as v from 'valibot';
import { count, fields, fileName, id, isPortable, list, oneOf, reference, text, textUpTo } from './fields';
import { cardKinds, tiers } from './model';

/** The sections that close every lesson. */
export const closingSections = ['recap', 'trade-off'] as const;

const ownSections: ReadonlySet<string> = new Set([...closingSections, ...tiers]);

/** Sections with a meaning of their own, the closing ones and the readings: no piece may take their ids. */
export const isReservedSection = (id: string): boolean => ownSections.has(id);

const source = fields({
  title: text(),
  url: v.pipe(v.string('must be text'), v.regex(/^https:\/\/[^\s/]+/, 'must be an https address')),
});

const tier = () => v.picklist(tiers, `must be one of ${tiers.join(', ')}`);

/** How a lesson names what lies outside it: by an id, or in a team's folder also as `altitude:id`. */
type Reference = typeof id | typeof reference;

const piece = (named: Reference) => ({
  id: id(),
  tier: v.optional(tier()),
  variantOf: v.optional(id()),
  rule: v.optional(named()),
  also: v.optional(list(named(), 'needs at least one rule')),
  snippet: fileName(),
  hot: list(text(), 'needs at least one line of the snippet'),
});

const lesson = <P extends v.GenericSchema>(named: Reference, ofPiece: P) =>
  fields({
    id: id(),
    title: textUpTo(200),
    crux: textUpTo(1000),
    goal: textUpTo(1000),
    tier: tier(),
    minutes: count(240),
    prerequisites: v.optional(v.array(named(), 'must be a list')),
    next: v.optional(named()),
    sources: list(source, 'needs at least one source'),
    diagram: v.optional(fileName()),
    pieces: list(ofPiece, 'needs at least one piece'),
  });

/** The front matter of lesson.md. */
export const lessonSchema = lesson(id, fields(piece(id)));

/** Neither absolute nor on a drive, without a way up. */
const pathBelow = /^(?!\/|[A-Za-z]:|.*\\)(?!(?:.*\/)?\.{1,2}(?:\/|$)).*[^/]$/;

/** A path inside the folder that holds `.altitude`, as it may be written. Where it leads is looked at when it is read. */
const sourcePath = () =>
  v.pipe(
    text(),
    v.regex(pathBelow, 'must be a path below the folder that holds .altitude, with forward slashes, such as src/payments/charge.ts'),
    v.check((path) => !pathBelow.test(path) || path.split('/').every(isPortable), 'has a name that no file can have on Windows'),
  );

/** The front matter of a team's lesson.md: a piece may show code of the repository. */
export const teamLessonSchema = lesson(
  reference,
  fields({
    ...piece(reference),
    source: v.optional(sourcePath()),
    anchor: v.optional(oneOf({ symbol: v.optional(text()), pattern: v.optional(text()) }, 'must be either symbol: name or pattern: code')),
    commit: v.optional(v.pipe(v.string('must be text in quotes'), v.regex(/^[0-9a-f]{7,64}$/, 'must be the hexadecimal name of a commit, 7 digits or more'))),
  }),
);

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

/** A team's front matter; that of a built-in lesson is one without live code. */
export type LessonData = v.InferOutput<typeof teamLessonSchema>;
export type PieceData = LessonData['pieces'][number];
export type TrackData = v.InferOutput<typeof trackSchema>;
export type TableData = v.InferOutput<typeof tableSchema>;
export type TermData = v.InferOutput<typeof termSchema>;
export type CardData = v.InferOutput<typeof cardSchema>;
export type PromptData = v.InferOutput<typeof promptSchema>;
export type DrillData = v.InferOutput<typeof drillSchema>;
