import { drill, prompt } from '../../views/panel/review/samples';
import type { Harness } from './harness';

/** Opens an exercise as its command does. */
export async function openExercise(harness: Harness, id: string): Promise<void> {
  harness.exercise.exercises.open(id);
  await harness.settle();
}

/** The test's own time passes, second by second, on the host and in the page. */
export async function pass(harness: Harness, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    harness.review.time.now += 1000;
    harness.exercise.tick();
    await harness.page.clock.runFor(1000);
  }
  await harness.settle();
}

/** Every state of an exercise a reader can see, reached as a reader reaches it. */
export const exerciseStates: Readonly<Record<string, (harness: Harness) => Promise<void>>> = {
  prompt: (harness) => openExercise(harness, prompt.id),
  promptWriting: async (harness) => {
    await openExercise(harness, prompt.id);
    await harness.page.locator('summary').click();
    await harness.press('w');
  },
  drillStart: (harness) => openExercise(harness, drill.id),
  drillStep: async (harness) => {
    await openExercise(harness, drill.id);
    await harness.press('Enter', 'n');
  },
  drillPaused: async (harness) => {
    await openExercise(harness, drill.id);
    await harness.press('Enter', 'p');
  },
  drillOver: async (harness) => {
    await openExercise(harness, drill.id);
    await harness.page.clock.install();
    await harness.press('Enter');
    await pass(harness, 200);
  },
  drillUntimed: async (harness) => {
    await openExercise(harness, drill.id);
    await harness.page.getByRole('button', { name: 'Start without a clock' }).click();
    await harness.settle();
  },
  reflect: async (harness) => {
    await openExercise(harness, prompt.id);
    await harness.press('g');
    await harness.page.getByRole('textbox').fill('A claim comes first, so a second delivery finds it.');
  },
  rubric: async (harness) => {
    await exerciseStates['reflect']?.(harness);
    await harness.press('Enter', '1', 'j', '2');
  },
  graded: async (harness) => {
    await openExercise(harness, drill.id);
    await harness.press('Enter', 'n', 'n', 'n', 'Enter', '1', 'j', '2', 'j', '1', 'j', 'Enter');
    await harness.page.locator('summary').nth(1).click();
  },
  template: (harness) => harness.go({ page: 'template', track: 'drills' }),
};
