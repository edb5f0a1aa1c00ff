import type * as vscode from 'vscode';
import type { RuleInfo } from '../../engine/rules/list';
import type { PieceRef } from '../../learning/session';
import type { Catalogue, Tier } from '../../lessons/model';

/** The lessons as they are now. Whoever holds this reads `current` anew after each event. */
export interface CatalogueSource {
  readonly current: Catalogue;
  readonly onDidChange: vscode.Event<void>;
  /** Resolves when lessons that load later than others are there too. */
  readonly settled?: Promise<unknown>;
}

/** What is told of every rule there is now: built in, of teams, of packs. Whoever holds this reads `all` anew after each event. */
export interface RuleCatalogue {
  /** One list until something changes. */
  readonly all: readonly RuleInfo[];
  readonly onDidChange: vscode.Event<void>;
  /** Resolves when rules that load later than others are there too. */
  readonly settled: Promise<void>;
}

/** Where the open workspace has the flaw a piece teaches. */
export interface WorkspacePlaces {
  /** Undefined until a scan has run. */
  count(rule: string): number | undefined;
  readonly onDidChange: vscode.Event<void>;
  reveal(rule: string): void;
}

/** The lesson panel, as the rest of learning needs it. None of these takes focus unless `focus` is set. */
export interface LessonPanel {
  /** Opens the panel beside the editor, or brings up the open one, on this piece. */
  show(ref: PieceRef, options?: { readonly focus?: boolean }): void;
  /** Turns an open panel to this piece; a closed one stays closed. */
  follow(ref: PieceRef): void;
  showRecap(lesson: string): void;
  /** The topic of a lesson, told at one tier; from a piece, with the way back to it. */
  showReading(lesson: string, tier: Tier, piece?: string): void;
  /** The tier at which the panel shows the topic of this lesson; undefined where it shows anything else. */
  shownTier(lesson: string): Tier | undefined;
  showTable(table: string, row?: number): void;
  /** Takes the focus: it is asked for by name. */
  showProfile(): void;
}

export interface Clock {
  now(): number;
  /** Random and unique, short: stored with every answer. */
  newId(): string;
}
