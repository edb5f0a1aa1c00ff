import { isId } from './fields';
import { inlineTokens, parseMarkdown, type Block } from './markdown';
import type { FileReport } from './problems';
import type { Reference, Target } from './references';
import { linkedLesson } from './teamMarkdown';

/**
 * The terms and lessons that Markdown links to: `term:connection-pool`, `lesson:stale-bio`, `lesson:stale-bio/piece-id`.
 * Whether they exist is known only once everything is read. Readers follow every other link out of the editor, and
 * images would be fetched: https links only, no images. @param lineOf one-based line in the file
 */
export function readLinks(blocks: readonly Block[], lineOf: (block: Block) => number, report: FileReport): Reference[] {
  return blocks.flatMap((block) =>
    [...inlineTokens(block)].flatMap((inline) => {
      const line = lineOf({ token: inline, children: [] });
      return (inline.children ?? []).flatMap((token): Reference[] => {
        if (token.type === 'image') report.add(line, "images are not shown; draw the lesson's diagram as SVG instead");
        if (token.type !== 'link_open') return [];
        const href = String(token.attrGet('href'));
        const target = targetOf(href);
        if (target !== undefined) return [{ file: report.file, line, target }];
        if (!href.startsWith('https://')) {
          report.add(line, `the link to ${href} must be an https address, term:some-term, lesson:some-lesson or lesson:some-lesson/piece`);
        }
        return [];
      });
    }),
  );
}

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

/** What an address of our own leads to; undefined for any other. A lesson of a team is `lesson:namespace:id`. */
export function targetOf(href: string): Target | undefined {
  const [, kind, named = '', piece] = /^(term|lesson):([^/]+)(?:\/([^/]+))?$/.exec(href) ?? [];
  const names = named.split(':');
  if (kind === undefined || !names.every(isId) || (piece !== undefined && !isId(piece))) return undefined;
  if (kind === 'lesson' && names.length <= 2) return { kind, id: linkedLesson(named), ...(piece !== undefined && { piece }) };
  return kind === 'term' && piece === undefined && names.length === 1 ? { kind, id: named } : undefined;
}
