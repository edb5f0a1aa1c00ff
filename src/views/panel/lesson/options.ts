import type { RulePlaces } from '../../../learning/rulePlaces';
import type { Learning, PieceRef } from '../../../learning/session';
import type { Catalogue, Lesson } from '../../../lessons/model';
import type { RecapWay } from '../../../shared/pages/lesson';
import type { MarkdownRenderer } from '../markdown';

/** What the reader can ask for on a lesson's page that happens outside it. */
export interface LessonActions {
  showFix(ref: PieceRef): void;
  /** Lists the places in the workspace with the piece's flaw; scans first where no scan has run. */
  showInWorkspace(ref: PieceRef): void;
  go(ref: PieceRef, to: 'next' | 'previous' | 'recap'): void;
  /** Shows the topic of the piece at the reader's tier. */
  read(ref: PieceRef): void;
  /** Lists the places in the workspace that a rule finds; scans first where no scan has run. */
  showRule(rule: string): void;
  /** Where the code of the piece was, that is no longer found. */
  showWhereItWas(ref: PieceRef): void;
  /** Back to the code whose finding led to the lesson. */
  backToCode(): void;
}

export interface LessonPageOptions {
  readonly catalogue: () => Catalogue;
  readonly learning: Learning;
  readonly markdown: MarkdownRenderer;
  readonly actions: LessonActions;
  /** Places in the workspace with the piece's flaw; undefined until a scan has run. */
  readonly workspaceCount: (ref: PieceRef) => number | undefined;
  /** The file a finding led from to this lesson, by its name. */
  readonly fileBehind: (lesson: string) => string | undefined;
  /** The way of the started role that a lesson is a step of. */
  readonly way: (lesson: string) => RecapWay | undefined;
  /** What the rules of a lesson find in the workspace. */
  readonly places: (lesson: Lesson) => readonly RulePlaces[];
}
