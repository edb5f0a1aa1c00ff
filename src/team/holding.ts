import { inTurns } from '../shared/pace';
import { teamFolderName, type TeamFiles } from './model';
import { walkFolders } from './walk';

/**
 * The folders that hold an `.altitude`, whatever is in it, in and below `root`; nothing in it is read.
 * @param root absolute, with forward slashes
 */
export async function foldersHolding(files: TeamFiles, root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { dir, entries, isIgnored } of walkFolders(files, root, inTurns())) {
    const holds = entries.some(({ name, kind }) => name === teamFolderName && kind === 'directory');
    if (holds && !isIgnored(teamFolderName, true)) found.push(dir);
  }
  return found;
}
