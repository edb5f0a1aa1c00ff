import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { nodeLessonFiles, readOpened } from '../lessons/nodeFiles';
import { noFile, type TeamFiles } from './model';

// What a system does not know is not there in its constants.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants as Partial<typeof constants> & { readonly O_RDONLY: number };

/** A repository on disk. */
export const nodeTeamFiles: TeamFiles = {
  ...nodeLessonFiles,

  /** A link is not followed, nor is a pipe waited for; the flags keep it so where one takes the place of the other meanwhile. */
  async read(path, limit) {
    if (!(await lstat(path)).isFile()) throw new Error(noFile);
    return readOpened(await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK), limit);
  },

  real: async (path) => (await realpath(path)).replaceAll(sep, '/'),
};
