import { closingSections } from '../schema';
import { lastLineOf, type Outline } from './outline';
import { blockSkeletons, closingSkeleton, pieceSkeleton } from './skeletons';

/** Something a lesson lacks, and the text that supplies it. */
export interface Mend {
  /** One-based line on which the lack is reported. */
  readonly line: number;
  /** What would be written. */
  readonly adds: { readonly kind: 'section'; readonly id: string } | { readonly kind: 'block'; readonly name: string; readonly section: string };
  /** Whole lines, to be put behind line `after`. */
  readonly text: string;
  readonly after: number;
}

/** The sections and blocks that are named or needed and not there yet, in the order they would be read. */
export function missingParts(text: string, outline: Outline): Mend[] {
  const written = new Map(outline.sections.map((section) => [section.id, section]));
  const firstClosing = outline.sections.find(({ id }) => closingSections.some((closing) => closing === id));
  const lastOfPieces = firstClosing === undefined ? outline.body.lastLine : lineBefore(text, firstClosing.line);
  const behind = (line: number) => Math.max(line, outline.frontMatterEnd);
  const sections = outline.pieces.flatMap(({ id, line }): Mend[] =>
    written.has(id) ? [] : [{ line, adds: { kind: 'section', id }, text: `\n${pieceSkeleton(id)}`, after: behind(lastOfPieces) }],
  );
  const closing = closingSections.flatMap((id): Mend[] => {
    if (written.has(id)) return [];
    // The recap comes before the trade-off.
    const tradeOff = id === 'recap' ? written.get('trade-off') : undefined;
    const after = tradeOff === undefined ? outline.body.lastLine : lineBefore(text, tradeOff.line);
    return [{ line: outline.body.lastLine, adds: { kind: 'section', id }, text: `\n${closingSkeleton(id)}`, after: behind(after) }];
  });
  return [...sections, ...missingBlocks(text, outline), ...closing];
}

function missingBlocks(text: string, outline: Outline): Mend[] {
  const names = Object.entries(blockSkeletons);
  return outline.pieces.flatMap(({ id }) => {
    const section = outline.sections.find((each) => each.id === id);
    if (section === undefined) return [];
    return names.flatMap(([name, skeleton]): Mend[] => {
      if (section.lessonBlocks.some((block) => block.name === name)) return [];
      // In its place: above the first of those that follow it.
      const later = names.slice(names.findIndex(([each]) => each === name) + 1).map(([each]) => each);
      const next = section.lessonBlocks.find((block) => later.includes(block.name));
      const after = next === undefined ? lastLineOf(outline, section, text) : lineBefore(text, next.line);
      return [{ line: section.line, adds: { kind: 'block', name, section: id }, text: `\n${skeleton()}`, after }];
    });
  });
}

/** The last line above this one that holds anything. */
function lineBefore(text: string, line: number): number {
  return (
    text
      .split('\n')
      .slice(0, line - 1)
      .findLastIndex((each) => each.trim() !== '') + 1
  );
}
