import { letter } from '../../../learning/lookup';
import type { PieceSession } from '../../../learning/session';
import type { Lesson, Option, Piece, Track } from '../../../lessons/model';
import type { OptionView, PieceView, VerdictView } from '../../../shared/pages/lesson';
import type { MarkdownRenderer } from '../markdown';

export interface PieceInput {
  readonly track: Track;
  readonly lesson: Lesson;
  readonly piece: Piece;
  readonly session: PieceSession;
  /** Places in the workspace with the same flaw; absent until a scan has run. */
  readonly workspaceCount?: number;
}

/** What the panel shows of one piece. Explanations and the right option enter it with the answer, never before. */
export function pieceState(input: PieceInput, markdown: MarkdownRenderer): PieceView {
  const { track, lesson, piece, session } = input;
  const index = lesson.pieces.findIndex((other) => other.id === piece.id);
  const count = lesson.pieces.length;
  const options = inOrder(piece.options, session.order).map(
    (option, position): OptionView => ({ id: option.id, letter: letter(position), html: markdown.label(option.text) }),
  );
  const verdict = verdictOf(input, options, markdown);
  const pending = options.find((option) => option.id === session.pending)?.id;
  return {
    kind: 'piece',
    lesson: lesson.id,
    piece: piece.id,
    trackTitle: track.title,
    lessonTitle: lesson.title,
    pieceTitle: piece.title,
    index: index + 1,
    count,
    tier: piece.tier,
    ...(lesson.readings.length > 0 && { canRead: true }),
    minutesLeft: Math.max(1, Math.round((lesson.minutes * (count - index)) / count)),
    contextHtml: markdown.block(piece.context),
    questionHtml: markdown.block(piece.question),
    options,
    hintsHtml: piece.hints.slice(0, session.hintsOpened).map((hint) => markdown.block(hint)),
    hintsLeft: Math.max(0, piece.hints.length - session.hintsOpened),
    ...(verdict === undefined && pending !== undefined && { pending }),
    ...(verdict !== undefined && { verdict }),
  };
}

/** The reader's order; options the session does not know yet (the lesson was edited) follow in theirs. */
function inOrder(options: readonly Option[], order: readonly string[]): readonly Option[] {
  const known = order.flatMap((id) => options.find((option) => option.id === id) ?? []);
  return [...known, ...options.filter((option) => !known.includes(option))];
}

function verdictOf(
  { piece, session, workspaceCount }: PieceInput,
  views: readonly OptionView[],
  markdown: MarkdownRenderer,
): VerdictView | undefined {
  const { answer } = session;
  const chosen = piece.options.find((option) => option.id === answer?.option);
  const right = piece.options.find((option) => option.correct);
  // An option that has left the lesson since has no explanation: the question is simply open again.
  if (answer === undefined || chosen === undefined || right === undefined) return undefined;
  const rank = (id: string) => (id === chosen.id ? 0 : id === right.id ? 1 : 2);
  const explanations = views
    .flatMap((view) => {
      const option = piece.options.find((candidate) => candidate.id === view.id);
      if (option === undefined) return [];
      const html = markdown.block(option.explanation);
      return [{ option: option.id, letter: view.letter, correct: option.correct, html }];
    })
    .sort((a, b) => rank(a.option) - rank(b.option));
  return {
    correct: chosen.correct,
    chosen: chosen.id,
    right: right.id,
    confidence: answer.confidence,
    explanations,
    fixNoteHtml: markdown.block(piece.fixNote),
    attempt: session.attempts,
    canShowFix: piece.rule !== undefined,
    ...(workspaceCount !== undefined && { inWorkspace: workspaceCount }),
  };
}
