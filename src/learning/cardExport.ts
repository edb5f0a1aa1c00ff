import MarkdownIt from 'markdown-it';
import type { Card } from '../lessons/model';

/** Cards as CSV (RFC 4180): a header, one record a card, Markdown as it is written. */
export function cardsAsCsv(cards: readonly Card[]): string {
  const header = ['id', 'kind', 'tier', 'cue', 'answer', 'lesson', 'rule'];
  const records = cards.map((card) => [card.id, card.kind, card.tier, card.cue, card.answer, card.lesson ?? '', card.rule ?? '']);
  return [header, ...records].map((record) => `${record.map(csvField).join(',')}\r\n`).join('');
}

/** Cards as a text file for Anki's import: notes of type Basic, with HTML, found again by their id when imported anew. */
export function cardsForAnki(cards: readonly Card[]): string {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const notes = cards.map((card) => [`altitude:${card.id}`, markdown.renderInline(card.cue), markdown.render(card.answer), tagsOf(card)].map(tsvField).join('\t'));
  const head = ['#separator:tab', '#html:true', '#notetype:Basic', '#deck:Altitude', '#guid column:1', '#tags column:4'];
  return [...head, ...notes].map((line) => `${line}\n`).join('');
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function tsvField(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Tags are separated by spaces; ids hold none. */
function tagsOf({ kind, tier, lesson }: Card): string {
  return ['altitude', kind, tier, ...(lesson === undefined ? [] : [lesson])].join(' ');
}
