import MarkdownIt, { type Token } from 'markdown-it';
import type { Card } from '../lessons/model';
import { plainLine, plainParagraphs } from './plainText';

/** Cards as CSV (RFC 4180) for any program: a header, then one record a card, as plain text. */
export function cardsAsCsv(cards: readonly Card[]): string {
  const header = ['id', 'kind', 'tier', 'cue', 'answer', 'lesson', 'rule'];
  const records = cards.map((card) => [
    card.id,
    card.kind,
    card.tier,
    plainLine(card.cue),
    plainParagraphs(card.answer).join('\n'),
    card.lesson ?? '',
    card.rule ?? '',
  ]);
  return [header, ...records].map((record) => `${record.map((field) => quoted(field, /[",\r\n]/)).join(',')}\r\n`).join('');
}

/**
 * Cards as a text file for Anki's import (2.1.55 or later reads its headers): notes of type Basic in a deck of their own,
 * with tags. Anki finds a note again by its first field, the cue, and updates it.
 */
export function cardsForAnki(cards: readonly Card[]): string {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  markdown.core.ruler.push('outward-links', ({ tokens }) => tokens.forEach(keepOutwardLinks));
  const notes = cards.map((card) => [markdown.renderInline(card.cue), markdown.render(card.answer).trim(), 'Altitude', tagsOf(card)]);
  const head = ['#separator:Tab', '#html:true', '#notetype:Basic', '#deck column:3', '#tags column:4'];
  const lines = notes.map((note) => note.map((field) => quoted(field, /^#|["\t\r\n]/)).join('\t'));
  return [...head, ...lines].map((line) => `${line}\n`).join('');
}

/** Both formats quote alike: what separates fields or records, and in Anki what would begin a comment. */
function quoted(field: string, special: RegExp): string {
  return special.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Links to lessons and terms lead nowhere outside Altitude: their text stays. */
function keepOutwardLinks(token: Token): void {
  const outward: boolean[] = [];
  token.children = (token.children ?? []).filter((child) => {
    if (child.type === 'link_open') outward.push(/^https:/.test(String(child.attrGet('href'))));
    if (child.type === 'link_open') return outward.at(-1);
    return child.type !== 'link_close' || outward.pop();
  });
}

/** Separated by spaces; ids hold none. */
function tagsOf({ kind, tier, lesson }: Card): string {
  return ['altitude', kind, tier, lesson ?? []].flat().join(' ');
}
