import { isId } from '../lessons/fields';
import { identityOf } from '../lessons/identity';
import { teamLimits, type TeamFiles } from './model';

/**
 * The rules of a folder by the names of their files: a lesson may name one whose file is broken.
 * @param home the folder they lie in
 */
export async function ruleIds(files: TeamFiles, home: string, namespace: string): Promise<readonly string[]> {
  const entries = await files.list(home).catch(() => []);
  const names = entries.flatMap(({ name, kind }) => (kind === 'file' && name.endsWith('.yml') && isId(name.slice(0, -4)) ? [name.slice(0, -4)] : []));
  return names.sort().slice(0, teamLimits.rules).map((id) => identityOf(id, namespace));
}
