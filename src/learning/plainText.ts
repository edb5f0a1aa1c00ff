import MarkdownIt, { type Token } from 'markdown-it';

/** To make one takes as long as to read a paragraph with it. */
const parser = new MarkdownIt({ html: false, linkify: false });

/** A lesson's Markdown as paragraphs of plain text, for places that show no markup: Quick Picks, tooltips, labels. */
export function plainParagraphs(markdown: string): string[] {
  return parser.parse(markdown, {}).flatMap((token) => textOf(token) || []);
}

/** The same on one line. */
export function plainLine(markdown: string): string {
  return plainParagraphs(markdown).join(' ');
}

/** Breaks text into lines of at most `width` characters, at spaces; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function textOf(token: Token): string {
  if (token.type === 'fence' || token.type === 'code_block') return token.content.trim();
  return (token.children ?? []).map((child) => (child.type.endsWith('break') ? ' ' : child.content)).join('');
}
