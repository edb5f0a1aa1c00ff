import { inTurns } from '../../shared/pace';
import { loadTrack } from '../../lessons/track';
import type { TeamFiles } from '../../team/model';
import { walkFolders } from '../../team/walk';

/** A folder with a track.yml that can be used. */
export interface FoundTrack {
  readonly dir: string;
  /** The folder of tracks that it lies in. */
  readonly root: string;
  readonly title: string;
  readonly order: number;
}

/** The tracks in and below a folder, by their place; vendored and ignored folders are passed over. */
export async function findTracks(root: string, files: TeamFiles): Promise<FoundTrack[]> {
  const turn = inTurns();
  const found: FoundTrack[] = [];
  for await (const { dir, entries } of walkFolders(files, root, turn)) {
    if (!entries.some(({ kind, name }) => kind === 'file' && name === 'track.yml')) continue;
    const { data } = await loadTrack(dir, { files, rules: undefined, turn });
    if (data) found.push({ dir, root: dir.slice(0, dir.lastIndexOf('/')), title: data.title, order: data.order });
  }
  return found.sort((a, b) => (a.root === b.root ? a.order - b.order : a.root < b.root ? -1 : 1));
}
