import type { Card, Catalogue, Exercise, RubricPoint } from '../lessons/model';
import type { Progress } from './progress';

/** Every prompt and drill, in reading order. */
export function allExercises(catalogue: Catalogue): Exercise[] {
  return catalogue.tracks.flatMap(({ practice }) => (practice ? [...practice.prompts, ...practice.drills] : []));
}

/** The cards of the tracks, in reading order, then the points of rubrics the reader has missed. */
export function allCards(catalogue: Catalogue, progress: Progress): Card[] {
  return [...catalogue.tracks.flatMap(({ practice }) => practice?.cards ?? []), ...missedPoints(catalogue, progress)];
}

/** The id of a rubric's point as a card. */
export function pointCardId(exercise: string, point: string): string {
  return `${exercise}/${point}`;
}

/** Every point that was missed or has been graded as a card since, as cards. Derived, never stored. */
function missedPoints(catalogue: Catalogue, progress: Progress): Card[] {
  const missed = progress.gradings.flatMap((grading) => grading.missed.map((point) => pointCardId(grading.exercise, point)));
  const known = new Set([...missed, ...progress.grades.map(({ card }) => card)]);
  return allExercises(catalogue).flatMap((exercise) =>
    exercise.rubric.map((point, index) => pointCard(exercise, point, index)).filter(({ id }) => known.has(id)),
  );
}

/** A point asks for what follows the one before it: naming the point itself would give it away. */
function pointCard(exercise: Exercise, point: RubricPoint, index: number): Card {
  const before = exercise.rubric[index - 1];
  const lesson = exercise.lessons[0];
  const asked = before ? `After this, what does a strong answer name next? ${before.text}` : 'What does a strong answer name first?';
  return {
    id: pointCardId(exercise.id, point.id),
    kind: 'cue',
    tier: exercise.tier,
    cue: `*${exercise.title}* (${index + 1} of ${exercise.rubric.length}). ${asked}`,
    answer: `${point.text}\n\n${point.explanation}`,
    ...(lesson !== undefined && { lesson }),
    file: exercise.file,
  };
}
