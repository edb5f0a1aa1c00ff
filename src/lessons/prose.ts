import type { Block, ParsedMarkdown } from './markdown';
import type { FileReport } from './problems';
import type { Section } from './sections';

const proseBlocks = new Set(['paragraph_open', 'bullet_list_open', 'ordered_list_open', 'table_open', 'fence']);

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
