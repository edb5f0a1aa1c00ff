import MarkdownIt, { type Token } from 'markdown-it';
import { lessonContainers } from './container';

/** A token with what it encloses. */
export interface Block {
  readonly token: Token;
  readonly children: readonly Block[];
}

/** A parsed body that can give back the Markdown any of its blocks was written as. */
export interface ParsedMarkdown {
  readonly blocks: readonly Block[];
  /** One-based, as `lineOf`; the last that holds anything. */
  readonly lastLine: number;
  /** One-based line in the file. */
  lineOf(block: Block): number;
  /** The Markdown of consecutive blocks, without the indentation of the list item they may stand in. */
  source(blocks: readonly Block[], indent?: number): string;
}

const parser = new MarkdownIt({ html: false }).use(lessonContainers);

/** `firstLine` is the line of the file on which `text` starts. */
export function parseMarkdown(text: string, firstLine: number): ParsedMarkdown {
  const lines = text.split('\n');
  const tokens = parser.parse(text, {});
  return {
    blocks: tree(tokens),
    lastLine: firstLine + text.trimEnd().split('\n').length - 1,
    lineOf: (block) => firstLine + range(block)[0],
    source(blocks, indent = 0) {
      const first = blocks.at(0);
      const last = blocks.at(-1);
      if (first === undefined || last === undefined) return '';
      const outdent = new RegExp(`^ {0,${indent}}`);
      return lines
        .slice(range(first)[0], range(last)[1])
        .map((line) => line.replace(outdent, ''))
        .join('\n')
        .trim();
    },
  };
}

/** Every inline token of a block, in reading order. */
export function* inlineTokens(block: Block): Generator<Token> {
  if (block.token.type === 'inline') yield block.token;
  for (const child of block.children) yield* inlineTokens(child);
}

/** The words of an inline token's children: no code, every line break a space. */
export function spokenText(children: readonly Token[]): string {
  return children.map(({ type, content }) => (type === 'code_inline' ? '' : type.endsWith('break') ? ' ' : content)).join('');
}

function tree(tokens: readonly Token[]): Block[] {
  const root: Block[] = [];
  const open: Block[][] = [root];
  for (const token of tokens) {
    if (token.nesting === -1) {
      open.pop();
      continue;
    }
    const children: Block[] = [];
    open.at(-1)?.push({ token, children });
    if (token.nesting === 1) open.push(children);
  }
  return root;
}

function range(block: Block): readonly [number, number] {
  return block.token.map ?? [0, 0];
}
