import type { Exercise } from '../lessons/model';
import { isDrill } from './exerciseSession';
import { plainParagraphs } from './plainText';

/**
 * What an answer begins with, as Markdown: the exercise by its title, what a prompt asks for as a quote, then the headings,
 * if any, to write under. The first line is what the editor calls an unsaved file.
 */
export function answerText(exercise: Exercise, headings: readonly string[]): string {
  const question = isDrill(exercise) ? undefined : questionOf(exercise);
  return [`# ${exercise.title}`, ...(question === undefined ? [] : [`> ${question}`]), ...headings.map((heading) => `## ${heading}\n\n`), ''].join('\n\n');
}

/** What a prompt asks for: the last paragraph of its situation. Plain text. */
export function questionOf({ situation }: Exercise): string | undefined {
  return plainParagraphs(situation).at(-1);
}
