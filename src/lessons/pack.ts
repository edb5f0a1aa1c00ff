import { join } from 'node:path';
import { ruleList } from '../engine/rules/list';
import { loadCatalogue } from './catalogue';
import { nodeLessonFiles } from './nodeFiles';
import { packCatalogue } from './packed';

/**
 * The lessons of a checkout, packed: what the build writes beside the bundles.
 * @param root the folder that holds `lessons`
 */
export async function packedLessons(root: string): Promise<string> {
  const files = {
    list: async (dir: string) => nodeLessonFiles.list(join(root, dir)),
    read: async (path: string, limit: number) => nodeLessonFiles.read(join(root, path), limit),
  };
  return packCatalogue(await loadCatalogue(files, { root: 'lessons', rules: new Set(ruleList.map(({ id }) => id)) }));
}
