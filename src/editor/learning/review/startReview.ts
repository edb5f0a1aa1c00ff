import * as vscode from 'vscode';
import { placementLength } from '../../../learning/placement';
import { currentItem, type SessionItem } from '../../../learning/reviewSession';
import { dueItems, nextDue, type ReviewItem } from '../../../learning/schedule';
import { whenText } from '../../../views/when';
import type { LearningController } from '../controller';
import type { QuickPicks } from '../quickPicks';
import type { CatalogueSource, Clock } from '../dependencies';
import type { Reviews } from './reviews';

export interface StartOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly clock: Clock;
  readonly reviews: Reviews;
  /** Remembers the length chosen last. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly picks: QuickPicks;
}

interface StartItem extends vscode.QuickPickItem {
  readonly run: () => Promise<void>;
}

/** Lengths offered beside all that is due. */
const lengths = [5, 10, 20];
const lengthKey = 'altitude.reviewLength';

/** Reviews what is due, as much of it as the reader chooses, or goes on with a review that was left. */
export async function reviewNow(options: StartOptions): Promise<void> {
  const { catalogue, clock, controller, reviews } = options;
  const now = clock.now();
  const due = dueItems(controller.progress, catalogue.current, now, controller.recollection).map(sessionItem);
  const goOn = unfinished(options);
  if (due.length === 0 && goOn === undefined) {
    void vscode.window.showInformationMessage(nothingDue(options, now));
    return;
  }
  const [shortest = 0] = lengths;
  if (goOn === undefined && due.length <= shortest) return reviews.startReview(due);
  if (goOn !== undefined && due.length === 0) return goOn.run();
  // A review that was left comes before the length chosen last.
  const last = goOn ? undefined : options.memory.get(lengthKey);
  const rows = lengthRows(due, options);
  const picked = await options.picks.pick([...(goOn ? [goOn] : []), ...rows], {
    title: vscode.l10n.t('How many to review'),
    active: rows.find(({ length }) => length === last),
  });
  await picked?.run();
}

/** Begins the placement quiz, or goes on with one that was left. */
export async function placeMe({ picks, reviews }: Pick<StartOptions, 'picks' | 'reviews'>): Promise<void> {
  const session = reviews.session('placement');
  if (!session || !currentItem(session)) return reviews.startPlacement();
  const rows: readonly StartItem[] = [
    {
      label: vscode.l10n.t('Go on'),
      description: vscode.l10n.t('question {0}, at most {1}', session.position + 1, placementLength),
      run: () => reviews.comeBack('placement'),
    },
    { label: vscode.l10n.t('Start again'), run: () => reviews.startPlacement() },
  ];
  const picked = await picks.pick(rows, { title: vscode.l10n.t('The placement quiz is not finished') });
  await picked?.run();
}

function unfinished({ reviews }: StartOptions): StartItem | undefined {
  const session = reviews.session('review');
  if (!session || !currentItem(session)) return undefined;
  return {
    label: vscode.l10n.t('Go on with the review'),
    description: vscode.l10n.t('{0} of {1} left', session.items.length - session.outcomes.length, session.items.length),
    run: () => reviews.comeBack('review'),
  };
}

interface LengthItem extends StartItem {
  readonly length: number | 'all';
}

function lengthRows(due: readonly SessionItem[], { memory, reviews }: StartOptions): LengthItem[] {
  const row = (label: string, length: number | 'all'): LengthItem => ({
    label,
    length,
    run: async () => {
      await memory.update(lengthKey, length);
      await reviews.startReview(length === 'all' ? due : due.slice(0, length));
    },
  });
  return [
    ...lengths.filter((length) => length < due.length).map((length) => row(String(length), length)),
    { ...row(vscode.l10n.t('All that is due'), 'all'), description: String(due.length) },
  ];
}

function sessionItem(item: ReviewItem): SessionItem {
  return item.kind === 'piece' ? { kind: 'piece', ask: item.ask } : { kind: 'card', card: item.card.id };
}

function nothingDue({ catalogue, controller }: StartOptions, now: number): string {
  const next = nextDue(controller.progress, catalogue.current, now, controller.recollection);
  return next === undefined
    ? vscode.l10n.t('Nothing is due. What you answer in a lesson comes back here.')
    : vscode.l10n.t('Nothing is due. The next review comes {0}.', whenText(next, now));
}
