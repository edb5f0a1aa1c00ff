import { readLinks } from './links';
import { parseMarkdown } from './markdown';
import type { FileReport } from './problems';
import type { Reference } from './references';

/** The links in Markdown that stands in a field of a YAML file. @param line the field's own, one-based */
export function readFieldLinks(markdown: string, line: number, report: FileReport): Reference[] {
  return readLinks(parseMarkdown(markdown, line).blocks, () => line, report);
}

/** The same for a field shown within a line, which holds one paragraph. @param name what the field is called in a message */
export function readInlineLinks(markdown: string, name: string, line: number, report: FileReport): Reference[] {
  const { blocks } = parseMarkdown(markdown, line);
  if (blocks.length !== 1 || blocks[0]?.token.type !== 'paragraph_open') {
    report.add(line, `${name} is shown within a line; write one paragraph, with no list, heading or code block`);
  }
  return readLinks(blocks, () => line, report);
}
