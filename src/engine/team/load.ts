import { discoverTeams } from '../../team/discover';
import type { TeamFiles } from '../../team/model';
import type { ReadRules, RuleProblem, TeamRule } from './model';
import { readRules } from './read';

/**
 * The rules of every `.altitude` folder in and below some roots, and in some folders above them. What is wrong with one
 * is told, and the others are whole.
 * @param roots absolute, forward slashes
 */
export async function loadRules(files: TeamFiles, roots: readonly string[], above: readonly string[] = []): Promise<ReadRules> {
  const { folders, problems: refused } = await discoverTeams(files, roots, undefined, above);
  const rules: TeamRule[] = [];
  const broken: string[] = [];
  const problems: RuleProblem[] = [...refused];
  for (const folder of folders) {
    const read = await readRules(files, folder);
    rules.push(...read.rules);
    broken.push(...read.broken);
    problems.push(...read.problems);
  }
  return { rules, broken, problems };
}
