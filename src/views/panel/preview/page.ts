import { l10n } from 'vscode';
import type { Learning } from '../../../learning/session';
import { letter } from '../../../learning/lookup';
import type { Draft, DraftPart, DraftPiece } from '../../../lessons/authoring/draft';
import type { LessonProblem } from '../../../lessons/model';
import type { AnswersView, PreviewPlace, PreviewView, SnippetView } from '../../../shared/pages/preview';
import { receiveAnswer } from '../lesson/answering';
import { questionView } from '../lesson/question';
import type { MarkdownRenderer } from '../markdown';
import type { PanelPage } from '../page';

/** What is previewed, as it is written now. */
export interface Previewed {
  readonly draft: Draft;
  /** The one in view. */
  readonly part: DraftPart;
  /** Those of lesson.md. */
  readonly problems: readonly LessonProblem[];
  readonly revealed: boolean;
  /** Answers that are tried out. */
  readonly trial: Learning;
}

/** Reads lessons that are being written, for the page. */
export interface PreviewDesk {
  /** Undefined while the file has not been read, and where it holds no lesson. */
  view(file: string): Previewed | undefined;
  go(file: string, step: 1 | -1): void;
  reveal(file: string, revealed: boolean): void;
  openProblem(file: string, index: number): void;
}

/** A section of a lesson that is being written, as readers will see it, and what they see only once they have answered. */
export function previewPage({ desk, markdown }: { readonly desk: PreviewDesk; readonly markdown: MarkdownRenderer }): PanelPage<PreviewPlace> {
  return {
    title: ({ file }) => {
      const found = desk.view(file);
      return found ? l10n.t('Preview: {0}', found.draft.title) : l10n.t('Preview');
    },
    state: ({ file }) => {
      const found = desk.view(file);
      return found ? previewState(found, markdown) : { kind: 'empty', message: l10n.t('There is nothing to preview: this lesson cannot be read, or the workspace is not trusted.') };
    },
    receive({ file }, message) {
      if (message.type === 'preview.go') desk.go(file, message.to === 'next' ? 1 : -1);
      else if (message.type === 'preview.reveal') desk.reveal(file, message.revealed);
      else if (message.type === 'preview.problem') desk.openProblem(file, message.index);
      else {
        const found = desk.view(file);
        if (found?.part.kind !== 'piece') return;
        const ref = { lesson: file, piece: found.part.id };
        if (message.type === 'retry') found.trial.retry(ref);
        // There is no fix to show and no place to list for a lesson that is not in the catalogue yet.
        else receiveAnswer(ref, message, { learning: found.trial, actions: { showFix: () => undefined, showInWorkspace: () => undefined } });
      }
    },
  };
}

function previewState({ draft, part, problems, revealed, trial }: Previewed, markdown: MarkdownRenderer): PreviewView {
  return {
    kind: 'preview',
    lessonTitle: draft.title,
    part: part.id,
    title: part.kind === 'piece' ? part.piece.title : part.title,
    index: draft.parts.findIndex(({ id }) => id === part.id) + 1,
    count: draft.parts.length,
    tier: part.kind === 'piece' ? part.piece.tier : draft.tier,
    problems: problems.map(({ line, message }) => ({ line, message })),
    revealed,
    ...(part.kind === 'piece'
      ? { piece: pieceState(part, revealed, trial, markdown) }
      : { proseHtml: markdown.block(part.text), ...(part.diagram && { diagram: part.diagram }) }),
  };
}

function pieceState({ piece, snippet }: DraftPiece, revealed: boolean, trial: Learning, markdown: MarkdownRenderer): NonNullable<PreviewView['piece']> {
  const session = trial.session({ lesson: '', piece: piece.id });
  return {
    prompt: piece.prompt,
    ...(snippet && { code: codeState(snippet, piece.hotLines) }),
    question: withoutFix(questionView({ piece, session }, markdown)),
    ...(revealed && { answers: answersState(piece, markdown) }),
  };
}

/** The fix of a rule is shown for lessons of the catalogue only. */
function withoutFix(question: ReturnType<typeof questionView>): ReturnType<typeof questionView> {
  return question.verdict === undefined ? question : { ...question, verdict: { ...question.verdict, canShowFix: false } };
}

function codeState({ file, lost, text }: NonNullable<DraftPiece['snippet']>, hotLines: DraftPiece['piece']['hotLines']): SnippetView {
  const why = lost === undefined ? {} : { lost: l10n.t('Readers see the last known text: {0}.', lost) };
  if (text === undefined) return { file, ...why };
  const lines = text.replace(/\n$/, '').split('\n');
  return { file, ...why, lines: lines.map((line, at) => ({ text: line, hot: hotLines.some(({ startLine, endLine }) => startLine <= at && at <= endLine) })) };
}

function answersState({ options, hints, fixNote }: DraftPiece['piece'], markdown: MarkdownRenderer): AnswersView {
  return {
    options: options.map(({ correct, explanation, text }, index) => ({ letter: letter(index), html: markdown.label(text), correct, explanationHtml: markdown.block(explanation) })),
    hintsHtml: hints.map((hint) => markdown.block(hint)),
    fixNoteHtml: markdown.block(fixNote),
  };
}
