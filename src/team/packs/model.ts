import type { ReadRules } from '../../engine/team/model';
import type { LessonProblem } from '../../lessons/model';
import type { ContentPlaces, Team, TeamFiles } from '../model';

/** Lessons and rules that another extension brings. */
export interface Pack {
  /** `publisher.name` in lower case: what settings call it. */
  readonly id: string;
  /** The first half of every identity in it. */
  readonly namespace: string;
  readonly title: string;
  readonly publisher: string;
  /** Changes with its content. */
  readonly version: string;
  /** The extension's folder, or a place of no file system: absolute, forward slashes. */
  readonly root: string;
  /** Where it says what it brings. */
  readonly manifest: string;
  /** Folders in it; none where what it says of them is wrong. */
  readonly places: ContentPlaces;
  /** Its own files, where they lie on no file system. */
  readonly files?: TeamFiles;
  /** What is wrong with what it says of itself. */
  readonly faults: readonly Fault[];
}

/** Something wrong with what a pack says of itself. */
export interface Fault {
  /** Of the field in `contributes.altitude`; empty for all of it. */
  readonly path: readonly string[];
  readonly message: string;
}

/** A pack with all it brings. */
export interface LoadedPack {
  readonly team: Team;
  readonly rules: ReadRules;
  /** Everything that is left out, and why. */
  readonly problems: readonly LessonProblem[];
}
