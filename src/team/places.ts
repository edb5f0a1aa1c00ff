import { join } from '../lessons/files';
import { teamFolderName, type ContentPlaces, type TeamFolder } from './model';

/** The folders that lessons and rules are read from. */
export function placesOf({ root, elsewhere }: Pick<TeamFolder, 'root' | 'elsewhere'>): ContentPlaces {
  const dir = join(root, teamFolderName);
  return elsewhere ?? { lessons: join(dir, 'lessons'), rules: join(dir, 'rules') };
}
