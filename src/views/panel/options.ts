import type { Event, Uri } from 'vscode';
import type { Learning, PieceRef } from '../../learning/session';
import type { Catalogue } from '../../lessons/model';

/** What the reader can ask for in the panel that happens outside it. */
export interface LessonPanelActions {
  showFix(ref: PieceRef): void;
  /** Lists the places in the workspace with the piece's flaw; scans first where no scan has run. */
  showInWorkspace(ref: PieceRef): void;
  go(ref: PieceRef, to: 'next' | 'previous' | 'recap'): void;
  /** Opens a piece, or a lesson at the piece where the reader stopped. */
  open(ref: { readonly lesson: string; readonly piece?: string }): void;
  search(): void;
  openExternal(url: string): void;
  /** Absent while no lesson is written at more than one tier. */
  cycleTier?(ref: PieceRef): void;
}

export interface LessonPanelOptions {
  readonly extensionUri: Uri;
  readonly catalogue: () => Catalogue;
  readonly learning: Learning;
  readonly actions: LessonPanelActions;
  /** Fires when anything the panel shows may have changed: a session, the catalogue, a scan. */
  readonly onDidChange: Event<unknown>;
  /** Places in the workspace with the piece's flaw; undefined until a scan has run. */
  readonly workspaceCount: (ref: PieceRef) => number | undefined;
}
