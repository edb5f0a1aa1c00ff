/** What a team says to whoever is new, and the way through its track. */
export interface TeamPlace {
  readonly page: 'team';
  /** The namespace of the team. */
  readonly team: string;
}

export interface TeamView {
  readonly kind: 'team';
  readonly team: string;
  readonly title: string;
  /** The welcome, rendered. */
  readonly html: string;
  /** Who to ask, joined. */
  readonly owners: string;
  readonly roles: readonly RoleView[];
  /** The role that was started. */
  readonly way?: WayView;
}

export interface RoleView {
  /** The id of its track. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly facts: string;
  readonly isStarted: boolean;
}

/** The track of the role that was started. */
export interface WayView {
  readonly role: string;
  /** Steps done of all, the day to be done by, reviews due: one sentence each. */
  readonly facts: readonly string[];
  readonly steps: readonly StepView[];
  /** The rules of the track have been looked for in the whole workspace. */
  readonly isScanned: boolean;
  readonly fix?: FixView;
  /** A fix that was made: its commit message can be copied. */
  readonly made?: string;
}

export interface StepView {
  readonly kind: 'lesson' | 'rule';
  readonly id: string;
  readonly title: string;
  /** How far it is, in words. */
  readonly note: string;
  readonly isDone: boolean;
  /** Where to go on. */
  readonly isNext: boolean;
}

export interface FixView {
  /** What the fix does. */
  readonly title: string;
  /** File and line. */
  readonly place: string;
  /** What happens without it, as plain text. */
  readonly message: string;
  /** Why this one is suggested. */
  readonly why: string;
}

export type TeamMessage =
  | { readonly type: 'team.start'; readonly role: string }
  | { readonly type: 'team.rule'; readonly rule: string }
  | { readonly type: 'team.scan' }
  | { readonly type: 'team.review' }
  | { readonly type: 'team.showFix' }
  | { readonly type: 'team.makeFix' }
  | { readonly type: 'team.copyCommit' }
  | { readonly type: 'team.copySummary' };

export type TeamString =
  | 'team'
  | 'team.owners'
  | 'team.roles'
  | 'team.allRoles'
  | 'team.start'
  | 'team.started'
  | 'team.way'
  | 'team.done'
  | 'team.next'
  | 'team.notDone'
  | 'team.scan'
  | 'team.scanNote'
  | 'team.firstFix'
  | 'team.noFix'
  | 'team.showFix'
  | 'team.makeFix'
  | 'team.made'
  | 'team.copyCommit'
  | 'team.copySummary'
  | 'team.summaryNote'
  | 'key.team.next';
