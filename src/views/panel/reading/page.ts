import { l10n } from 'vscode';
import { findLesson } from '../../../learning/lookup';
import type { Learning } from '../../../learning/session';
import type { Catalogue, Lesson } from '../../../lessons/model';
import type { ReadingPlace } from '../../../shared/pages/reading';
import type { PanelState } from '../../../shared/protocol';
import type { MarkdownRenderer } from '../markdown';
import type { PanelPage } from '../page';

export interface ReadingPageOptions {
  readonly catalogue: () => Catalogue;
  readonly markdown: MarkdownRenderer;
  readonly learning: Pick<Learning, 'session'>;
}

/** A lesson's topic at one of its tiers, with the way to its pieces. */
export function readingPage(options: ReadingPageOptions): PanelPage<ReadingPlace> {
  return {
    title: ({ lesson }) => findLesson(options.catalogue(), lesson)?.lesson.title ?? l10n.t('Altitude lesson'),
    state: (place) => readingState(place, options),
    receive: () => undefined,
  };
}

function readingState(place: ReadingPlace, { catalogue, markdown, learning }: ReadingPageOptions): PanelState {
  const found = findLesson(catalogue(), place.lesson);
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
    // The picture shows how the pieces end: like the recap's, it waits until each has been answered.
    ...(lesson.diagram && isAnswered(lesson, learning) && { diagram: { svg: lesson.diagram.svg, alt: lesson.diagram.alt } }),
    piece: { id: piece.id, title: piece.title, isReturn: from !== undefined },
  };
}

function isAnswered({ id, pieces }: Lesson, learning: Pick<Learning, 'session'>): boolean {
  return pieces.every((piece) => learning.session({ lesson: id, piece: piece.id }).attempts > 0);
}
