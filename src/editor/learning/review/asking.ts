import type * as vscode from 'vscode';
import type { PieceRef } from '../../../learning/session';
import type { LessonPanel } from '../dependencies';

/** A session that asks pieces out of their lessons, as the doors of a piece need to know it. */
export interface Asking {
  readonly onDidChange: vscode.Event<void>;
  /** What to call the session while it asks this piece: its lesson is not to be named. Undefined for any other piece. */
  titleFor(ref: PieceRef): string | undefined;
  /** The piece it asks now. */
  readonly piece: PieceRef | undefined;
  /** Brings the session into view. */
  show(options: { readonly focus: boolean }): void;
  /** From a verdict to what comes next. */
  goOn(): Promise<void>;
  /** The reader turns to this piece in its lesson: a session that asks it is left, and can be gone on with. */
  stepOut(ref: PieceRef): void;
}

/** The panel, showing the session instead of the lesson wherever a piece is asked by it. */
export function askingPanel(panel: LessonPanel, asking: () => Asking): LessonPanel {
  return {
    ...panel,
    show: (ref, options) => {
      if (asking().titleFor(ref) === undefined) panel.show(ref, options);
      else asking().show({ focus: options?.focus === true });
    },
    follow: (ref) => {
      if (asking().titleFor(ref) === undefined) panel.follow(ref);
      else asking().show({ focus: false });
    },
  };
}
