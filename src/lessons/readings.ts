import type { Block, ParsedMarkdown } from './markdown';
import { tiers, type Reading } from './model';
import type { FileReport } from './problems';
import type { Section } from './sections';

const proseBlocks = new Set(['paragraph_open', 'bullet_list_open', 'ordered_list_open', 'table_open', 'fence']);

/**
 * The topic at four depths: the sections named after the tiers, from zero up. They come before the pieces, all four or
 * none. @param pieceIds the pieces of the front matter, whose sections must not stand above a reading
 */
export function readReadings(
  body: ParsedMarkdown,
  sections: ReadonlyMap<string, Section>,
  pieceIds: readonly string[],
  report: FileReport,
): Reading[] {
  const written = tiers.flatMap((tier) => {
    const section = sections.get(tier);
    return section === undefined ? [] : [{ tier, section }];
  });
  const [first] = written;
  if (first === undefined) return [];
  const missing = tiers.filter((tier) => !sections.has(tier));
  if (missing.length > 0) {
    const line = Math.min(...written.map(({ section }) => section.line));
    report.add(line, `there is no reading for ${missing.join(', ')}; tell the topic at all four tiers or at none`);
  }
  const firstPiece = Math.min(...pieceIds.map((id) => sections.get(id)?.line ?? Infinity));
  return written.map(({ tier, section }) => {
    if (section.line > firstPiece) report.add(section.line, `the reading ${tier} stands below a piece; move it above the first one`);
    return { tier, title: section.title, text: readProse(body, section, `the reading ${tier}`, report) };
  });
}

/** The text of a section that holds nothing but prose. @param name what the section is called in a message */
export function readProse(body: ParsedMarkdown, section: Section, name: string, report: FileReport): string {
  const [block] = section.lessonBlocks;
  if (block !== undefined) report.add(block.line, `a ${block.name} block belongs to a piece, not to ${name}`);
  const other = section.prose.find((each: Block) => !proseBlocks.has(each.token.type));
  if (other !== undefined) report.add(body.lineOf(other), `${name} is prose; write paragraphs, lists, tables and fenced code only`);
  const text = body.source(section.prose);
  if (text === '' && block === undefined) report.add(section.line, `${name} is empty`);
  return text;
}
