import type { RuleInfo } from '../../engine/rules/list';
import type { Card, Catalogue, Exercise, Lesson, Piece, Table, Term, Track } from '../../lessons/model';
import { findLesson } from '../lookup';
import { plainLine, plainParagraphs } from '../plainText';
import { pieceTeaching } from '../teaching';

export type RuleText = Pick<RuleInfo, 'id' | 'title' | 'lesson'> & { readonly docs: Pick<RuleInfo['docs'], 'finds' | 'why' | 'sources'> };

export type SearchKind = 'lesson' | 'piece' | 'rule' | 'card' | 'prompt' | 'drill' | 'template' | 'table' | 'row' | 'term';

/** Where a hit leads. */
export type SearchTarget =
  | { readonly to: 'lesson'; readonly lesson: string }
  | { readonly to: 'piece'; readonly lesson: string; readonly piece: string }
  | { readonly to: 'table'; readonly table: string; readonly row?: number }
  | { readonly to: 'term'; readonly term: string }
  | { readonly to: 'exercise'; readonly exercise: string }
  | { readonly to: 'template' }
  | { readonly to: 'source'; readonly url: string }
  | { readonly to: 'places'; readonly rule: string };

/** One thing that can be found. All its texts are plain. */
export interface SearchEntry {
  readonly kind: SearchKind;
  readonly title: string;
  /** What it belongs to, by name; empty where it stands alone. */
  readonly where: string;
  /** A sentence or two. */
  readonly summary: string;
  /** Searched and not shown: other names. */
  readonly names: string;
  /** Searched and not shown: whatever else it says, of little weight. */
  readonly text: string;
  readonly target: SearchTarget;
}

/**
 * Everything that can be found, made one by one as it is asked for. What gives an answer away is not among it: options,
 * explanations, hints, fix notes, recaps, trade-offs, rubrics, the answers of cards. Variants are asked in reviews only.
 */
export function* searchEntries(catalogue: Catalogue, rules: readonly RuleText[]): Generator<SearchEntry> {
  for (const track of catalogue.tracks) {
    for (const lesson of track.lessons) {
      yield lessonEntry(track, lesson);
      for (const piece of lesson.pieces) yield pieceEntry(lesson, piece);
    }
    const { practice } = track;
    if (practice?.template) yield templateEntry(track, practice.template);
    for (const prompt of practice?.prompts ?? []) yield exerciseEntry('prompt', track, prompt);
    for (const drill of practice?.drills ?? []) yield exerciseEntry('drill', track, drill);
    for (const card of practice?.cards ?? []) yield* cardEntry(catalogue, rules, card);
  }
  for (const table of catalogue.tables) yield* tableEntries(table);
  for (const term of catalogue.terms) yield termEntry(catalogue, term);
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
  for (const rule of rules) yield ruleEntry(catalogue, rule, sentences);
}

function lessonEntry(track: Track, lesson: Lesson): SearchEntry {
  return {
    kind: 'lesson',
    title: lesson.title,
    where: track.title,
    summary: plainLine(lesson.crux),
    names: `${lesson.id} ${plainLine(lesson.goal)}`,
    text: lesson.readings.flatMap(({ title, text }) => [title, ...plainParagraphs(text)]).join('\n'),
    target: { to: 'lesson', lesson: lesson.id },
  };
}

function pieceEntry(lesson: Lesson, piece: Piece): SearchEntry {
  return {
    kind: 'piece',
    title: piece.title,
    where: lesson.title,
    summary: plainLine(piece.prompt),
    names: piece.id,
    text: [...plainParagraphs(piece.context), ...plainParagraphs(piece.question), piece.snippet].join('\n'),
    target: { to: 'piece', lesson: lesson.id, piece: piece.id },
  };
}

function templateEntry(track: Track, { title, summary, steps }: NonNullable<NonNullable<Track['practice']>['template']>): SearchEntry {
  return { kind: 'template', title, where: track.title, summary: plainLine(summary), names: `answer template ${steps.map((step) => step.title).join(' ')}`, text: '', target: { to: 'template' } };
}

function exerciseEntry(kind: 'prompt' | 'drill', track: Track, { id, title, situation }: Exercise): SearchEntry {
  const [first = '', ...rest] = plainParagraphs(situation);
  return { kind, title, where: track.title, summary: first, names: `${kind} ${id}`, text: rest.join('\n'), target: { to: 'exercise', exercise: id } };
}

/** A card has no page: it leads to the piece of its rule, else to its lesson. */
function cardEntry(catalogue: Catalogue, rules: readonly RuleText[], { cue, id, lesson, rule }: Card): SearchEntry[] {
  const taught = rules.find((each) => each.id === rule);
  const target = (taught && taughtBy(catalogue, taught)) ?? (lesson === undefined ? undefined : lessonTarget(catalogue, lesson));
  if (target === undefined) return [];
  return [{ kind: 'card', title: plainLine(cue), where: titleOf(catalogue, target.lesson), summary: '', names: id, text: '', target }];
}

function* tableEntries({ columns, id, rows, summary, title }: Table): Generator<SearchEntry> {
  yield { kind: 'table', title, where: '', summary: plainLine(summary), names: `${id} ${columns.map(plainLine).join(' ')}`, text: '', target: { to: 'table', table: id } };
  for (const [row, { cells }] of rows.entries()) {
    const [first = '', ...rest] = cells.map(plainLine);
    yield { kind: 'row', title: first, where: title, summary: rest.join(' · '), names: '', text: '', target: { to: 'table', table: id, row } };
  }
}

function termEntry(catalogue: Catalogue, { id, lesson, meaning, term }: Term): SearchEntry {
  const where = lesson === undefined ? '' : titleOf(catalogue, lesson);
  return { kind: 'term', title: term, where, summary: plainLine(meaning), names: id, text: '', target: { to: 'term', term: id } };
}

/** A rule leads to the piece that teaches it, else to its first source, else to what it finds. */
function ruleEntry(catalogue: Catalogue, rule: RuleText, sentences: Intl.Segmenter): SearchEntry {
  const [source] = rule.docs.sources;
  const taught = taughtBy(catalogue, rule);
  const target: SearchTarget = taught ?? (source ? { to: 'source', url: source.url } : { to: 'places', rule: rule.id });
  const where = taught ? titleOf(catalogue, taught.lesson) : '';
  return { kind: 'rule', title: plainLine(rule.title), where, summary: firstSentence(plainLine(rule.docs.why), sentences), names: rule.id, text: firstSentence(plainLine(rule.docs.finds), sentences), target };
}

function taughtBy(catalogue: Catalogue, rule: RuleText): Extract<SearchTarget, { to: 'piece' }> | undefined {
  const ref = pieceTeaching(catalogue, rule);
  return ref && { to: 'piece', ...ref };
}

function lessonTarget(catalogue: Catalogue, lesson: string): Extract<SearchTarget, { to: 'lesson' }> | undefined {
  return findLesson(catalogue, lesson) && { to: 'lesson', lesson };
}

function titleOf(catalogue: Catalogue, lesson: string): string {
  return findLesson(catalogue, lesson)?.lesson.title ?? '';
}

function firstSentence(text: string, sentences: Intl.Segmenter): string {
  const [first] = sentences.segment(text);
  return first?.segment.trim() ?? '';
}
