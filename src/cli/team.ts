import { parentDir } from '../engine/facts/project/project';
import { ruleList, type RuleInfo } from '../engine/rules/list';
import { kindOf } from '../engine/scan/files';
import { repositoryOf } from '../engine/scan/repository';
import { ruleInfo } from '../engine/team/info';
import { loadRules } from '../engine/team/load';
import type { RuleProblem, TeamRule } from '../engine/team/model';
import { discoverTeams } from '../team/discover';
import type { TeamFolder } from '../team/model';
import { nodeTeamFiles } from '../team/nodeFiles';
import type { Output } from './output';
import { relativeTo } from './paths';
import { plain } from './pretty';

/** The rules that may find something in what is scanned. */
export interface KnownRules {
  readonly team: readonly TeamRule[];
  /** Built-in ones and those of teams. */
  readonly all: readonly RuleInfo[];
  /** The ids a configuration may name: also of rules that are left out. */
  readonly named: readonly { readonly id: string; readonly title: string }[];
  readonly problems: readonly RuleProblem[];
}

/** Reads the rules of the `.altitude` folders in, below and above some paths, up to the top of their repository. @param roots absolute, forward slashes */
export async function knownRules(roots: readonly string[]): Promise<KnownRules> {
  const folders = roots.filter((root) => kindOf(root) === 'folder');
  const { rules, broken, problems, refused } = await loadRules(nodeTeamFiles, folders, roots.flatMap(foldersAbove));
  const all = [...ruleList, ...rules.map(ruleInfo)];
  return { team: rules, all, named: [...all, ...broken.map((id) => ({ id, title: id }))], problems: [...refused, ...problems] };
}

/** The `.altitude` folders in, below and above some paths, as far as their rules are known. @param roots absolute, forward slashes */
export async function teamFolders(roots: readonly string[]): Promise<readonly TeamFolder[]> {
  const { folders } = await discoverTeams(nodeTeamFiles, roots.filter((root) => kindOf(root) === 'folder'), undefined, roots.flatMap(foldersAbove));
  return folders;
}

/** Outside a repository only the folder of a file counts. */
function foldersAbove(root: string): string[] {
  const top = repositoryOf(root) ?? (kindOf(root) === 'folder' ? root : parentDir(root));
  const folders: string[] = [];
  for (let at = root; at !== top; ) {
    const parent = parentDir(at);
    if (parent === undefined) break;
    folders.push(parent);
    at = parent;
  }
  return folders;
}

/** Says what is wrong with rules, each at its place. */
export function tellProblems(problems: readonly RuleProblem[], { stderr, cwd }: Output): void {
  for (const { file, line, message } of problems) stderr(`${plain(relativeTo(cwd, file))}:${line}: ${plain(message)}\n`);
}
