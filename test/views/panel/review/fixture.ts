import type { LearningController } from '../../../../src/editor/learning/controller';
import type { Reviews } from '../../../../src/editor/learning/review/reviews';
import type { Quiz } from '../../../../src/learning/reviewSession';
import type { PieceRef } from '../../../../src/learning/session';
import type { Catalogue } from '../../../../src/lessons/model';
import type { ReviewPageOptions } from '../../../../src/views/panel/review/page';
import type { Host } from '../host';
import { catalogue } from './samples';

/** The real sessions on a controller that remembers nothing beyond its own life, at a time of the test's own. */
export interface ReviewFixture {
  readonly controller: LearningController;
  readonly reviews: Reviews;
  readonly page: Omit<ReviewPageOptions, 'markdown' | 'actions'>;
  /** Pieces whose code was opened, in order. */
  readonly opened: readonly PieceRef[];
  /** What the window keeps over a reload. */
  readonly stored: Map<string, unknown>;
  /** Moves when a test says so. */
  readonly time: { now: number };
}

/** The lessons, which are others when a test says so. */
export interface FakeSource {
  current: Catalogue;
  readonly onDidChange: () => { dispose(): void };
  readonly settled?: Promise<unknown>;
}

export const start = Date.UTC(2026, 0, 5, 9);

export async function openReview(
  host: Host,
  panel: { show(quiz: Quiz, options: { readonly focus: boolean }): void; readonly shown: Quiz | undefined },
  stored = new Map<string, unknown>(),
  source: FakeSource = { current: catalogue, onDidChange: () => ({ dispose: () => undefined }) },
): Promise<ReviewFixture> {
  const opened: PieceRef[] = [];
  let ids = 0;
  const time = { now: start };
  const clock = { now: () => time.now, newId: () => `id${(ids += 1)}` };
  const segments = { list: () => Promise.resolve([]), read: () => Promise.resolve(undefined), write: () => Promise.resolve(), delete: () => Promise.resolve() };
  const store = new host.AnswerStore({ segments, carrier: { get: () => undefined, set: () => Promise.resolve() }, ...clock });
  await store.open();
  const window = { get: (key: string) => stored.get(key), update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)) };
  const controller = new host.LearningController({ catalogue: source, store, window, clock, onUnsaved: (error) => { throw error; } });
  const reviews = new host.Reviews({ catalogue: source, controller, window, clock, panel, openCode: (ref) => Promise.resolve(void opened.push(ref)) });
  return {
    controller,
    reviews,
    opened,
    stored,
    time,
    page: { catalogue: () => source.current, learning: controller, desk: reviews, workspaceCount: () => undefined, now: clock.now },
  };
}
