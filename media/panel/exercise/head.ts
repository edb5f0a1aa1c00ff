import type { ExerciseView } from '../../../src/shared/pages/exercise';
import { format } from '../dom';
import { header, iconButton } from '../header';
import type { Section } from '../sections';
import type { View } from '../view';

/** The head of an exercise. `title` is what it is called at this stage. */
export function exerciseHeader(exercise: ExerciseView, title: string, facts: readonly string[], view: View): Section {
  const { strings } = view;
  const { trackTitle, title: lessonTitle } = exercise;
  return {
    id: 'header',
    from: [trackTitle, lessonTitle, title, facts, strings.language],
    draw: () => header({ trackTitle, lessonTitle }, title, facts, [iconButton('keys', strings.keys, 'question', false, () => view.showKeys())]),
  };
}

/** What is known of an exercise before it is answered. */
export function openingFacts({ tier, minutes, earlier }: Extract<ExerciseView, { kind: 'prompt' | 'drillStart' }>, { strings }: View): string[] {
  return [
    strings[`tier.${tier}`],
    format(strings['exercise.minutes'], minutes),
    ...(earlier ? [format(strings['exercise.earlier'], earlier.met, earlier.points)] : []),
  ];
}

/** Names the step the reader takes away from what is in view. */
export function stepFrom(exercise: ExerciseView): string {
  return `from:${stageOf(exercise)}`;
}

/** Where the focus goes once the reader's step has led on; undefined while it has not. */
export function titleAfterStep(intent: string, exercise: ExerciseView): string | undefined {
  return intent.startsWith('from:') && intent !== stepFrom(exercise) ? 'title' : undefined;
}

function stageOf(exercise: ExerciseView): string {
  return exercise.kind === 'drillStep' ? `${exercise.kind}:${exercise.step}` : exercise.kind;
}
