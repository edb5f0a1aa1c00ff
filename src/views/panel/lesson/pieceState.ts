import type { Lesson, Track, Variant } from '../../../lessons/model';
import type { PieceView } from '../../../shared/pages/lesson';
import type { MarkdownRenderer } from '../markdown';
import { questionView, type QuestionInput } from './question';

export interface PieceInput extends QuestionInput {
  readonly track: Track;
  readonly lesson: Lesson;
  /** Of the lesson; a variant stands at the place of the piece it varies. */
  readonly piece: QuestionInput['piece'] & Partial<Pick<Variant, 'variantOf'>>;
  /** Said where the code of a live piece is no longer found. */
  readonly lost?: string;
  /** The file a finding led from. */
  readonly fileBehind?: string;
}

/** What the panel shows of one piece. Explanations and the right option enter it with the answer, never before. */
export function pieceState(input: PieceInput, markdown: MarkdownRenderer): PieceView {
  const { track, lesson, piece } = input;
  const index = lesson.pieces.findIndex((other) => other.id === (piece.variantOf ?? piece.id));
  const count = lesson.pieces.length;
  return {
    kind: 'piece',
    lesson: lesson.id,
    trackTitle: track.title,
    lessonTitle: lesson.title,
    pieceTitle: piece.title,
    index: index + 1,
    count,
    tier: piece.tier,
    ...(lesson.readings.length > 0 && { canRead: true }),
    minutesLeft: Math.max(1, Math.round((lesson.minutes * (count - index)) / count)),
    ...(input.lost !== undefined && { lost: input.lost }),
    ...(input.fileBehind !== undefined && { fileBehind: input.fileBehind }),
    ...questionView(input, markdown),
  };
}
