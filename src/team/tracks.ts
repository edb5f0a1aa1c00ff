import type { LessonContent } from '../lessons/lesson';
import { identityOf } from '../lessons/identity';
import type { Lesson, Track } from '../lessons/model';
import type { TeamFolder } from './model';
import { otherLessons } from './naming';

/**
 * A track a role, in the order of onboarding.yml. A lesson is at home in the first role that names it, in the order of
 * its steps; those that none names stand in a track of their own, at the end.
 * @param present the lessons, own and built-in, that can be opened
 * @param rules own and built-in ones
 */
export function tracksOf(
  { namespace, onboarding }: TeamFolder,
  own: readonly LessonContent[],
  present: ReadonlySet<string>,
  rules: ReadonlySet<string>,
): Track[] {
  const homeless = new Map(own.map((lesson) => [lesson.id, lesson]));
  const place = (ids: readonly string[], track: string): Lesson[] =>
    ids.flatMap((id) => {
      const lesson = homeless.get(id);
      homeless.delete(id);
      return lesson ?? [];
    }).map((lesson, order) => ({ ...lesson, track, order }));

  const roles = (onboarding?.roles ?? []).map(({ id: written, title, summary, days, steps: all }): Track => {
    const id = identityOf(written, namespace);
    const steps = all.filter((step) => (step.kind === 'lesson' ? present : rules).has(step.id)).map(({ kind, id: named }) => ({ kind, id: named }));
    const lessons = place(steps.flatMap((step) => (step.kind === 'lesson' ? [step.id] : [])), id);
    return { id, title, summary: summary ?? onboarding?.title ?? '', lessons, role: { namespace, days, steps } };
  });
  if (homeless.size === 0) return roles;
  const id = identityOf(otherLessons, namespace);
  const title = onboarding?.title ?? namespace;
  return [...roles, { id, title: roles.length === 0 ? title : `${title}: more lessons`, summary: `Lessons of ${title}`, lessons: place([...homeless.keys()], id) }];
}
