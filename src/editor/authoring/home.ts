import { glossaryFile, practiceFolders, tablesFile, templateFile } from '../../lessons/fileNames';
import type { LessonFiles } from '../../lessons/files';
import { teamFolderName } from '../../team/model';
import { onboardingFile } from '../../team/naming';

/** The folder that a file of lessons belongs to: one of tracks, or one that holds `.altitude`. A path as `fileOf` gives it. */
export interface Home {
  readonly kind: 'tracks' | 'team';
  readonly root: string;
}

/** `lesson.md` and its translations. */
export const isLessonFile = (file: string): boolean => /(?:^|\/)lesson(?:\.[a-z]{2,3}(?:-[a-z]{2,4})?)?\.md$/i.test(file);

/** Where a file belongs that holds lessons or what goes with them; undefined for any other. */
export async function homeOf(file: string, files: Pick<LessonFiles, 'list'>): Promise<Home | undefined> {
  const names = file.split('/');
  const up = (levels: number) => names.slice(0, -levels).join('/');
  const [name = '', parent = '', above = '', top = ''] = names.toReversed();
  const track = async (levels: number): Promise<Home | undefined> => ((await holdsTrack(up(levels), files)) ? { kind: 'tracks', root: up(levels + 1) } : undefined);
  if (isLessonFile(name)) return above === 'lessons' && top === teamFolderName ? { kind: 'team', root: up(4) } : track(2);
  if (name === onboardingFile && parent === teamFolderName) return { kind: 'team', root: up(2) };
  if (name === 'track.yml' || name === templateFile) return track(1);
  if (name === tablesFile || name === glossaryFile) return (await holdsTracks(up(1), files)) ? { kind: 'tracks', root: up(1) } : undefined;
  const ending = Object.hasOwn(practiceFolders, parent) ? practiceFolders[parent] : undefined;
  return ending !== undefined && name.endsWith(ending) ? track(2) : undefined;
}

async function holdsTrack(dir: string, files: Pick<LessonFiles, 'list'>): Promise<boolean> {
  const entries = await files.list(dir).catch(() => []);
  return entries.some(({ kind, name }) => kind === 'file' && name === 'track.yml');
}

async function holdsTracks(dir: string, files: Pick<LessonFiles, 'list'>): Promise<boolean> {
  const entries = await files.list(dir).catch(() => []);
  const folders = entries.filter(({ kind, name }) => kind === 'directory' && !name.startsWith('.') && name !== 'node_modules');
  for (const { name } of folders) if (await holdsTrack(`${dir}/${name}`, files)) return true;
  return false;
}
