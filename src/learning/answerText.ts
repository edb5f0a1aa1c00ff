import type { Exercise } from '../lessons/model';
import { isDrill } from './exerciseSession';
import { plainParagraphs } from './plainText';

/**
 * What an answer begins with, as Markdown: the exercise by its title and what it asks for, which is the last paragraph of
 * its situation, as a quote; then the headings, if any, to write under.
 */
export function answerText(exercise: Exercise, headings: readonly string[]): string {
  const question = isDrill(exercise) ? undefined : questionOf(exercise);
  const quote = [`**${exercise.title}**`, ...(question === undefined ? [] : ['', question])].map((line) => `> ${line}`.trimEnd());
  return [quote.join('\n'), ...headings.map((heading) => `## ${heading}\n\n`), ''].join('\n\n');
}

/** What a prompt asks for: the last paragraph of its situation. Plain text. */
export function questionOf({ situation }: Exercise): string | undefined {
  return plainParagraphs(situation).at(-1);
}
