import type { Severity } from '../../engine/finding';

/** How many findings. Without a baseline there is nothing to compare with, and the others are null. */
export interface Counts {
  readonly now: number;
  /** Found now, not in the baseline. */
  readonly new: number | null;
  /** In the baseline, not found now. */
  readonly gone: number | null;
  /** Found now, and in the baseline. */
  readonly same: number | null;
}

export interface RuleCounts extends Counts {
  readonly id: string;
  readonly title: string;
  /** The strongest of its findings; its own where there are none left. */
  readonly severity: Severity;
}

export interface FolderCounts extends Counts {
  /** At most two levels deep, relative to `root`; `.` for files that lie in none. */
  readonly folder: string;
}

export interface OwnerCounts extends Counts {
  /** As CODEOWNERS names them; null for files of nobody. */
  readonly owner: string | null;
}

/** A lesson that teaches something that is left. */
export interface LessonToLearn {
  /** `lesson`, or `lesson#piece` where all of its findings are taught by one piece. */
  readonly id: string;
  readonly title: string;
  /** Of the whole lesson. */
  readonly minutes: number;
  /** Opens the lesson in the editor. */
  readonly link: string;
  readonly rules: readonly string[];
  /** How many findings it explains. */
  readonly findings: number;
}

/** What today's rules find in one commit. */
export interface TrendPoint {
  readonly commit: string;
  /** The commit's, ISO 8601 in UTC. */
  readonly date: string;
  readonly total: number;
  /** Findings by rule id; a rule that found nothing is absent. */
  readonly rules: Readonly<Record<string, number>>;
}

/** What `altitude report --format json` prints. A later version adds fields; it changes none without a new number. */
export interface ReportDocument {
  readonly version: 1;
  /** When it was made, ISO 8601 in UTC. */
  readonly generated: string;
  /** What folders are relative to: the repository's name where all paths lie in one, else null for the working directory. */
  readonly root: string | null;
  /** Relative to the working directory; null where none was named. */
  readonly baseline: string | null;
  /** Files looked at, and files that could not be. */
  readonly files: number;
  readonly skipped: number;
  readonly total: Counts;
  /** Those with findings now or in the baseline; most findings first, as in the lists that follow. */
  readonly rules: readonly RuleCounts[];
  readonly folders: readonly FolderCounts[];
  /** A file of several owners counts for each; null where there is no CODEOWNERS. */
  readonly owners: readonly OwnerCounts[] | null;
  readonly lessons: readonly LessonToLearn[];
  /** Oldest first; null where none was asked for. */
  readonly trend: readonly TrendPoint[] | null;
}
