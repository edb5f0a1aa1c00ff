import type { Token } from 'markdown-it';
import type { Loaded } from '../connect';
import type { LoadedLesson } from '../lesson';
import { inlineTokens, parseMarkdown, spokenText, type Block } from '../markdown';
import type { LessonProblem } from '../model';
import type { Part } from '../parts';

/** Sections that are shown with the whole lesson around them. */
const shownInPlace = new Set(['recap', 'trade-off']);
const order = 'last|first|second|third|fourth|next|previous|earlier|following|other';
const toOtherPieces = new RegExp(
  [
    `\\b(?:the|this|that) (?:${order}) (?:piece|lesson|option)s?\\b`,
    '\\b(?:previous|earlier) question\\b',
    '\\b(?:piece|lesson|option)s? (?:above|below|before)\\b',
    '\\bpiece (?:one|two|three|four|five|\\d+)\\b',
    '\\bas (?:we|you) (?:saw|have seen)\\b',
  ].join('|'),
  'i',
);
const toOtherParts = new RegExp(`${toOtherPieces.source}|\\b(?:as|named|shown|said|mentioned|described|listed|see) (?:above|below|earlier)\\b`, 'i');

/**
 * Words that lead to what may not be there. A piece is asked alone in a review, and a topic is read alone: neither has
 * *the last piece* before it. Options are shuffled, so none is *the first*. A card, a point of a rubric (a card once it is
 * missed), a row and a term have nothing *above* them. A link says the same and leads there; it is taken for a name.
 */
export function backReferenceProblems({ tracks, tables, terms }: Loaded): LessonProblem[] {
  return [
    ...tracks.flatMap(({ lessons }) => lessons.flatMap(lessonBackReferences)),
    ...tracks.flatMap(({ practice }) => [
      ...practice.cards.flatMap((card) => partProblems(card, [card.value.cue, card.value.answer])),
      ...[...practice.prompts, ...practice.drills].flatMap((part) => partProblems(part, part.value.rubric.flatMap(({ text, explanation }) => [text, explanation]))),
    ]),
    ...tables.parts.flatMap((table) => table.value.rows.flatMap(({ cells }) => partProblems(table, cells))),
    ...terms.parts.flatMap((term) => partProblems(term, [term.value.meaning])),
  ];
}

/** Those of one lesson. */
export function lessonBackReferences({ file, document }: LoadedLesson): LessonProblem[] {
  if (document === undefined) return [];
  const { body, sections } = document;
  return [...sections.values()].flatMap(({ id, prose, lessonBlocks }) => {
    if (shownInPlace.has(id)) return [];
    return [...prose, ...lessonBlocks.flatMap(({ blocks }) => blocks)].flatMap((block) =>
      found(block, toOtherPieces).map(({ block: at, words }) => ({
        file,
        line: body.lineOf(at),
        message: `${id} says "${words}", and may be shown without it; say what is meant, or link to it`,
      })),
    );
  });
}

function partProblems({ file, line }: Part<unknown>, texts: readonly string[]): LessonProblem[] {
  return texts.flatMap((text) =>
    parseMarkdown(text, line).blocks.flatMap((block) =>
      found(block, toOtherParts).map(({ words }) => ({ file, line, message: `says "${words}", and is shown alone; say what is meant` })),
    ),
  );
}

function outsideLinks({ children }: Token): Token[] {
  let links = 0;
  return (children ?? []).filter(({ type }) => {
    if (type === 'link_open') links += 1;
    if (type === 'link_close') links -= 1;
    return links === 0;
  });
}

function found(block: Block, pattern: RegExp): { readonly block: Block; readonly words: string }[] {
  return [...inlineTokens(block)].flatMap((token) => {
    const words = pattern.exec(spokenText(outsideLinks(token)))?.[0];
    return words === undefined ? [] : [{ block: { token, children: [] }, words }];
  });
}
