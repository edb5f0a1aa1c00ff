import * as vscode from 'vscode';
import { confidences, type Confidence } from '../../learning/answer';
import { allPieces, findPiece } from '../../learning/lookup';
import type { Search } from '../../learning/search/search';
import type { PieceRef } from '../../learning/session';
import { answerByPick } from './answerPick';
import { parsePosition, type CodeReturn } from './codeReturn';
import { commandIds } from './commandIds';
import type { LearningController } from './controller';
import type { CatalogueSource, Clock, LessonPanel, WorkspacePlaces } from './dependencies';
import { showFix } from './fixDiff';
import { showKeys } from './keysPick';
import type { Links } from './links';
import type { Focus, Navigator } from './navigator';
import type { Asking } from './review/asking';
import { exportToFile, importFromFile, resetAfterAsking } from './progressFiles';
import { isObject, isPiece, lessonOf, pieceOf, type Target } from './targets';
import { searchEverything } from './searchPick';
import type { QuickPicks } from './quickPicks';
import { pickTable } from './tablePick';
import { showTopic } from './topic';
import type { LivePieces } from '../team/livePieces';

export interface CommandOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly navigator: Navigator;
  readonly panel: LessonPanel;
  readonly places: WorkspacePlaces;
  readonly asking: Asking;
  readonly live: Pick<LivePieces, 'current'>;
  readonly search: Search;
  readonly links: Links;
  readonly codeReturn: CodeReturn;
  readonly clock: Pick<Clock, 'now'>;
  readonly picks: QuickPicks;
}

/** Registers every command of learning. Each takes a piece (or a view's node, or its document) and defaults to the current one. */
export function registerLearningCommands(options: CommandOptions): vscode.Disposable {
  const { asking, catalogue, codeReturn, controller, links, navigator, panel, places } = options;
  const onPiece = (id: string, run: (ref: PieceRef, ...rest: readonly unknown[]) => unknown) =>
    vscode.commands.registerCommand(id, (target?: unknown, ...rest: readonly unknown[]) => {
      const ref = pieceOf(target) ?? navigator.current;
      if (ref) return run(ref, ...rest);
      void vscode.window.showInformationMessage(vscode.l10n.t('No lessons could be loaded.'));
      return undefined;
    });
  const isAsked = (ref: PieceRef) => asking.titleFor(ref) !== undefined;
  /** The piece or the lesson that is meant; without one, the current piece. */
  const topicOf = (target: unknown): Target | undefined => {
    const lesson = lessonOf(target);
    return pieceOf(target) ?? (lesson === undefined ? navigator.current : { lesson });
  };
  const showPanel = (ref: PieceRef, how?: unknown) => panel.show(ref, { focus: focusOf(how).preserveFocus !== true });

  return vscode.Disposable.from(
    onPiece(commandIds.openPiece, (ref, how) => navigator.openPiece(ref, focusOf(how))),
    onPiece(commandIds.learnWhy, async (ref, from) => {
      const position = parsePosition(from);
      if (position) codeReturn.leave(position, ref.lesson);
      await navigator.openPiece(ref);
    }),
    vscode.commands.registerCommand(commandIds.backToCode, () => codeReturn.back()),
    vscode.commands.registerCommand(commandIds.practised, async (rules?: unknown) => {
      const taught = new Set(allPieces(catalogue.current).flatMap(({ piece }) => [piece.rule, ...(piece.also ?? [])]));
      for (const rule of Array.isArray(rules) ? (rules as unknown[]) : []) if (typeof rule === 'string' && taught.has(rule)) await controller.practised(rule);
    }),
    onPiece(commandIds.answer, async (ref) => {
      await navigator.ensureShown(ref);
      await answerByPick(ref, options);
    }),
    onPiece(commandIds.choose, (ref, option) => typeof option === 'string' && controller.choose(ref, option)),
    onPiece(commandIds.commit, (ref, confidence) => isConfidence(confidence) && controller.commit(ref, confidence)),
    onPiece(commandIds.hint, (ref) => {
      controller.openHint(ref);
      panel.show(ref);
    }),
    // A session's outcome stands until it is undone; a choice can be taken back anywhere.
    onPiece(commandIds.retry, (ref) => (isAsked(ref) && controller.session(ref).answer ? undefined : controller.retry(ref))),
    onPiece(commandIds.showFix, (ref, how) => showFix(ref, options, focusOf(how))),
    onPiece(commandIds.nextPiece, (ref, how) => (isAsked(ref) ? asking.goOn() : navigator.step(ref, 1, focusOf(how)))),
    onPiece(commandIds.previousPiece, (ref, how) => (isAsked(ref) ? undefined : navigator.step(ref, -1, focusOf(how)))),
    onPiece(commandIds.openPanel, showPanel),
    onPiece(commandIds.showInWorkspace, (ref) => {
      const rule = findPiece(catalogue.current, ref)?.piece.rule;
      if (rule !== undefined) places.reveal(rule);
    }),
    vscode.commands.registerCommand(commandIds.showRulePlaces, (rule?: unknown) => typeof rule === 'string' && places.reveal(rule)),
    vscode.commands.registerCommand(commandIds.showRecap, (target?: unknown) => {
      const of = topicOf(target);
      if (!of) return;
      if (isPiece(of) && isAsked(of)) void vscode.window.showInformationMessage(vscode.l10n.t('The recap would name the lesson of this question. Show it after the session.'));
      else panel.showRecap(of.lesson);
    }),
    vscode.commands.registerCommand(commandIds.readTopic, (target?: unknown) => {
      const of = topicOf(target);
      if (!of) return;
      if (isPiece(of) && isAsked(of)) void vscode.window.showInformationMessage(vscode.l10n.t('The topic would name the lesson of this question. Read it after the session.'));
      else showTopic(of, options);
    }),
    vscode.commands.registerCommand(commandIds.copyLink, (target?: unknown) => {
      const of = topicOf(target);
      if (!of) return undefined;
      if (!isPiece(of)) return links.copy({ to: 'lesson', lesson: of.lesson });
      if (!isAsked(of)) return links.copy({ to: 'piece', ...of });
      void vscode.window.showInformationMessage(vscode.l10n.t('A link would name the lesson of this question. Copy it after the session.'));
      return undefined;
    }),
    vscode.commands.registerCommand(commandIds.lookUpTable, (table?: unknown, row?: unknown) =>
      typeof table === 'string' ? panel.showTable(table, typeof row === 'number' ? row : undefined) : pickTable(options),
    ),
    vscode.commands.registerCommand(commandIds.openLesson, (target?: unknown, how?: unknown) => {
      const lesson = lessonOf(target);
      if (lesson !== undefined) return navigator.openLesson(lesson, focusOf(how));
      searchEverything(options);
      return undefined;
    }),
    vscode.commands.registerCommand(commandIds.chooseNumber, (how?: unknown) => {
      const ref = navigator.current;
      if (ref && isObject(how) && typeof how['number'] === 'number') return pressNumber(controller, ref, how['number'] - 1);
      return undefined;
    }),
    vscode.commands.registerCommand(commandIds.continue, () => navigator.resume()),
    vscode.commands.registerCommand(commandIds.search, () => searchEverything(options)),
    vscode.commands.registerCommand(commandIds.showKeys, () => showKeys(codeReturn.hasPlace, options.picks)),
    vscode.commands.registerCommand(commandIds.showProfile, () => panel.showProfile()),
    vscode.commands.registerCommand(commandIds.exportProgress, (to?: unknown) => exportToFile(controller, asUri(to))),
    vscode.commands.registerCommand(commandIds.importProgress, (from?: unknown) => importFromFile(controller, asUri(from))),
    vscode.commands.registerCommand(commandIds.resetProgress, () => resetAfterAsking(controller)),
  );
}

/** A number key answers what is being asked: the option, then the confidence. */
function pressNumber(controller: LearningController, ref: PieceRef, index: number): Promise<void> | undefined {
  const session = controller.session(ref);
  const option = session.order[index];
  const confidence = confidences[index];
  if (session.pending !== undefined) return confidence && controller.commit(ref, confidence);
  if (option !== undefined) controller.choose(ref, option);
  return undefined;
}

function focusOf(how: unknown): Focus {
  return { preserveFocus: isObject(how) && how['preserveFocus'] === true };
}

function isConfidence(value: unknown): value is Confidence {
  return confidences.some((confidence) => confidence === value);
}

function asUri(value: unknown): vscode.Uri | undefined {
  return value instanceof vscode.Uri ? value : undefined;
}
