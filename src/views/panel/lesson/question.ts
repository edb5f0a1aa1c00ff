import { letter } from '../../../learning/lookup';
import type { PieceSession } from '../../../learning/session';
import type { Option, Piece } from '../../../lessons/model';
import type { OptionView, QuestionView, VerdictView } from '../../../shared/pages/lesson';
import type { MarkdownRenderer } from '../markdown';

export interface QuestionInput {
  readonly piece: Piece;
  readonly session: PieceSession;
  /** Places in the workspace with the same flaw; absent until a scan has run. */
  readonly workspaceCount?: number;
}

/** The question of a piece as it is shown wherever it is asked. What gives the answer away enters it with the answer. */
export function questionView(input: QuestionInput, markdown: MarkdownRenderer): QuestionView {
  const { piece, session } = input;
  const options = inOrder(piece.options, session.order).map(
    (option, position): OptionView => ({ id: option.id, letter: letter(position), html: markdown.label(option.text) }),
  );
  const verdict = verdictOf(input, options, markdown);
  const pending = options.find((option) => option.id === session.pending)?.id;
  return {
    piece: piece.id,
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
  { piece, session, workspaceCount }: QuestionInput,
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
