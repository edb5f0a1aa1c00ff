import { MemoryFiles } from '../lessons/memoryFiles';
import { change, sampleLesson, sampleSnippet } from '../lessons/sampleLesson';
import { sharedGrammars } from '../engine/support/grammars';
import { resolveAnchor, type ResolveAnchor } from '../../src/team/anchors/resolve';
import { anchorTools } from '../../src/team/anchors/tools';
import { discoverTeams } from '../../src/team/discover';
import { loadTeam } from '../../src/team/load';
import type { Team, TeamFiles } from '../../src/team/model';
import { AstGrep } from '../../src/engine/team/astGrep';
import { grammarAssets } from '../support/assets';
import { onceInProcess } from '../support/onceInProcess';
import { noLessons, type Catalogue, type Lesson } from '../../src/lessons/model';

/** A repository in memory. `links` leads from a path to where it really lies. */
export class MemoryRepository extends MemoryFiles implements TeamFiles {
  constructor(
    tree: Readonly<Record<string, string | Uint8Array>>,
    private readonly links: Readonly<Record<string, string>> = {},
  ) {
    super(tree);
    this.paths = Object.keys(tree);
  }

  private readonly paths: readonly string[];

  real(path: string): Promise<string> {
    const linked = Object.entries(this.links).find(([from]) => path === from || path.startsWith(`${from}/`));
    if (linked !== undefined) return Promise.resolve(linked[1] + path.slice(linked[0].length));
    const exists = this.paths.some((each) => each === path || each.startsWith(`${path}/`));
    return exists ? Promise.resolve(path) : Promise.reject(Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' }));
  }
}

export const astGrep = onceInProcess('ast-grep of anchors', () => new AstGrep(grammarAssets, sharedGrammars));

export const resolve: ResolveAnchor = (request) => resolveAnchor(anchorTools(sharedGrammars, astGrep), request);

/** What is built in: one lesson, `big-upload`, and its track. */
export const builtIn: Catalogue = {
  ...noLessons,
  tracks: [{ id: 'node-crises', title: 'Node', summary: '', lessons: [{ id: 'big-upload', track: 'node-crises', pieces: [{ id: 'no-limit' }], variants: [] } as unknown as Lesson] }],
};

export const builtInRules: ReadonlySet<string> = new Set(['sync-in-request-path', 'query-in-loop']);

export async function loadAll(files: TeamFiles, roots: readonly string[] = ['/repo']): Promise<{ readonly teams: readonly Team[]; readonly problems: readonly string[] }> {
  const { folders, problems } = await discoverTeams(files, roots);
  const teams = await Promise.all(folders.map((folder) => loadTeam(files, folder, { builtIn, rules: builtInRules, resolve })));
  const all = [...problems, ...teams.flatMap((team) => [...team.problems, ...team.lost])];
  return { teams, problems: all.map(({ file, line, message }) => `${file}:${line}: ${message}`) };
}

/** A sound lesson of a team, `charge-flow`. */
export const teamLesson = change(change(change(sampleLesson, 'id: hashing', 'id: charge-flow'), 'diagram: loop.svg\n', ''), 'rule: sync', 'rule: altitude:sync');

export const onboarding = `id: payments
title: Payments
welcome: Hello. Begin with [charging](lesson:charge-flow).
owners: [Team Payments]
roles:
  - id: backend
    title: Backend engineer
    days: 5
    steps:
      - lesson: charge-flow
      - lesson: altitude:big-upload
      - rule: altitude:query-in-loop
      - rule: no-float-money
`;

/** A repository whose `.altitude` has nothing wrong with it. */
export const sampleRepository = {
  '/repo/.altitude/onboarding.yml': onboarding,
  '/repo/.altitude/rules/no-float-money.yml': 'id: no-float-money',
  '/repo/.altitude/lessons/charge-flow/lesson.md': teamLesson,
  '/repo/.altitude/lessons/charge-flow/hash.js': sampleSnippet,
};
