import * as vscode from 'vscode';
import { confidences } from '../../learning/answer';
import { findPiece, neighbour, sameRef, type PlacedPiece } from '../../learning/lookup';
import { plainLine } from '../../learning/plainText';
import type { PieceRef, PieceSession } from '../../learning/session';
import { commandIds } from './commandIds';
import type { LearningController } from './controller';
import type { CatalogueSource, WorkspacePlaces } from './dependencies';
import { confidenceLabel, inWorkspaceLabel, letteredOptions, verdictLabel } from './labels';
import type { Asking } from './review/asking';
import type { LivePieces } from '../team/livePieces';
import type { QuickPicks } from './quickPicks';
import { fullTextRow, separator, textRows, type ActionItem } from './pickText';

export interface AnswerPickOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly places: WorkspacePlaces;
  readonly asking: Asking;
  readonly live: Pick<LivePieces, 'current'>;
  readonly picks: QuickPicks;
}

/** What a picked row does; it says which piece to go on with, if any. */
type Step = () => PieceRef | undefined | Promise<PieceRef | undefined>;

/**
 * The keyboard's door: the question, then the confidence, then the verdict, each a Quick Pick. It only shows the
 * session's state, so a reader may leave it at any point and go on at another door.
 */
export async function answerByPick(ref: PieceRef, options: AnswerPickOptions): Promise<void> {
  for (let here: PieceRef | undefined = ref; here; ) {
    const placed = findPiece(options.catalogue.current, here);
    if (!placed) return;
    const session = options.controller.session(here);
    const asked = options.asking.titleFor(here);
    const { placeholder, rows } = pageOf(placed, session, options);
    const picked: ActionItem<Step> | undefined = await options.picks.pick(rows, {
      title: asked ?? vscode.l10n.t('{0}: piece {1} of {2}', placed.lesson.title, placed.index + 1, placed.lesson.pieces.length),
      placeHolder: placeholder,
      ignoreFocusOut: true,
    });
    if (!picked) return;
    if (picked.run) here = await picked.run();
    // An answer may have led a session on by itself.
    if (asked !== undefined && here && options.asking.titleFor(here) === undefined) here = options.asking.piece;
  }
}

interface Page {
  readonly placeholder: string;
  readonly rows: readonly ActionItem<Step>[];
}

function pageOf(placed: PlacedPiece, session: PieceSession, options: AnswerPickOptions): Page {
  if (session.answer) return verdictPage(placed, session, options);
  return session.pending === undefined ? questionPage(placed, session, options) : confidencePage(placed, session, options);
}

function questionPage({ piece }: PlacedPiece, session: PieceSession, { controller, live }: AnswerPickOptions): Page {
  const ref = { lesson: session.lesson, piece: session.piece };
  const inCode = live.current && sameRef(live.current.ref, ref) ? live.current : undefined;
  const left = piece.hints.length - session.hintsOpened;
  const hints = piece.hints
    .slice(0, session.hintsOpened)
    .flatMap((hint, index) => [separator(vscode.l10n.t('Hint {0}', index + 1)), ...textRows(hint)]);
  const choose = (option: string) => () => {
    controller.choose(ref, option);
    return ref;
  };
  const openHint = () => {
    controller.openHint(ref);
    return ref;
  };
  const readInFull = async () => {
    await vscode.commands.executeCommand(commandIds.openPanel, ref);
    return undefined;
  };
  return {
    placeholder: vscode.l10n.t('{0} ({1})', piece.prompt, hotLineNumbers((inCode ?? piece).hotLines)),
    rows: [
      ...letteredOptions(piece, session).map(({ letter, option }) => fullTextRow(letter, plainLine(option.text), choose(option.id))),
      ...hints,
      separator(''),
      ...(left > 0 ? [{ label: vscode.l10n.t('$(lightbulb) Hint'), description: vscode.l10n.t('{0} left', left), run: openHint }] : []),
      { label: vscode.l10n.t('$(book) Read the question in full'), description: vscode.l10n.t('in the lesson panel'), run: readInFull },
    ],
  };
}

function confidencePage({ piece }: PlacedPiece, session: PieceSession, { controller }: AnswerPickOptions): Page {
  const ref = { lesson: session.lesson, piece: session.piece };
  const chosen = letteredOptions(piece, session).find(({ option }) => option.id === session.pending);
  return {
    placeholder: vscode.l10n.t('You chose {0}. How sure are you?', chosen?.letter ?? ''),
    rows: [
      ...confidences.map((confidence) => ({
        label: confidenceLabel(confidence),
        run: async () => {
          await controller.commit(ref, confidence);
          return ref;
        },
      })),
      separator(''),
      {
        label: vscode.l10n.t('$(arrow-left) Choose another'),
        run: () => {
          controller.retry(ref);
          return ref;
        },
      },
    ],
  };
}

function verdictPage({ piece }: PlacedPiece, session: PieceSession, { asking, catalogue, controller, picks, places }: AnswerPickOptions): Page {
  const ref = { lesson: session.lesson, piece: session.piece };
  const lettered = letteredOptions(piece, session);
  const chosen = lettered.find(({ option }) => option.id === session.answer?.option);
  const others = lettered.filter((each) => each !== chosen).sort((a, b) => Number(b.option.correct) - Number(a.option.correct));
  const asked = asking.titleFor(ref) !== undefined;
  const next = neighbour(catalogue.current, ref, 1);
  const count = piece.rule === undefined ? 0 : (places.count(piece.rule) ?? 0);
  const command = (id: string) => async () => {
    await vscode.commands.executeCommand(id, ref);
    return undefined;
  };
  const goOn = async () => {
    await vscode.commands.executeCommand(commandIds.nextPiece, ref);
    return asked ? asking.piece : next;
  };
  const again = () => {
    controller.retry(ref);
    return ref;
  };
  const whyNot = async () => {
    await readOthers(others.map(({ letter, option }) => ({ letter, correct: option.correct, explanation: option.explanation })), picks);
    return ref;
  };
  return {
    placeholder: session.answer && chosen ? vscode.l10n.t('{0}: {1}', verdictLabel(session.answer), plainLine(chosen.option.text)) : '',
    rows: [
      ...(chosen ? [separator(vscode.l10n.t('Why {0}', chosen.letter)), ...textRows(chosen.option.explanation)] : []),
      separator(vscode.l10n.t('Go on')),
      { label: asked ? vscode.l10n.t('$(arrow-right) Continue') : next ? vscode.l10n.t('$(arrow-right) Next piece') : vscode.l10n.t('$(arrow-right) Recap'), run: goOn },
      ...(piece.rule === undefined ? [] : [{ label: vscode.l10n.t('$(diff) Show the fix'), run: command(commandIds.showFix) }]),
      { label: vscode.l10n.t('$(question) Why not the others'), run: whyNot },
      ...(count === 0 ? [] : [{ label: `$(search) ${inWorkspaceLabel(count)}`, run: command(commandIds.showInWorkspace) }]),
      ...(asked ? [] : [{ label: vscode.l10n.t('$(debug-restart) Answer again'), run: again }]),
    ],
  };
}

/** The explanations of the options not chosen, the right one first. Escape goes back to the verdict. */
async function readOthers(others: readonly { letter: string; correct: boolean; explanation: string }[], picks: QuickPicks): Promise<void> {
  const rows = others.flatMap(({ letter, correct, explanation }) => [
    separator(correct ? vscode.l10n.t('{0}, the right answer', letter) : vscode.l10n.t('Why not {0}', letter)),
    ...textRows(explanation),
  ]);
  const back: ActionItem<true> = { label: vscode.l10n.t('$(arrow-left) Back to the verdict'), run: true };
  const page: readonly ActionItem<true>[] = [...rows, separator(''), back];
  const read = { title: vscode.l10n.t('The other options'), ignoreFocusOut: true };
  let picked = await picks.pick(page, read);
  while (picked && !picked.run) picked = await picks.pick(page, read);
}

function hotLineNumbers(hotLines: readonly { startLine: number; endLine: number }[]): string {
  const ranges = hotLines.map(({ startLine, endLine }) => (startLine === endLine ? `${startLine + 1}` : `${startLine + 1}–${endLine + 1}`));
  return vscode.l10n.t('marked lines: {0}', ranges.join(', '));
}
