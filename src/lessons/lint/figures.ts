import type { Loaded } from '../connect';
import type { LoadedLesson } from '../lesson';
import { inlineTokens, parseMarkdown, spokenText, type Block } from '../markdown';
import type { LessonProblem } from '../model';
import type { Part } from '../parts';
import type { Section } from '../sections';

const units = 'µs|ms|s|min|h|[kMG]i?B|B|%|req/s|seconds?|minutes?|hours?|bytes?|times|requests?|calls?|queries|rows|connections?|clients?';
const figure = new RegExp(`\\d[\\d.,]*\\s?(?:${units})(?![\\w/])`);
/** Said of something that was measured, not of what is to be. */
const claim = /(?<!\b(?:be|being|not|never|is|are)\s)\bmeasured\b/i;
const versionLike = new RegExp(`([A-Za-z@][\\w@/.+#-]*) v?(\\d+(?:\\.\\d+)*)(?![\\d.,]*\\s?(?:${units})(?![\\w/]))(?!,?\\d)`, 'g');
const wordsBeforeCounts = new Set(
  'measured a about after all and at by from in is of only or over page step than the to took under was with within'.split(' '),
);
const address = /\bhttps:\/\//;

/**
 * Measured figures with no source. A figure is measured where a paragraph, list item or table cell outside code says
 * `measured` and holds a number with a unit of time, size, share, rate or count; `to be measured` claims nothing. It
 * has a source if the text around it, a section of a lesson, an exercise, a card, a row or a term, names what it was
 * measured with (a name and its version) or links to where it stands. What is told outside lessons may leave
 * that to the lesson or the rule it names.
 */
export function figureProblems({ tracks, tables, terms }: Loaded): LessonProblem[] {
  return [
    ...tracks.flatMap(({ lessons }) => lessons.flatMap(lessonFigures)),
    ...tracks.flatMap(({ practice }) => [
      ...practice.cards.flatMap((card) => partFigures(card, [card.value.cue, card.value.answer], card.value.lesson ?? card.value.rule)),
      ...[...practice.prompts, ...practice.drills].flatMap((part) => {
        const { situation, rubric, lessons } = part.value;
        return partFigures(part, [situation, ...rubric.flatMap(({ text, explanation }) => [text, explanation])], lessons[0]);
      }),
    ]),
    ...tables.parts.flatMap((table) => table.value.rows.flatMap(({ cells, lesson }) => partFigures(table, cells, lesson))),
    ...terms.parts.flatMap((term) => partFigures(term, [term.value.meaning], term.value.lesson)),
  ];
}

/** Those of one lesson. */
export function lessonFigures({ file, document }: LoadedLesson): LessonProblem[] {
  if (document === undefined) return [];
  const { body, sections } = document;
  return [...sections.values()].flatMap((section) => {
    const blocks = blocksOf(section);
    if (isSourced(body.source(section.prose), ...section.lessonBlocks.map((block) => body.source(block.blocks)))) return [];
    return measuredIn(blocks).map((block) => ({
      file,
      line: body.lineOf(block),
      message: `${section.id} gives a measured figure and does not say with what; name it with its version, such as Node 24, or link to the source`,
    }));
  });
}

function partFigures({ file, line }: Part<unknown>, texts: readonly string[], teacher: string | undefined): LessonProblem[] {
  if (teacher !== undefined || isSourced(...texts)) return [];
  const measured = texts.flatMap((text) => measuredIn(parseMarkdown(text, line).blocks));
  const message = 'gives a measured figure with no source; name what it was measured with and its version, or the lesson that shows it';
  return measured.length === 0 ? [] : [{ file, line, message }];
}

const blocksOf = (section: Section): readonly Block[] => [...section.prose, ...section.lessonBlocks.flatMap(({ blocks }) => blocks)];

const isSourced = (...texts: readonly string[]) => texts.some((text) => namesVersion(text) || address.test(text));

/** `Node 24`, `BullMQ 6.7`, `pg 8.16`. A whole number is a version only behind a capitalised name; `LIMIT 1` is none. */
function namesVersion(text: string): boolean {
  return [...text.matchAll(versionLike)].some(
    ([, name = '', number = '']) => !wordsBeforeCounts.has(name.toLowerCase()) && (number.includes('.') || /^[A-Z]\w*[a-z]/.test(name)),
  );
}

/** Each paragraph, item or cell that claims a measured figure. */
function measuredIn(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) =>
    [...inlineTokens(block)].flatMap((token): Block[] => {
      const text = spokenText(token.children ?? []);
      return claim.test(text) && figure.test(text) ? [{ token, children: [] }] : [];
    }),
  );
}
