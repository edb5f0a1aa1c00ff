import * as vscode from 'vscode';
import { commandIds } from '../editor/learning/commandIds';
import type { LearningController } from '../editor/learning/controller';
import type { CatalogueSource, Clock } from '../editor/learning/dependencies';
import { section } from '../editor/settings';
import { forecastOf } from '../learning/schedule';
import { whenText } from './when';

export interface StatusBarOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly clock: Pick<Clock, 'now'>;
}

/** The setting that hides the item. */
const setting = 'statusBar';
/** Timers hold 31 bits of milliseconds; a longer wait is taken in steps. */
const longestWait = 24 * 60 * 60 * 1000;

/** How many reviews are due, for a reader who has answered anything. Time is waited for, never polled. */
export class ReviewStatus implements vscode.Disposable {
  readonly #options: StatusBarOptions;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StatusBarOptions) {
    this.#options = options;
    this.#item = vscode.window.createStatusBarItem('altitude.review', vscode.StatusBarAlignment.Right, 50);
    this.#item.name = vscode.l10n.t('Altitude Reviews');
    this.#item.command = commandIds.reviewNow;
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      // In a turn of its own: what an answer changes is drawn elsewhere, too.
      options.controller.onDidChange(() => this.#updateIn(0)),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(`${section}.${setting}`) && this.update()),
      // A machine that slept has missed its timers.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.update()),
    );
    this.update();
  }

  /** Shows what is due now, and waits for the moment when that changes. */
  update(): void {
    const { catalogue, clock, controller } = this.#options;
    const { progress, recollection } = controller;
    clearTimeout(this.#timer);
    if (vscode.workspace.getConfiguration(section).get<unknown>(setting) === false || progress.answers.length + progress.grades.length === 0) {
      this.#item.hide();
      return;
    }
    const now = clock.now();
    const { due, next } = forecastOf(progress, catalogue.current, now, recollection);
    this.#item.text = due === 0 ? vscode.l10n.t('Altitude: none due') : vscode.l10n.t('Altitude: {0} due', due);
    this.#item.tooltip = tooltip(due, next, now);
    this.#item.accessibilityInformation = { label: tooltip(due, next, now), role: 'button' };
    this.#item.show();
    if (next !== undefined) this.#updateIn(Math.min(longestWait, next - now));
  }

  #updateIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.update(), ms);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }
}

function tooltip(due: number, next: number | undefined, now: number): string {
  if (due > 0) return due === 1 ? vscode.l10n.t('1 review is due. Click to review now.') : vscode.l10n.t('{0} reviews are due. Click to review now.', due);
  return next === undefined ? vscode.l10n.t('No review is due.') : vscode.l10n.t('No review is due. The next one comes {0}.', whenText(next, now));
}
