import type { Project } from './project';

/** Files where a usual project puts its server together, by their path from package.json. */
const entries = ['index', 'app', 'server', 'main'].flatMap((name) => ['js', 'ts', 'mjs'].flatMap((ending) => [`${name}.${ending}`, `src/${name}.${ending}`]));

/** The texts of the files that put together the server of the package that a file is of. */
export function entryTexts(file: string, project: Pick<Project, 'packageFor' | 'read'>): string[] {
  const dir = project.packageFor(file)?.dir;
  return dir === undefined ? [] : entries.flatMap((entry) => project.read(`${dir}/${entry}`) ?? []);
}
