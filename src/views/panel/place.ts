import { l10n } from 'vscode';
import { findLesson } from '../../learning/lookup';
import type { PanelPlace, PanelState } from '../../shared/protocol';
import type { MarkdownRenderer } from './markdown';
import type { LessonPanelOptions } from './options';
import { pieceState } from './panelState';
import { recapState } from './recapState';

/** What the panel shows at a place, read afresh from the catalogue and the sessions. */
export function placeState(
  place: PanelPlace | undefined,
  { catalogue, learning, workspaceCount, actions }: Pick<LessonPanelOptions, 'catalogue' | 'learning' | 'workspaceCount' | 'actions'>,
  markdown: MarkdownRenderer,
): PanelState {
  if (place === undefined) return { kind: 'empty', message: l10n.t('No lesson is open. Choose one in the Climb view.') };
  const all = catalogue();
  const found = findLesson(all, place.lesson);
  const piece = found?.lesson.pieces.find((candidate) => candidate.id === place.piece);
  if (found === undefined || (place.piece !== undefined && piece === undefined))
    return { kind: 'empty', message: l10n.t('This lesson is no longer there. Choose another in the Climb view.') };
  const { track, lesson } = found;
  if (piece === undefined) {
    const sessions = lesson.pieces.map(({ id }) => learning.session({ lesson: lesson.id, piece: id }));
    return recapState({ catalogue: all, track, lesson, sessions }, markdown);
  }
  const ref = { lesson: lesson.id, piece: piece.id };
  const count = workspaceCount(ref);
  return pieceState(
    {
      track,
      lesson,
      piece,
      session: learning.session(ref),
      ...(count !== undefined && { workspaceCount: count }),
      canCycleTier: actions.cycleTier !== undefined,
    },
    markdown,
  );
}
