import { l10n } from 'vscode';
import { findLesson } from '../../../learning/lookup';
import type { Catalogue } from '../../../lessons/model';
import type { ReadingPlace } from '../../../shared/pages/reading';
import type { PanelState } from '../../../shared/protocol';
import type { MarkdownRenderer } from '../markdown';
import type { PanelPage } from '../page';

export interface ReadingPageOptions {
  readonly catalogue: () => Catalogue;
  readonly markdown: MarkdownRenderer;
}

/** A lesson's topic at one of its tiers, with the way to its pieces. */
export function readingPage({ catalogue, markdown }: ReadingPageOptions): PanelPage<ReadingPlace> {
  return {
    title: ({ lesson }) => findLesson(catalogue(), lesson)?.lesson.title ?? l10n.t('Altitude lesson'),
    state: (place) => readingState(place, catalogue(), markdown),
    receive: () => undefined,
  };
}

function readingState(place: ReadingPlace, catalogue: Catalogue, markdown: MarkdownRenderer): PanelState {
  const found = findLesson(catalogue, place.lesson);
  const reading = found?.lesson.readings.find(({ tier }) => tier === place.tier);
  const from = found?.lesson.pieces.find(({ id }) => id === place.piece);
  const piece = from ?? found?.lesson.pieces[0];
  if (found === undefined || reading === undefined || piece === undefined)
    return { kind: 'empty', message: l10n.t('This lesson is no longer there. Choose another in the Climb view.') };
  const { track, lesson } = found;
  return {
    kind: 'reading',
    lesson: lesson.id,
    trackTitle: track.title,
    lessonTitle: lesson.title,
    tier: reading.tier,
    tiers: lesson.readings.map(({ tier }) => tier),
    title: reading.title,
    html: markdown.block(reading.text),
    ...(lesson.diagram && { diagram: { svg: lesson.diagram.svg, alt: lesson.diagram.alt } }),
    piece: { id: piece.id, title: piece.title, isReturn: from !== undefined },
  };
}
