import type { ReadingView } from '../../../src/shared/pages/reading';
import type { PanelStrings } from '../../../src/shared/protocol';
import { picture } from '../diagram';
import { button, format, h, rendered } from '../dom';
import { commonTools, header } from '../header';
import type { KeyRow, Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';

/** A topic at one tier; `t` turns to the next. */
export const readingPage: Page<ReadingView> = {
  sections,
  keys: (_reading, strings): readonly KeyRow[] => [
    [['t'], strings['key.tier']],
    [['j', 'Esc'], strings['key.back']],
  ],
  press(key, reading, view) {
    if (key === 't') showTier(nextTier(reading), reading, view);
    else if (key === 'j' || key === 'escape') openPiece(reading, view);
    else return false;
    return true;
  },
};

function sections(reading: ReadingView, view: View): readonly Section[] {
  const { strings } = view;
  const facts = [strings.reading, strings[`tier.${reading.tier}`]];
  return [
    {
      id: 'header',
      from: [reading.trackTitle, reading.lessonTitle, reading.title, facts],
      draw: () => header(reading, reading.title, facts, commonTools(view)),
    },
    { id: 'tiers', from: [reading.lesson, reading.tier, reading.tiers, reading.piece], draw: () => tierChoice(reading, view) },
    { id: 'reading', from: reading.html, draw: () => rendered('section', { class: 'prose' }, reading.html) },
    ...(reading.diagram ? [{ id: 'diagram', from: reading.diagram, draw: () => picture(reading.diagram) ?? h('div', {}) }] : []),
    { id: 'on', from: reading.piece, draw: () => onward(reading, strings, view) },
  ];
}

function tierChoice(reading: ReadingView, view: View): HTMLElement {
  const { strings } = view;
  return h(
    'div',
    { class: 'tiers', role: 'group', 'aria-label': strings.tiers },
    h('span', { class: 'note', 'aria-hidden': 'true' }, strings.tiers),
    ...reading.tiers.map((tier) =>
      button(
        { focus: `tier:${tier}`, class: 'tier', 'aria-pressed': String(tier === reading.tier) },
        () => showTier(tier, reading, view),
        strings[`tier.${tier}`],
      ),
    ),
  );
}

function onward(reading: ReadingView, strings: PanelStrings, view: View): HTMLElement {
  const { title, isReturn } = reading.piece;
  const label = format(isReturn ? strings.backToPiece : strings.beginPieces, title);
  return h('section', { class: 'buttons' }, button({ focus: 'piece', class: 'primary' }, () => openPiece(reading, view), label));
}

function showTier(tier: ReadingView['tier'], { lesson, piece }: ReadingView, view: View): void {
  view.send({ type: 'show', place: { page: 'reading', lesson, tier, ...(piece.isReturn && { piece: piece.id }) } }, 'move');
}

function openPiece({ lesson, piece }: ReadingView, view: View): void {
  view.send({ type: 'open', lesson, piece: piece.id }, 'move');
}

function nextTier({ tier, tiers }: ReadingView): ReadingView['tier'] {
  return tiers[(tiers.indexOf(tier) + 1) % tiers.length] ?? tier;
}
