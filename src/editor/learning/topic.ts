import * as vscode from 'vscode';
import { findLesson } from '../../learning/lookup';
import { nextTier, readingTier } from '../../learning/readingTier';
import type { PieceRef } from '../../learning/session';
import type { LearningController } from './controller';
import type { CatalogueSource, Clock, LessonPanel } from './dependencies';

export interface TopicOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly panel: LessonPanel;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Shows the topic of a lesson at the reader's tier, from one of its pieces or from outside; the topic in view at the next
 * tier. Says so where it is told by its pieces alone.
 */
export function showTopic({ lesson, piece }: { readonly lesson: string } & Partial<PieceRef>, { catalogue, clock, controller, panel }: TopicOptions): void {
  const { current } = catalogue;
  const found = findLesson(current, lesson)?.lesson;
  const shown = found && panel.shownTier(found.id);
  const tier = found && (shown ? nextTier(found.readings, shown) : readingTier(found, controller.progress, current, clock.now(), controller.recollection));
  if (found && tier) panel.showReading(found.id, tier, piece);
  else void vscode.window.showInformationMessage(vscode.l10n.t('This lesson is told by its pieces alone.'));
}
