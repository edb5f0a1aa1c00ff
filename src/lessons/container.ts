import type { MarkdownIt, StateBlock } from 'markdown-it';

/** Token type of a container; `info` is its name, `meta` a ContainerMeta. */
export const containerType = 'lesson_block';

export interface ContainerMeta {
  /** What follows the name on the opening line. */
  readonly argument: string;
  readonly closed: boolean;
}

const opening = /^:::[ \t]*([a-z][a-z-]*)[ \t]*(.*)$/;

/**
 * Blocks of the form `::: name argument` … `:::`, holding any Markdown. A block left open ends before the next block
 * or `##` heading, so that one forgotten `:::` is one problem and not a page of them.
 */
export function lessonContainers(md: MarkdownIt): void {
  md.block.ruler.before('fence', containerType, container, { alt: ['paragraph', 'list', 'blockquote'] });
}

function container(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const match = opening.exec(lineText(state, startLine));
  if (match === null) return false;
  // Asked silently it ends a list above it; made into a block only at the top level, never inside a quotation.
  if (silent) return true;
  if (state.level > 0) return false;

  let end = startLine + 1;
  while (end < endLine && !/^(?::::|##?\s)/.test(lineText(state, end))) end++;
  const closed = end < endLine && lineText(state, end).trim() === ':::';

  const open = state.push(`${containerType}_open`, 'div', 1);
  open.block = true;
  open.info = match[1] ?? '';
  open.map = [startLine, end];
  open.meta = { argument: match[2]?.trim() ?? '', closed } satisfies ContainerMeta;

  const { parentType, lineMax } = state;
  state.parentType = containerType;
  state.lineMax = end;
  state.md.block.tokenize(state, startLine + 1, end);
  state.parentType = parentType;
  state.lineMax = lineMax;
  state.line = closed ? end + 1 : end;

  state.push(`${containerType}_close`, 'div', -1).block = true;
  return true;
}

function lineText(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line], state.eMarks[line]);
}
