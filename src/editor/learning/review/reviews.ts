import * as vscode from 'vscode';
import { allCards } from '../../../learning/cards';
import type { Rating } from '../../../learning/entries';
import { findPiece, sameRef } from '../../../learning/lookup';
import { placementStep } from '../../../learning/placement';
import { lastGiven } from '../../../learning/progress';
import {
  askedPiece,
  asking,
  comeBack,
  currentItem,
  goOn,
  isSettled,
  leave,
  parseSession,
  placed,
  pruned,
  quizzes,
  reveal,
  settle,
  startSession,
  type Quiz,
  type ReviewSession,
  type SessionItem,
} from '../../../learning/reviewSession';
import type { PieceRef } from '../../../learning/session';
import { isBuiltIn } from '../../../lessons/identity';
import type { LearningController, WindowState } from '../controller';
import type { CatalogueSource, Clock } from '../dependencies';
import type { Asking } from './asking';
import { sessionTitle } from './labels';

const sessionsKey = 'altitude.reviews';

/** The panel, as a session needs it. */
export interface ReviewPanel {
  show(quiz: Quiz, options: { readonly focus: boolean }): void;
  /** The quiz the panel shows; undefined while it shows anything else or is closed. */
  readonly shown: Quiz | undefined;
}

export interface ReviewsOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  /** Holds the sessions over a reload. */
  readonly window: WindowState;
  readonly clock: Clock;
  readonly panel: ReviewPanel;
  /** Opens a piece's code without naming its lesson. */
  readonly openCode: (ref: PieceRef, focus: { readonly preserveFocus: boolean }) => Promise<void>;
}

/** This window's review and its placement quiz: each can be left, gone on with, and taken back step by step. */
export class Reviews implements Asking, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  readonly #options: ReviewsOptions;
  readonly #sessions = new Map<Quiz, ReviewSession>();
  readonly #subscription: vscode.Disposable;
  /** Lessons that load later than others are there too, if they are anywhere. */
  #hasAll: boolean;

  constructor(options: ReviewsOptions) {
    this.#options = options;
    const { settled } = options.catalogue;
    this.#hasAll = settled === undefined;
    void settled?.then(() => {
      this.#hasAll = true;
      this.#update();
    });
    const stored = options.window.get(sessionsKey);
    for (const value of Array.isArray(stored) ? (stored as unknown[]) : []) {
      const session = parseSession(value);
      const current = session && this.#inLine(session);
      if (!current) continue;
      this.#sessions.set(session.quiz, session);
      this.#set(current);
    }
    this.#subscription = options.controller.onDidChange(() => this.#update());
  }

  /** The session last begun; undefined where there is none. */
  session(quiz: Quiz): ReviewSession | undefined {
    return this.#sessions.get(quiz);
  }

  /** Begins a review of these items, in this order. */
  async startReview(items: readonly SessionItem[]): Promise<void> {
    const { clock, controller } = this.#options;
    await this.#begin(startSession('review', items, controller.progress, clock.now()));
  }

  /** Begins the placement quiz anew. */
  async startPlacement(): Promise<void> {
    const { clock, controller } = this.#options;
    await this.#begin(startSession('placement', [], controller.progress, clock.now()));
  }

  /** Goes on with a session that was left. */
  async comeBack(quiz: Quiz): Promise<void> {
    const session = this.#sessions.get(quiz);
    if (session) await this.#begin(comeBack(session));
  }

  /** Shows the answer of the card in view. */
  reveal(quiz: Quiz): void {
    const session = this.#sessions.get(quiz);
    if (session) this.#set(reveal(session));
  }

  /** Grades the card in view, once its answer is shown. */
  async grade(quiz: Quiz, rating: Rating): Promise<void> {
    const session = this.#sessions.get(quiz);
    const item = session && currentItem(session);
    if (item?.kind === 'card' && session?.revealed === true) await this.#options.controller.grade(item.card, rating);
  }

  /** What an undo would take back is the last thing this session asked. */
  canUndo(quiz: Quiz): boolean {
    const last = this.#sessions.get(quiz)?.outcomes.at(-1);
    return last !== undefined && lastGiven(this.#options.controller.progress)?.entry.id === last.entry;
  }

  /** Takes back the last answer or grade, where it was of this session; its item is in view again. */
  async undo(quiz: Quiz): Promise<void> {
    if (this.canUndo(quiz)) await this.#options.controller.undoLast();
  }

  /** Steps out of a session; its open question, if untouched, is closed again. */
  leave(quiz: Quiz): void {
    const session = this.#sessions.get(quiz);
    if (!session || session.left) return;
    const ask = askedPiece(session);
    this.#set(leave(session));
    if (ask && !isSettled(session)) this.#options.controller.stopAsking(ask);
  }

  get piece(): PieceRef | undefined {
    return this.#active && askedPiece(this.#active);
  }

  titleFor(ref: PieceRef): string | undefined {
    const { piece } = this;
    return this.#active && piece && sameRef(piece, ref) ? sessionTitle(this.#active) : undefined;
  }

  show(options: { readonly focus: boolean }): void {
    if (this.#active) this.#options.panel.show(this.#active.quiz, options);
  }

  async goOn(): Promise<void> {
    const session = this.#active;
    if (!session) return;
    this.#set(goOn(session, this.#options.controller.progress));
    await this.#present(session.quiz);
  }

  stepOut(ref: PieceRef): void {
    if (this.#active && this.titleFor(ref) !== undefined) this.leave(this.#active.quiz);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** The session the reader is in. Only one is at a time. */
  get #active(): ReviewSession | undefined {
    return [...this.#sessions.values()].find((session) => !session.left && currentItem(session));
  }

  async #begin(session: ReviewSession): Promise<void> {
    for (const quiz of quizzes) if (quiz !== session.quiz) this.leave(quiz);
    this.#sessions.delete(session.quiz);
    this.#set(this.#inLine(session) ?? session);
    await this.#present(session.quiz, { focus: true });
  }

  /** Brings the code of the item in view to the editor, and the session to the panel. */
  async #present(quiz: Quiz, how?: { readonly focus: boolean }): Promise<void> {
    const session = this.#sessions.get(quiz);
    const ask = session && askedPiece(session);
    // With no code to look at, the panel is the only place to go on.
    const focus = how?.focus ?? ask === undefined;
    // An editor that has the focus for a moment only is left without CodeLens: the editor cancels them as it loses it.
    if (ask) await this.#options.openCode(ask, { preserveFocus: focus });
    this.#options.panel.show(quiz, { focus });
  }

  /** Something was answered, graded, taken back or forgotten, or the lessons have changed. */
  #update(): void {
    for (const session of [...this.#sessions.values()]) {
      const next = this.#inLine(session);
      if (next === session) continue;
      if (next) this.#set(next);
      else this.#drop(session.quiz);
      if (!next || this.#active?.quiz !== session.quiz || currentItem(next) === currentItem(session)) continue;
      // An answer leads on wherever it was given; an undo leads back only where the session is looked at.
      if (next.position > session.position || this.#options.panel.shown === session.quiz) void this.#present(session.quiz);
    }
  }

  #set(session: ReviewSession): void {
    const { controller } = this.#options;
    const before = this.#sessions.get(session.quiz);
    if (before === session) return;
    this.#sessions.set(session.quiz, session);
    this.#keep();
    const ask = this.#active === session && !isSettled(session) ? askedPiece(session) : undefined;
    if (ask && controller.session(ask).answer) controller.retry(ask);
    if (session.placed !== undefined && before?.placed === undefined) void controller.setPlacement(session.placed);
  }

  #drop(quiz: Quiz): void {
    this.#sessions.delete(quiz);
    this.#keep();
  }

  #keep(): void {
    void this.#options.window.update(sessionsKey, [...this.#sessions.values()]);
    this.#changed.fire();
  }

  #inLine(session: ReviewSession): ReviewSession | undefined {
    const { progress } = this.#options.controller;
    const settled = settle(session, progress);
    const lasting = settled && pruned(settled, (item) => this.#exists(item), progress);
    return lasting?.quiz === 'placement' ? this.#stepped(lasting) : lasting;
  }

  /** A placement goes on by itself: it measures, and a verdict read in between would be taught, not measured. */
  #stepped(session: ReviewSession): ReviewSession {
    const { catalogue, controller } = this.#options;
    const { progress } = controller;
    const isOpen = currentItem(session) !== undefined && !isSettled(session);
    if (isOpen || session.placed !== undefined) return session;
    const given = session.outcomes.flatMap(({ entry }) => progress.answers.find(({ id }) => id === entry) ?? []);
    const step = placementStep(given, catalogue.current, String(session.startedAt));
    return 'ask' in step ? asking(session, step.ask, progress) : placed(session, step.done, progress);
  }

  #exists(item: SessionItem): boolean {
    const { catalogue, controller } = this.#options;
    if (item.kind === 'piece') return findPiece(catalogue.current, item.ask) !== undefined || (!this.#hasAll && !isBuiltIn(item.ask.lesson));
    return allCards(catalogue.current, controller.progress).some(({ id }) => id === item.card);
  }
}
