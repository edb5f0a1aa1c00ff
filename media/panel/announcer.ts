import type { PanelState, PanelStrings, PieceView } from '../../src/shared/protocol';
import { format } from './dom';
import { placeOf, samePlace } from './place';

/** What a screen reader should hear between two states; empty to fall silent, undefined where nothing is new. */
export function announcement(before: PanelState | undefined, now: PanelState, strings: PanelStrings): string | undefined {
  if (before?.kind !== 'piece' || now.kind !== 'piece' || !samePlace(placeOf(before), placeOf(now))) return '';
  if (now.verdict && now.verdict.attempt !== before.verdict?.attempt) return verdictText(now, strings);
  if (before.verdict && !now.verdict) return '';
  const opened = now.hintsHtml.length;
  if (opened > before.hintsHtml.length) return `${format(strings.hintOpened, opened)}. ${plainText(now.hintsHtml.at(-1) ?? '')}`;
  return undefined;
}

function verdictText({ options, verdict }: PieceView, strings: PanelStrings): string {
  const letter = (id: string | undefined) => options.find((option) => option.id === id)?.letter ?? '';
  const template = verdict?.correct === true ? strings.announceRight : strings.announceWrong;
  return format(template, letter(verdict?.chosen), letter(verdict?.right));
}

function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
}
