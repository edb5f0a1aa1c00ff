import type { TeamRule } from '../engine/team/model';
import { readRules } from '../engine/team/read';
import { join } from '../lessons/files';
import { lessonProseProblems } from '../lessons/lint/prose';
import { optionSignalProblems } from '../lessons/lint/optionSignal';
import { translationProblems } from '../lessons/lint/translations';
import { unwrittenTexts } from '../lessons/lint/unwritten';
import type { LessonProblem, LostCode } from '../lessons/model';
import { inReadingOrder } from '../lessons/problems';
import { unknownReferences, type Known, type Reference } from '../lessons/references';
import { movedTo } from './anchors/moved';
import { connectTeam, readTeam, type TeamOptions } from './load';
import { teamFolderName, type Team, type TeamFiles, type TeamFolder } from './model';

export interface LintedTeam {
  readonly team: Team;
  /** Its rules, as far as they can be read without running them. */
  readonly rules: readonly TeamRule[];
  /** Everything that keeps a lesson from being loaded or its live code from being found, and what is merely not good. */
  readonly problems: readonly LessonProblem[];
}

/** Checks all that a folder teaches. */
export async function lintTeam(files: TeamFiles, folder: TeamFolder, options: TeamOptions): Promise<LintedTeam> {
  const loaded = await readTeam(files, folder, options);
  const team = connectTeam(loaded);
  const { rules } = await readRules(files, folder);
  const questions = team.lessons.flatMap(({ pieces, variants }) => [...pieces, ...variants]);
  const { turn } = loaded.loading;
  const lost: LessonProblem[] = [];
  for (const each of team.lost) lost.push(await withMend(each, team, files, options, turn));
  const prose: LessonProblem[] = [];
  for (const lesson of loaded.lessons) {
    await turn();
    prose.push(...lessonProseProblems(lesson));
  }
  return {
    team,
    rules,
    problems: inReadingOrder([
      ...team.problems,
      ...lost,
      ...untaughtRules(rules, loaded.known),
      ...prose,
      ...(await translationProblems(loaded.lessons, loaded.known, loaded.loading)),
      ...(await unwrittenTexts(loaded.lessons, loaded.loading)),
      ...optionSignalProblems(questions, join(folder.root, teamFolderName)),
    ]),
  };
}

/** Rules that name a lesson which is written nowhere. What else is wrong with them, `test-rules` says. */
function untaughtRules(rules: readonly TeamRule[], known: Known): LessonProblem[] {
  const references = rules.flatMap(({ file, lines, lesson }): Reference[] => {
    const [id = '', piece] = lesson.split('#');
    return id === '' ? [] : [{ file, line: lines['lesson'] ?? 1, target: { kind: 'lesson', id, ...(piece !== undefined && { piece }) } }];
  });
  return unknownReferences(references, known);
}

/** Says where code is now whose file is gone. */
async function withMend(lost: LostCode, { root, lessons }: Team, files: TeamFiles, { resolve }: TeamOptions, turn: () => Promise<void>): Promise<LessonProblem> {
  const { file, line, message } = lost;
  const lesson = lessons.find((each) => each.file === file);
  const live = [...(lesson?.pieces ?? []), ...(lesson?.variants ?? [])].find(({ id }) => id === lost.piece)?.live;
  if (live === undefined || !('lost' in live.state) || live.state.lost.kind !== 'file') return { file, line, message };
  const moved = await movedTo(files, root, live, resolve, turn);
  return { file, line, message: moved === undefined ? message : `${message}; the same code is in ${moved}, so make that its source` };
}

/** A file beside a lesson whose text is no longer that of the live code it keeps. */
export interface StaleText {
  readonly file: string;
  readonly text: string;
}

/** What the files that keep live code should hold. Code that is lost has nothing newer than they do. */
export function staleTexts({ lessons }: Team): StaleText[] {
  return lessons.flatMap(({ file, pieces, variants }) =>
    [...pieces, ...variants].flatMap(({ live, snippet, snippetFile }) =>
      live?.kept === 'stale' ? [{ file: join(file.slice(0, file.lastIndexOf('/')), snippetFile), text: snippet }] : [],
    ),
  );
}
