import { ruleList } from '../engine/rules/list';
import { loadCatalogue } from '../lessons/catalogue';
import { formatLessons, formatProblems, lessonsDocument } from '../lessons/commands';
import { nodeLessonFiles, portablePath } from '../lessons/nodeFiles';
import { exit, type Output } from './output';

const ruleIds = new Set(ruleList.map((rule) => rule.id));

/** Lists the lessons that ship with the command. @param root the folder of tracks */
export async function lessonsCommand(root: string, format: 'pretty' | 'json', output: Output): Promise<number> {
  const catalogue = await loadCatalogue(nodeLessonFiles, { root: portablePath(output.cwd, root), rules: ruleIds });
  output.stdout(`${format === 'json' ? JSON.stringify(lessonsDocument(catalogue)) : formatLessons(catalogue)}\n`);
  if (catalogue.problems.length > 0) output.stderr(`${formatProblems(catalogue.problems)}\n`);
  return exit.clean;
}
