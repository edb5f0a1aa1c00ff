import type * as vscode from 'vscode';
import type { RuleFacts } from '../../../team/standing';
import type { FirstFix } from '../../../team/firstFix';
import type { CommitFacts } from '../../../team/commitMessage';
import type { Team } from '../../../team/model';

/** A role that a reader has started. */
export interface StartedRole {
  /** The id of its track. */
  readonly track: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the page of a team is about, and what can be done there. */
export interface TeamDesk {
  readonly teams: readonly Team[];
  readonly rules: RuleFacts;
  readonly onDidChange: vscode.Event<void>;
  /** The role started last in a team. */
  started(team: string): StartedRole | undefined;
  /** Fit for a first contribution among the rules of this track; undefined where there is none, or before a scan. */
  firstFix(track: string): FirstFix | undefined;
  /** The fix that was made from here last, in this workspace. */
  readonly made: CommitFacts | undefined;
  /** Remembers the role and opens its first step. */
  start(track: string): void;
  scan(): void;
  showFix(track: string): void;
  makeFix(track: string): void;
}
