import type { QuestionView } from '../../../src/shared/pages/lesson';
import type { PanelState, PanelStrings } from '../../../src/shared/protocol';
import { format } from '../dom';

/** The verdict once it is there, and each hint as it opens. */
export function announcement(before: PanelState | QuestionView, now: QuestionView, strings: PanelStrings): string | undefined {
  if (!('options' in before) || before.piece !== now.piece) return '';
  if (now.verdict && now.verdict.attempt !== before.verdict?.attempt) return verdictText(now, strings);
  if (before.verdict && !now.verdict) return '';
  const opened = now.hintsHtml.length;
  if (opened > before.hintsHtml.length) return `${format(strings.hintOpened, opened)}. ${plainText(now.hintsHtml.at(-1) ?? '')}`;
  return undefined;
}

function verdictText({ options, verdict }: QuestionView, strings: PanelStrings): string {
  const letter = (id: string | undefined) => options.find((option) => option.id === id)?.letter ?? '';
  const template = verdict?.correct === true ? strings.announceRight : strings.announceWrong;
  return format(template, letter(verdict?.chosen), letter(verdict?.right));
}

function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
}
