import type { Confidence } from '../../../src/learning/answer';
import type { Harness } from './harness';

const day = 24 * 60 * 60 * 1000;

/** Lesson, piece, day, how sure, whether right. */
const answers: readonly [string, string, number, Confidence, boolean?][] = [
  ['junior-lesson', 'junior-one', 0, 'sure'],
  ['junior-lesson', 'junior-two', 1, 'sure'],
  ['junior-lesson', 'junior-three', 3, 'think'],
  ['middle-lesson', 'middle-one', 8, 'sure', false],
  ['junior-lesson', 'junior-one', 20, 'sure'],
  ['middle-lesson', 'middle-one', 21, 'sure'],
  ['junior-lesson', 'junior-two', 24, 'sure'],
  ['middle-lesson', 'middle-two', 33, 'think'],
  ['incident', 'loop', 35, 'guess', false],
  ['middle-lesson', 'middle-three', 36, 'sure'],
  ['incident', 'acquire', 38, 'think', false],
  ['incident', 'check', 39, 'guess'],
  ['incident', 'check', 40, 'sure'],
];

/** Six weeks of answers, one topic strong, one weak. */
export async function sixWeeks({ review: { controller, time } }: Harness): Promise<void> {
  const start = time.now;
  for (const [lesson, piece, days, confidence, right = true] of answers) {
    time.now = start + days * day;
    const ref = { lesson, piece };
    controller.retry(ref);
    controller.choose(ref, right ? 'waits' : 'bigger');
    await controller.commit(ref, confidence);
  }
  time.now = start + 42 * day;
}

/** Every state of the profile a reader can see. */
export const profileStates: Readonly<Record<string, (harness: Harness) => Promise<void>>> = {
  profileEmpty: (harness) => harness.go({ page: 'profile' }),
  profile: async (harness) => {
    await sixWeeks(harness);
    await harness.go({ page: 'profile' });
  },
  profileUnfolded: async (harness) => {
    await sixWeeks(harness);
    await harness.go({ page: 'profile' });
    for (const summary of await harness.page.locator('summary').all()) await summary.click();
  },
};
