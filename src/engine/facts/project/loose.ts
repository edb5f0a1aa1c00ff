import type { Project } from './project';
import { repositoryFolders } from './repository';

/** What a project of any language has beside its code. */
const projectFile =
  /^(?:package\.json|deno\.jsonc?|go\.(?:mod|work)|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|build\.sbt|requirements[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|pipfile|manage\.py|gemfile|rakefile|composer\.json|cargo\.toml|mix\.exs|pubspec\.yaml|makefile|dockerfile.*|(?:docker-)?compose[\w.-]*\.ya?ml|readme.*|licen[cs]e.*|.+\.(?:csproj|fsproj|sln|gemspec|cabal|tf))$/i;

/**
 * True for a file that belongs to no project: one that was copied out, sent or written to be tried. Nothing beside or
 * above it can tell what it leaves open. False where the folder cannot be listed, as in the browser.
 */
export function isLoose(file: string, project: Project): boolean {
  const folders = repositoryFolders(file, project);
  const names = folders.flatMap((dir) => project.names(dir));
  return names.length > 0 && !names.some((name) => projectFile.test(name)) && !folders.some((dir) => project.read(`${dir}/.git/HEAD`) !== undefined);
}
