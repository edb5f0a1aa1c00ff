import path from 'node:path';
import { ruleList } from '../engine/rules/list';
import { loadCatalogue } from '../lessons/catalogue';
import { formatLessons, formatProblems, lessonsDocument } from '../lessons/commands';
import { lintLessons } from '../lessons/lint/lint';
import { nodeLessonFiles, portablePath } from '../lessons/nodeFiles';
import { exit, UsageError, type Output } from './output';

const ruleIds = new Set(ruleList.map((rule) => rule.id));

/** Lists the lessons that ship with the command. @param root the folder of tracks */
export async function lessonsCommand(root: string, format: 'pretty' | 'json', output: Output): Promise<number> {
  const catalogue = await loadCatalogue(nodeLessonFiles, { root: portablePath(output.cwd, root), rules: ruleIds });
  output.stdout(`${format === 'json' ? JSON.stringify(lessonsDocument(catalogue)) : formatLessons(catalogue)}\n`);
  if (catalogue.problems.length > 0) output.stderr(`${formatProblems(catalogue.problems)}\n`);
  return exit.clean;
}

/** Checks lessons. @returns exit code 1 when any is broken. */
export async function lintLessonsCommand(paths: readonly string[], output: Output): Promise<number> {
  if (paths.length === 0) throw new UsageError('lint-lessons needs a path: altitude lint-lessons PATH…');
  const problems = await Promise.all(
    paths.map(async (each) => lintLessons(nodeLessonFiles, portablePath(output.cwd, path.resolve(output.cwd, each)), ruleIds)),
  );
  const all = problems.flat();
  if (all.length > 0) output.stdout(`${formatProblems(all)}\n`);
  return all.length > 0 ? exit.findings : exit.clean;
}
