import { containerType, type ContainerMeta } from './container';
import { isId } from './fields';
import { inlineTokens, type Block, type ParsedMarkdown } from './markdown';
import type { FileReport } from './problems';

/** `::: name argument` with what it holds. */
export interface LessonBlock {
  readonly name: string;
  readonly argument: string;
  readonly line: number;
  readonly blocks: readonly Block[];
}

/** What stands under one `## Title {#id}`. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  /** Everything before the first `:::` block. */
  readonly prose: readonly Block[];
  readonly lessonBlocks: readonly LessonBlock[];
}

/** Text and the id in braces at its end, as headings and options carry it. */
export function splitId(text: string): { readonly text: string; readonly id?: string } {
  const match = /^(.*?)\s*\{#([^{}]*)\}$/s.exec(text);
  if (match === null) return { text };
  return { text: match[1] ?? '', id: match[2] ?? '' };
}

/** Cuts a lesson's body at its `##` headings. */
export function readSections(body: ParsedMarkdown, report: FileReport): Map<string, Section> {
  const sections = new Map<string, Section>();
  const headings = body.blocks.flatMap((block, index) => (isSectionHeading(block) ? [index] : []));
  const [lead] = body.blocks.slice(0, headings[0] ?? body.blocks.length);
  if (lead !== undefined) {
    const isTitle = lead.token.type === 'heading_open' && lead.token.tag === 'h1';
    report.add(
      body.lineOf(lead),
      isTitle
        ? 'the title comes from the front matter; begin with a ## heading'
        : 'text before the first ## heading belongs to no piece; move it below one',
    );
  }
  headings.forEach((start, index) => {
    const section = readSection(body, body.blocks.slice(start, headings[index + 1]), report);
    if (section === undefined) return;
    const earlier = sections.get(section.id);
    if (earlier === undefined) sections.set(section.id, section);
    else report.add(section.line, `a second section is called ${section.id}; the first is at line ${earlier.line}`);
  });
  return sections;
}

function readSection(body: ParsedMarkdown, blocks: readonly Block[], report: FileReport): Section | undefined {
  const [heading, ...content] = blocks;
  if (heading === undefined) return undefined;
  const line = body.lineOf(heading);
  const { text, id } = splitId([...inlineTokens(heading)].map((token) => token.content).join(''));
  if (id === undefined) {
    report.add(line, 'this heading has no id; end it with one in braces, such as {#blocked-loop}');
    return undefined;
  }
  if (!isId(id)) {
    report.add(line, `the id "${id}" must be kebab-case, such as blocked-loop`);
    return undefined;
  }
  if (text === '') report.add(line, `the heading of ${id} has no title`);

  const first = content.findIndex(isLessonBlock);
  const prose = first < 0 ? content : content.slice(0, first);
  const lessonBlocks = content.slice(prose.length).flatMap((block) => {
    if (isLessonBlock(block)) return [readLessonBlock(body, block, report)];
    const stray = body.lineOf(block);
    report.add(stray, 'this text is outside every block; put it above the quiz or inside a ::: block');
    return [];
  });
  return { id, title: text, line, prose, lessonBlocks };
}

function readLessonBlock(body: ParsedMarkdown, block: Block, report: FileReport): LessonBlock {
  const line = body.lineOf(block);
  const { argument, closed } = block.token.meta as unknown as ContainerMeta;
  const name = block.token.info;
  if (!closed) report.add(line, `the ${name} block is not closed; end it with a line holding only :::`);
  return { name, argument, line, blocks: block.children };
}

const isSectionHeading = (block: Block) => block.token.type === 'heading_open' && block.token.tag === 'h2';
const isLessonBlock = (block: Block) => block.token.type === `${containerType}_open`;
