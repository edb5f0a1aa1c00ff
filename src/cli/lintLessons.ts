import { readFile } from 'node:fs/promises';
import type { Engine } from '../engine/engine';
import { engineFile, kindOf } from '../engine/scan/files';
import { isUnder } from '../engine/scan/paths';
import { formatProblems } from '../lessons/commands';
import { lintLessons } from '../lessons/lint/lint';
import type { Catalogue, LessonProblem } from '../lessons/model';
import { nodeLessonFiles, portablePath } from '../lessons/nodeFiles';
import type { ResolveAnchor } from '../team/anchors/resolve';
import { discoverTeams } from '../team/discover';
import { lintTeam, staleTexts, type LintedTeam } from '../team/lint';
import { teamFolderName } from '../team/model';
import { nodeTeamFiles } from '../team/nodeFiles';
import { builtInRuleIds, shippedLessons } from './knownLessons';
import { exit, UsageError, type Output } from './output';
import { relativeTo } from './paths';
import { plain } from './pretty';
import type { StartEngine } from './prepare';
import { replaceFile } from './writeFile';

export interface LintArguments {
  /** None: the `.altitude` folders in and below the working directory. */
  readonly paths: readonly string[];
  readonly format: 'pretty' | 'json';
  /** Write the code as it is now into the files that keep it. */
  readonly updateSnippets: boolean;
}

/** As `altitude lint-lessons --format json` prints it, paths relative to the working directory. */
export interface LintDocument {
  readonly problems: readonly LessonProblem[];
  /** Files that keep live code and were written anew. */
  readonly updated: readonly string[];
}

/**
 * Checks lessons: those of `.altitude` folders, or a folder of tracks.
 * @param lessonsRoot the folder of tracks that ships with the command
 * @returns exit code 1 when any is broken, or live code is lost. @throws UsageError for a path that holds no lessons
 */
export async function lintLessonsCommand(args: LintArguments, lessonsRoot: string, startEngine: StartEngine, output: Output): Promise<number> {
  const { cwd } = output;
  const paths = (args.paths.length === 0 ? ['.'] : args.paths).map((each) => engineFile(each, cwd));
  const engine = new LateEngine(() => startEngine({ roots: paths }));
  try {
    const teams = new Teams(lessonsRoot, cwd, engine.resolve);
    const found = await Promise.all(
      paths.map(async (path) => {
        const linted = await teams.lint(path);
        if (linted.length > 0) return { problems: linted.flatMap(({ problems }) => problems).filter(({ file }) => concerns(path, file)), linted };
        if (args.paths.length === 0) throw new UsageError(`no lessons in or below this folder: they are in ${teamFolderName}/lessons; or name where they are: altitude lint-lessons PATH…`);
        return { problems: await lintLessons(nodeLessonFiles, portablePath(cwd, path), builtInRuleIds), linted };
      }),
    );
    const updated = args.updateSnippets ? await updateSnippets(found.flatMap(({ linted }) => linted)) : [];
    return print(found.flatMap(({ problems }) => problems), updated, args.format, output);
  } finally {
    await engine.dispose();
  }
}

/** The `.altitude` folders of paths, checked against what is built in. */
class Teams {
  #builtIn: Promise<Catalogue> | undefined;

  constructor(
    private readonly lessonsRoot: string,
    private readonly cwd: string,
    private readonly resolve: ResolveAnchor,
  ) {}

  /** Those in and below a folder, or the one that a path lies in; none where there is none. */
  async lint(path: string): Promise<readonly LintedTeam[]> {
    const root = holderOf(path) ?? path;
    if (kindOf(root) !== 'folder') return [];
    const { folders, problems } = await discoverTeams(nodeTeamFiles, [root]);
    if (folders.length === 0) return [];
    this.#builtIn ??= shippedLessons(this.lessonsRoot, this.cwd);
    const options = { builtIn: await this.#builtIn, rules: builtInRuleIds, resolve: this.resolve };
    const [first, ...rest] = await Promise.all(folders.map(async (folder) => lintTeam(nodeTeamFiles, folder, options)));
    return first === undefined ? [] : [{ ...first, problems: [...problems, ...first.problems] }, ...rest];
  }
}

/** Threads are started for the first live code: most lessons have none. */
class LateEngine {
  #engine: Engine | undefined;

  constructor(private readonly start: () => Engine) {}

  readonly resolve: ResolveAnchor = async (request) => (this.#engine ??= this.start()).resolveAnchor(request);

  async dispose(): Promise<void> {
    await this.#engine?.dispose();
  }
}

/** The folder that holds the `.altitude` which a path is or lies in. */
function holderOf(path: string): string | undefined {
  const parts = path.split('/');
  const at = parts.lastIndexOf(teamFolderName);
  return at < 0 ? undefined : parts.slice(0, at).join('/') || '/';
}

const concerns = (path: string, file: string) => file === path || isUnder(path, file);

async function updateSnippets(linted: readonly LintedTeam[]): Promise<string[]> {
  const stale = linted.flatMap(({ team }) => staleTexts(team));
  for (const { file, text } of stale) await replaceFile(file, await readFile(file), text);
  return stale.map(({ file }) => file);
}

function print(all: readonly LessonProblem[], written: readonly string[], format: LintArguments['format'], { stdout, cwd }: Output): number {
  const problems = all.map(({ file, line, message }) => ({ file: relativeTo(cwd, engineFile(file, cwd)), line, message }));
  const updated = written.map((file) => relativeTo(cwd, file));
  if (format === 'json') stdout(`${JSON.stringify({ problems, updated } satisfies LintDocument)}\n`);
  else {
    const shown = problems.map(({ file, line, message }) => ({ file: plain(file), line, message: plain(message) }));
    const lines = [...updated.map((file) => `updated ${plain(file)}`), ...(shown.length > 0 ? [formatProblems(shown)] : [])];
    if (lines.length > 0) stdout(`${lines.join('\n')}\n`);
  }
  return problems.length > 0 ? exit.findings : exit.clean;
}
