import { statSync } from 'node:fs';
import path from 'node:path';
import { configFile, type FolderConfig } from '../engine/config/model';
import { parseConfig } from '../engine/config/parse';
import { configSchema } from '../engine/config/schema';
import { parentDir } from '../engine/facts/project/project';
import { engineFile, readText } from '../engine/scan/files';
import { within } from '../engine/scan/paths';
import { repositoryOf } from '../engine/scan/repository';
import { UsageError } from './output';
import { relativeTo } from './paths';

/**
 * The configuration that governs each root: the file that was named, else the nearest one in the root or above it,
 * up to the top of its repository.
 * @param roots absolute, forward slashes
 * @param rules those that a file may name
 * @param named as the user wrote it; it governs the working directory
 * @throws UsageError when a file is missing or anything in it is wrong: a pipeline must not pass for a misspelt rule
 */
export function configsFor(roots: readonly string[], rules: Parameters<typeof configSchema>[0], named: string | undefined, cwd: string): FolderConfig[] {
  const schema = configSchema(rules);
  const load = (file: string, folder: string): FolderConfig => {
    const text = readText(file);
    if (text === undefined) throw new UsageError(`no such configuration file: ${relativeTo(cwd, file)}`);
    const { config, problems } = parseConfig(text, schema);
    const place = ({ range: { start } }: (typeof problems)[number]) => `${relativeTo(cwd, file)}:${start.line + 1}:${start.character + 1}`;
    if (problems.length > 0) throw new UsageError(problems.map((problem) => `${place(problem)}: ${problem.message}`).join('\n'));
    return { folder, config };
  };
  if (named !== undefined) return [load(engineFile(path.resolve(cwd, named)), engineFile(cwd))];
  const folders = new Set(roots.flatMap((root) => governedFolder(root) ?? []));
  return [...folders].map((folder) => load(within(folder, configFile), folder));
}

function governedFolder(root: string): string | undefined {
  const top = repositoryOf(root) ?? (isFolder(root) ? root : parentDir(root));
  for (let at: string | undefined = root; at !== undefined; at = parentDir(at)) {
    if (readText(within(at, configFile)) !== undefined) return at;
    if (at === top) return undefined;
  }
  return undefined;
}

const isFolder = (file: string) => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
