import { ruleList } from '../engine/rules/list';
import { loadCatalogue } from '../lessons/catalogue';
import type { Catalogue } from '../lessons/model';
import { nodeLessonFiles, portablePath } from '../lessons/nodeFiles';
import type { ResolveAnchor } from '../team/anchors/resolve';
import { loadTeam } from '../team/load';
import { mergeCatalogues } from '../team/merge';
import type { Team } from '../team/model';
import { nodeTeamFiles } from '../team/nodeFiles';
import { teamFolders } from './team';

export const builtInRuleIds: ReadonlySet<string> = new Set(ruleList.map(({ id }) => id));

/** The lessons that ship with the command. @param root the folder of tracks */
export async function shippedLessons(root: string, cwd: string): Promise<Catalogue> {
  return loadCatalogue(nodeLessonFiles, { root: portablePath(cwd, root), rules: builtInRuleIds });
}

/**
 * The lessons that ship with the command, and behind them those of the teams of some paths. Live code is not looked for:
 * what is said of lessons here does not depend on where their code has gone.
 * @param roots absolute, forward slashes
 */
export async function knownLessons(roots: readonly string[], lessonsRoot: string, cwd: string): Promise<Catalogue> {
  const [builtIn, folders] = await Promise.all([shippedLessons(lessonsRoot, cwd), teamFolders(roots)]);
  const teams: Team[] = [];
  for (const folder of folders) teams.push(await loadTeam(nodeTeamFiles, folder, { builtIn, rules: builtInRuleIds, resolve: nowhere }));
  return mergeCatalogues(builtIn, teams);
}

const nowhere: ResolveAnchor = () => Promise.resolve({ lost: { kind: 'none' } });
