import type { Answer, Confidence } from '../../../src/learning/answer';
import type { Learning, PieceRef, PieceSession } from '../../../src/learning/session';
import { answerOf, askAgain, choose, freshSitting, openHint, sessionOf, type Sitting } from '../../../src/learning/sitting';
import type { Piece } from '../../../src/lessons/model';
import { catalogue } from './samples';

/** The real learning model on answers kept in memory. */
export class Reader implements Learning {
  private readonly listeners = new Set<() => unknown>();
  private readonly sittings = new Map<string, Sitting>();
  private readonly answers: Answer[] = [];

  readonly onDidChange = (listener: () => unknown) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  session(ref: PieceRef): PieceSession {
    return sessionOf({
      ref,
      order: pieceOf(ref).options.map((option) => option.id),
      answers: this.answers.filter((answer) => answer.lesson === ref.lesson && answer.piece === ref.piece),
      sitting: this.sittings.get(key(ref)) ?? freshSitting,
    });
  }

  choose(ref: PieceRef, option: string): void {
    this.update(ref, (sitting) => choose(pieceOf(ref), this.session(ref), sitting, option));
  }

  commit(ref: PieceRef, confidence: Confidence): Promise<void> {
    const answer = answerOf(pieceOf(ref), this.session(ref), confidence, { id: `answer-${this.answers.length}`, at: this.answers.length });
    if (answer) {
      this.answers.push(answer);
      this.update(ref, () => freshSitting);
    }
    return Promise.resolve();
  }

  openHint(ref: PieceRef): void {
    this.update(ref, (sitting) => openHint(pieceOf(ref), this.session(ref), sitting));
  }

  retry(ref: PieceRef): void {
    this.update(ref, (sitting) => askAgain(this.session(ref), sitting));
  }

  private update(ref: PieceRef, change: (sitting: Sitting) => Sitting): void {
    this.sittings.set(key(ref), change(this.sittings.get(key(ref)) ?? freshSitting));
    this.changed();
  }
}

function key({ lesson, piece }: PieceRef): string {
  return `${lesson}#${piece}`;
}

function pieceOf(ref: PieceRef): Piece {
  const lesson = catalogue.tracks.flatMap((track) => track.lessons).find(({ id }) => id === ref.lesson);
  const piece = lesson?.pieces.find(({ id }) => id === ref.piece);
  if (!piece) throw new Error(`no piece ${key(ref)}`);
  return piece;
}
