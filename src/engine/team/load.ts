import { discoverTeams } from '../../team/discover';
import type { TeamFiles } from '../../team/model';
import type { ReadRules, RuleProblem, TeamRule } from './model';
import { readRules } from './read';

export interface LoadedRules extends ReadRules {
  /** Folders none of whose rules are read: their names are taken, or they lie elsewhere. */
  readonly refused: readonly RuleProblem[];
}

/**
 * The rules of every `.altitude` folder in and below some roots, and in some folders alone. What is wrong with one is
 * told, and the others are whole.
 * @param roots absolute, forward slashes
 * @param alone folders that are looked at without what lies below them
 */
export async function loadRules(files: TeamFiles, roots: readonly string[], alone: readonly string[] = []): Promise<LoadedRules> {
  const { folders, problems: refused } = await discoverTeams(files, roots, undefined, alone);
  const rules: TeamRule[] = [];
  const broken: string[] = [];
  const problems: RuleProblem[] = [];
  for (const folder of folders) {
    const read = await readRules(files, folder);
    rules.push(...read.rules);
    broken.push(...read.broken);
    problems.push(...read.problems);
  }
  return { rules, broken, problems, refused };
}
