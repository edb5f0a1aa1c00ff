import type { LessonProblem } from '../lessons/model';

/** So many are told one by one. */
const mostTold = 10;

/** What is said of entries that are neither files nor folders. @param paths they lie in folders that are read @param what is expected there */
export function notFollowed(paths: readonly string[], what: 'file' | 'folder'): LessonProblem[] {
  const told = paths.slice(0, mostTold).map((file) => ({ file, line: 1, message: `is a symbolic link, which is not followed; put the ${what} itself here` }));
  const [more, ...others] = paths.slice(mostTold);
  if (more === undefined) return told;
  return [...told, { file: more, line: 1, message: `is a symbolic link, as ${others.length === 0 ? 'those before it are' : `${others.length} more are`}; none is followed` }];
}
