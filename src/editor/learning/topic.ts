import * as vscode from 'vscode';
import { findLesson } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { CatalogueSource, LessonPanel } from './dependencies';

/** Shows the topic of a lesson, from one of its pieces or from outside; says so where it is told by its pieces alone. */
export function showTopic({ lesson, piece }: { readonly lesson: string } & Partial<PieceRef>, { catalogue, panel }: { readonly catalogue: CatalogueSource; readonly panel: LessonPanel }): void {
  const found = findLesson(catalogue.current, lesson)?.lesson;
  const tier = found?.pieces.find(({ id }) => id === piece)?.tier ?? found?.tier;
  const reading = found?.readings.find((each) => each.tier === tier) ?? found?.readings[0];
  if (found && reading) panel.showReading(found.id, reading.tier, piece);
  else void vscode.window.showInformationMessage(vscode.l10n.t('This lesson is told by its pieces alone.'));
}
