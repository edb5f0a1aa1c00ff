import type { LessonFiles } from '../lessons/files';
import type { Lesson, LessonProblem, LostCode, RoleStep, Track } from '../lessons/model';
import type { Reference } from '../lessons/references';

/** The folder in which a repository teaches. */
export const teamFolderName = '.altitude';

/** What is read in it. Sizes in bytes; the snippet source is the file that an anchor points into. */
export const teamLimits = {
  fileBytes: 256 * 1024,
  sourceBytes: 1024 * 1024,
  lessons: 200,
  /** Of all lessons together, with the files beside them. */
  lessonBytes: 4_000_000,
  rules: 200,
} as const;

/** Why an entry is not read that is something else than a file. */
export const noFile = 'it is a symbolic link or no file';

/** The file system as a team's content is read from it. */
export interface TeamFiles extends LessonFiles {
  /** Where a path really lies once every symbolic link on it is followed. @throws when there is nothing there */
  real(path: string): Promise<string>;
}

/** The folders that hold content; what has none is absent. */
export interface ContentPlaces {
  readonly lessons?: string;
  readonly rules?: string;
}

/** One `.altitude` folder. */
export interface TeamFolder {
  /** The folder that holds `.altitude`; sources of live code are relative to it. */
  readonly root: string;
  /** Unique over all folders: the first half of every identity in it. */
  readonly namespace: string;
  /** Where its namespace is written; the folder itself where it is not. */
  readonly namedAt: { readonly file: string; /** One-based. */ readonly line: number };
  /** Absent where there is no onboarding.yml, or none that can be used. */
  readonly onboarding?: Onboarding;
  /** Where lessons and rules lie that belong to no repository: absolute paths. They are read there, and not in `.altitude`. */
  readonly elsewhere?: ContentPlaces;
  /** What is wrong with onboarding.yml by itself. */
  readonly problems: readonly LessonProblem[];
}

/** What onboarding.yml says. */
export interface Onboarding {
  readonly title: string;
  /** Markdown. */
  readonly welcome: string;
  /** What the welcome links to. */
  readonly links: readonly Reference[];
  readonly owners: readonly string[];
  readonly roles: readonly OnboardingRole[];
  readonly file: string;
}

export interface OnboardingRole {
  /** Unique inside its file; its track is `<namespace>/<id>`. */
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly days: number;
  /** Each with the one-based line on which it is written. */
  readonly steps: readonly (RoleStep & { readonly line: number })[];
}

/** A team's folder with everything it teaches. */
export interface Team extends TeamFolder {
  /** One a role, and `<namespace>/lessons` for lessons that no role names. Each lesson stands in exactly one. */
  readonly tracks: readonly Track[];
  /** All of them, in the order of their ids. */
  readonly lessons: readonly Lesson[];
  /** What is left out, and why. */
  readonly problems: readonly LessonProblem[];
  /** Live code that was not found: its lessons stay, and show the last known text. */
  readonly lost: readonly LostCode[];
}
