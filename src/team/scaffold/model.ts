/** A file that sets up a repository for onboarding. */
export interface NewFile {
  /** Relative to the folder that is set up, forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
}

/** A file that is there and gets an addition. */
export interface ChangedFile {
  readonly path: string;
  /** What it holds now. */
  readonly bytes: Uint8Array;
  /** Both without the byte order mark that the file may begin with. */
  readonly before: string;
  readonly after: string;
  readonly purpose: string;
}

/** What is not touched. */
export interface LeftPath {
  readonly path: string;
  /** Why, as the end of a sentence that begins with the path. */
  readonly reason: string;
}

/** What setting up a repository would write. Nothing that is there is overwritten. */
export interface Scaffold {
  readonly create: readonly NewFile[];
  readonly change: readonly ChangedFile[];
  readonly left: readonly LeftPath[];
}

export type ExampleLanguage = 'typescript' | 'javascript' | 'go';

/** A lesson of a team's own, and the rule that finds its flaw. */
export interface Example {
  readonly lesson: string;
  readonly rule: string;
  /** Relative to the `.altitude` folder. */
  readonly files: readonly NewFile[];
}
