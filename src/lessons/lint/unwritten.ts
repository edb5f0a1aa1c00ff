import { unwrittenLines, unwrittenMark } from '../authoring/skeletons';
import type { Loading } from '../document';
import { readText } from '../files';
import type { LoadedLesson } from '../lesson';
import type { LessonProblem } from '../model';
import { FileReport } from '../problems';

/** What each of these problems begins with. */
export const unwrittenMessage = 'is still to be written:';

/** An option of a skeleton, and below it, indented, its explanation. */
const option = /^- \[[ xX]\] /;
const explanation = /^ {2,}\S/;

/**
 * What of a skeleton its author has not written yet: a problem for each text, an option and its explanation being one.
 * @param text of lesson.md
 */
export function unwrittenProblems(file: string, text: string): LessonProblem[] {
  const lines = text.split('\n');
  const marked = new Set(unwrittenLines(text));
  return [...marked].flatMap((line): LessonProblem[] => {
    const written = lines[line - 1] ?? '';
    if (explanation.test(written) && marked.has(headOf(lines, line))) return [];
    const what = written.slice(written.indexOf(unwrittenMark) + unwrittenMark.length);
    return [{ file, line, message: `${unwrittenMessage} ${what.replace(/\s*\{#[^{}]*\}\s*$|"?\s*$/, '').trim()}` }];
  });
}

/** The line of the option that an indented one explains; 0 where it explains none. */
function headOf(lines: readonly string[], line: number): number {
  for (let at = line - 1; at > 0; at--) {
    const above = lines[at - 1] ?? '';
    if (option.test(above)) return at;
    if (above.trim() !== '' && !explanation.test(above)) return 0;
  }
  return 0;
}

/** Those of lessons. What keeps a file from being read is told where the lesson is loaded. */
export async function unwrittenTexts(lessons: readonly LoadedLesson[], { files, turn, team }: Loading): Promise<LessonProblem[]> {
  const problems: LessonProblem[] = [];
  for (const { file, document } of lessons) {
    await turn();
    const text = document && (await readText(files, new FileReport(file), team?.maxBytes));
    if (text !== undefined) problems.push(...unwrittenProblems(file, text));
  }
  return problems;
}
