import type { SessionItem } from '../../../src/learning/reviewSession';
import { lesson as sample } from '../../views/panel/samples';
import type { Harness } from './harness';

export const lesson = sample.id;

const pieces = [...sample.pieces.map(({ id }) => id), 'acquire-twin'];

/** Begins a review of these pieces and cards. */
export async function reviewOf(harness: Harness, ids: readonly string[]): Promise<void> {
  const items = ids.map((id): SessionItem => (pieces.includes(id) ? { kind: 'piece', ask: { lesson, piece: id } } : { kind: 'card', card: id }));
  await harness.review.reviews.startReview(items);
  await harness.settle();
}

/** Answers every piece of the sample lesson right. */
export async function answerAll({ review }: Harness): Promise<void> {
  for (const { id } of sample.pieces) {
    review.controller.choose({ lesson, piece: id }, 'waits');
    await review.controller.commit({ lesson, piece: id }, 'sure');
  }
}

/** Every state of a session a reader can see, reached as a reader reaches it. */
export const reviewStates: Readonly<Record<string, (harness: Harness) => Promise<void>>> = {
  reviewQuestion: (harness) => reviewOf(harness, ['acquire', 'webhook']),
  reviewVerdict: async (harness) => {
    await reviewOf(harness, ['acquire', 'webhook']);
    await harness.press('b', '1');
  },
  reviewCard: (harness) => reviewOf(harness, ['webhook', 'alone']),
  reviewCardAnswer: async (harness) => {
    await reviewOf(harness, ['webhook', 'alone']);
    await harness.page.getByRole('textbox').fill('Claim it, then act');
    await harness.page.getByRole('button', { name: 'Show the answer' }).click();
    await harness.settle();
  },
  reviewEnd: async (harness) => {
    await reviewOf(harness, ['acquire', 'webhook', 'hot-key']);
    await harness.press('b', '1', 'j', ' ', '1', ' ', '3');
  },
  reviewLeft: async (harness) => {
    await reviewOf(harness, ['webhook', 'alone']);
    await harness.press('Escape');
  },
  reviewNone: (harness) => harness.go({ page: 'review', quiz: 'review' }),
  placement: async (harness) => {
    await harness.review.reviews.startPlacement();
    await harness.settle();
  },
  placed: async (harness) => {
    await harness.review.reviews.startPlacement();
    await harness.settle();
    while ((await harness.page.locator('h1').innerText()).startsWith('Placement')) await harness.press('2', '1');
  },
};
