import * as vscode from 'vscode';
import type { Confidence } from '../../learning/answer';
import type { Entry, Grading, Marking, Rating } from '../../learning/entries';
import { countsOf, type Counts } from '../../learning/kinds';
import { findPiece, keyOf } from '../../learning/lookup';
import { day, memoryAfter, recallOf, strengthOf } from '../../learning/memory';
import { displayOrder } from '../../learning/order';
import { answersTo, lastGiven, mergeInSteps, nextMoment, readmitted, retractionOf, type Progress, type Undone } from '../../learning/progress';
import { Recollection, type Memories } from '../../learning/recollection';
import type { Learning, PieceRef, PieceSession } from '../../learning/session';
import { answerOf, askAgain, choose, freshSitting, openHint, parseSittings, sessionOf, stopAsking, type Sitting } from '../../learning/sitting';
import type { AnswerStore } from '../../learning/store';
import { stepByStep } from '../../shared/pace';
import type { Piece, Tier } from '../../lessons/model';
import type { CatalogueSource, Clock } from './dependencies';

const sittingsKey = 'altitude.sittings';

/** The part of a `Memento` that is needed. */
export interface WindowState {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ControllerOptions {
  readonly catalogue: CatalogueSource;
  readonly store: AnswerStore;
  /** Holds this window's open questions over a reload. */
  readonly window: WindowState;
  readonly clock: Clock;
  /** An answer is shown but could not be stored. */
  readonly onUnsaved: (error: unknown) => void;
}

/** The one place where answers are given. Every door calls it, and redraws on its event. */
export class LearningController implements Learning, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<PieceRef | undefined>();
  /** The piece that changed; undefined when anything may have. */
  readonly onDidChange = this.#changed.event;

  readonly #options: ControllerOptions;
  readonly #sittings: Map<string, Sitting>;
  /** Fixed for this window: a reader's older stamp arriving from elsewhere must not reorder a question on screen. */
  readonly #seed: string;
  readonly #subscription: vscode.Disposable;
  /** For `dueItems`, `altitudeOf` and their like: what is remembered is folded once for each progress. */
  readonly recollection = new Recollection();

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#sittings = new Map(Object.entries(parseSittings(options.window.get(sittingsKey))));
    this.#seed = options.store.progress.reader?.id ?? '';
    this.#subscription = options.catalogue.onDidChange(() => this.#changed.fire(undefined));
  }

  get progress(): Progress {
    return this.#options.store.progress;
  }

  session(ref: PieceRef): PieceSession {
    const options = this.#piece(ref)?.options ?? [];
    return sessionOf({
      ref,
      order: displayOrder(this.#seed, ref, options.map(({ id }) => id)),
      answers: answersTo(this.progress, ref),
      sitting: this.#sitting(ref),
    });
  }

  choose(ref: PieceRef, option: string): void {
    this.#change(ref, (piece, session, sitting) => choose(piece, session, sitting, option));
  }

  async commit(ref: PieceRef, confidence: Confidence): Promise<void> {
    const piece = this.#piece(ref);
    const answer = piece && answerOf(piece, this.session(ref), confidence, this.#stamp());
    if (!answer) return;
    const strength = strengthOf(memoryAfter(this.#memories.piece(ref), recallOf(answer)));
    const stored = this.#options.store.add({ answers: [{ ...answer, strength }] });
    this.#setSitting(ref, freshSitting);
    await stored.catch(this.#options.onUnsaved);
  }

  /** Records how well a card was recalled; `card` is its id. */
  async grade(card: string, rating: Rating): Promise<void> {
    const stamp = this.#stamp();
    const strength = strengthOf(memoryAfter(this.#memories.card(card), { at: stamp.at, rating }));
    await this.#add({ grades: [{ ...stamp, card, rating, strength }] });
  }

  /** Takes back the answer or grade given last; an answered question is open again. Returns what was taken back. */
  async undoLast(): Promise<Undone | undefined> {
    const undone = lastGiven(this.progress);
    if (!undone) return undefined;
    if (undone.list === 'answers') {
      const { hints: hintsOpened } = undone.entry;
      this.#sittings.set(keyOf(undone.entry), { hintsOpened, asking: true });
      void this.#keepSittings();
    }
    await this.#add({ retractions: [retractionOf(undone)] });
    return undone;
  }

  /** Says of a lesson, or of one piece of it, that it is finished or to be skipped; `none` takes that back. */
  async mark(target: { readonly lesson: string; readonly piece?: string }, as: Marking): Promise<void> {
    const { lesson, piece } = target;
    await this.#add({ marks: [{ ...this.#stamp(), lesson, ...(piece !== undefined && { piece }), as }] });
  }

  /** Records a prompt or drill graded by its rubric: `met` and `missed` are ids of its points. */
  async gradeExercise(exercise: string, { met, missed, seconds }: Pick<Grading, 'met' | 'missed' | 'seconds'>): Promise<void> {
    const taken = seconds === undefined ? {} : { seconds: Math.round(seconds) };
    await this.#add({ gradings: [{ ...this.#stamp(), exercise, met, missed, ...taken }] });
  }

  /** Records that a flaw of this rule was fixed in the reader's own code; of many in one day, the first. */
  async practised(rule: string): Promise<void> {
    const stamp = this.#stamp();
    const today = this.progress.practised.some((each) => each.rule === rule && stamp.at - each.at < day);
    if (!today) await this.#add({ practised: [{ ...stamp, rule }] });
  }

  /** Records what the placement quiz found: the Climb starts there. */
  async setPlacement(tier: Tier): Promise<void> {
    await this.#add({ placements: [{ ...this.#stamp(), tier }] });
  }

  openHint(ref: PieceRef): void {
    this.#change(ref, openHint);
  }

  retry(ref: PieceRef): void {
    this.#change(ref, (_piece, session, sitting) => askAgain(session, sitting));
  }

  /** Takes back a `retry` that led to nothing: no option chosen, no hint opened. */
  stopAsking(ref: PieceRef): void {
    this.#change(ref, (_piece, _session, sitting) => stopAsking(sitting));
  }

  /** Joins what a file holds to what is remembered; returns how many entries were new. */
  async import(imported: Progress): Promise<Counts> {
    const { clock, store } = this.#options;
    const kept = await stepByStep(mergeInSteps(imported));
    const before = this.progress;
    try {
      await store.add(readmitted(this.progress, kept, nextMoment(this.progress, clock.now())));
    } finally {
      // Joining years of answers is a stretch of its own, and so is drawing all anew.
      this.#changed.fire(undefined);
    }
    return countsOf(this.progress, before);
  }

  /** Forgets all that is remembered, and open questions. */
  async reset(): Promise<void> {
    const stored = this.#options.store.reset();
    this.#sittings.clear();
    await this.#keepSittings();
    this.#changed.fire(undefined);
    await stored;
  }

  /** Takes in what other windows and machines have stored meanwhile. */
  async refresh(): Promise<void> {
    if (await this.#options.store.refresh()) this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get #memories(): Memories {
    return this.recollection.of(this.progress, this.#options.catalogue.current);
  }

  #stamp(): Entry {
    const { clock, store } = this.#options;
    return { id: clock.newId(), at: nextMoment(store.progress, clock.now()) };
  }

  /** Shows at once what is added; a failure to store it is told, not thrown. */
  async #add(more: Partial<Progress>): Promise<void> {
    const stored = this.#options.store.add(more);
    this.#changed.fire(undefined);
    await stored.catch(this.#options.onUnsaved);
  }

  #piece(ref: PieceRef): Piece | undefined {
    return findPiece(this.#options.catalogue.current, ref)?.piece;
  }

  #sitting(ref: PieceRef): Sitting {
    return this.#sittings.get(keyOf(ref)) ?? freshSitting;
  }

  #change(ref: PieceRef, step: (piece: Piece, session: PieceSession, sitting: Sitting) => Sitting): void {
    const piece = this.#piece(ref);
    if (piece) this.#setSitting(ref, step(piece, this.session(ref), this.#sitting(ref)));
  }

  #setSitting(ref: PieceRef, sitting: Sitting): void {
    if (sitting === this.#sitting(ref)) return;
    if (sitting === freshSitting) this.#sittings.delete(keyOf(ref));
    else this.#sittings.set(keyOf(ref), sitting);
    void this.#keepSittings();
    this.#changed.fire(ref);
  }

  #keepSittings(): PromiseLike<void> {
    return this.#options.window.update(sittingsKey, Object.fromEntries(this.#sittings));
  }
}
