import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { nodeLessonFiles } from '../lessons/nodeFiles';
import type { TeamFiles } from './model';

/** A repository on disk. */
export const nodeTeamFiles: TeamFiles = {
  ...nodeLessonFiles,
  real: async (path) => (await realpath(path)).replaceAll(sep, '/'),
};
