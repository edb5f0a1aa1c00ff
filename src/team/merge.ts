import type { Catalogue, LessonProblem, Track } from '../lessons/model';
import { inReadingOrder } from '../lessons/problems';
import type { Team } from './model';

/**
 * Everything a reader can open: what is built in, then what each team adds. What is built in stays as it is: a track or
 * lesson whose id is taken already is left out and named.
 */
export function mergeCatalogues(builtIn: Catalogue, teams: readonly Team[]): Catalogue {
  const taken = new Set(builtIn.tracks.flatMap(({ id, lessons }) => [`track ${id}`, ...lessons.map((lesson) => `lesson ${lesson.id}`)]));
  const refused: LessonProblem[] = [];
  const takes = (kind: 'track' | 'lesson', id: string, file: string): boolean => {
    const name = `${kind} ${id}`;
    if (taken.has(name)) refused.push({ file, line: 1, message: `another ${kind} is called ${id}; this one is left out` });
    const isNew = !taken.has(name);
    taken.add(name);
    return isNew;
  };
  const tracks = teams.flatMap((team) =>
    team.tracks.flatMap((track): Track[] => {
      if (!takes('track', track.id, team.onboarding?.file ?? team.root)) return [];
      return [{ ...track, lessons: track.lessons.filter(({ id, file }) => takes('lesson', id, file)) }];
    }),
  );
  return {
    ...builtIn,
    tracks: [...builtIn.tracks, ...tracks],
    problems: [...builtIn.problems, ...inReadingOrder([...teams.flatMap(({ problems }) => problems), ...refused])],
  };
}
