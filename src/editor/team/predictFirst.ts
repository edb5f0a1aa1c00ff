import * as vscode from 'vscode';
import type { HeldBack } from '../findings/heldBack';
import type { LearningController } from '../learning/controller';
import type { LivePieces } from './livePieces';

export interface PredictFirstOptions {
  readonly controller: Pick<LearningController, 'onDidChange' | 'session'>;
  readonly live: Pick<LivePieces, 'current' | 'onDidChange'>;
  readonly heldBack: Pick<HeldBack, 'set'>;
}

/** The reader predicts before anything is revealed: while the question about their own code is open, what is found in that code is held back. */
export function registerPredictFirst({ controller, live, heldBack }: PredictFirstOptions): vscode.Disposable {
  const update = () => {
    const place = live.current;
    const isOpen = place !== undefined && controller.session(place.ref).answer === undefined;
    heldBack.set(isOpen ? { uri: place.uri, lines: place.code } : undefined);
  };
  update();
  return vscode.Disposable.from(live.onDidChange(update), controller.onDidChange(update), new vscode.Disposable(() => heldBack.set(undefined)));
}
