import type { Answer } from '../../learning/answer';
import type { Learning, PieceRef, PieceSession } from '../../learning/session';
import { answerOf, askAgain, choose, freshSitting, openHint, sessionOf, type Sitting } from '../../learning/sitting';
import type { Piece } from '../../lessons/model';

interface Tried {
  readonly sitting: Sitting;
  readonly answers: readonly Answer[];
}

/** Answers an author tries out. They are kept until the preview turns to another lesson, and recorded nowhere. */
export class TrialLearning implements Learning {
  /** By piece. */
  private readonly tried = new Map<string, Tried>();

  /**
   * @param piece as it is written now; its options are shown in the order they are written
   * @param changed called after each step
   */
  constructor(
    private readonly piece: (id: string) => Piece | undefined,
    private readonly changed: () => void,
  ) {}

  session(ref: PieceRef): PieceSession {
    const { answers, sitting } = this.of(ref);
    return sessionOf({ ref, order: this.piece(ref.piece)?.options.map(({ id }) => id) ?? [], answers, sitting });
  }

  choose(ref: PieceRef, option: string): void {
    this.sit(ref, (piece, session, sitting) => choose(piece, session, sitting, option));
  }

  commit(ref: PieceRef, confidence: Answer['confidence']): Promise<void> {
    const piece = this.piece(ref.piece);
    const answer = piece && answerOf(piece, this.session(ref), confidence, { id: '', at: 0 });
    if (answer) {
      this.tried.set(ref.piece, { sitting: freshSitting, answers: [...this.of(ref).answers, answer] });
      this.changed();
    }
    return Promise.resolve();
  }

  openHint(ref: PieceRef): void {
    this.sit(ref, openHint);
  }

  retry(ref: PieceRef): void {
    this.sit(ref, (_piece, session, sitting) => askAgain(session, sitting));
  }

  private of(ref: PieceRef): Tried {
    return this.tried.get(ref.piece) ?? { sitting: freshSitting, answers: [] };
  }

  private sit(ref: PieceRef, step: (piece: Piece, session: PieceSession, sitting: Sitting) => Sitting): void {
    const piece = this.piece(ref.piece);
    if (!piece) return;
    const { answers, sitting } = this.of(ref);
    this.tried.set(ref.piece, { sitting: step(piece, this.session(ref), sitting), answers });
    this.changed();
  }
}
