/** Why a regular expression is slow on some texts. */
export interface SlowRegex {
  /** `exponential`: each further character doubles the work; `polynomial`: twice the text takes four times the work, or more. */
  readonly growth: 'exponential' | 'polynomial';
  /** The characters that a slow text repeats, as a pattern: `\s`. */
  readonly repeated: string;
  /** A pattern that accepts the same texts and is fast; only where it is proven to, and takes nothing else out of them. */
  readonly equal: string | undefined;
}

/** Judges regular expressions by automata, and by counting the steps of a matcher of its own; nothing is executed. */
export interface RegexAnalyser {
  /**
   * @param flags with `g` where a use looks for all matches
   * @returns undefined for a pattern that is fast, too long to judge, or not valid
   */
  slowness(source: string, flags: string): SlowRegex | undefined;
}

/** Loads the analyser: a megabyte of tables, so only once a rule asks for it. Its bundle is one file for every kind of thread: see esbuild.mjs. */
export async function loadRegexAnalyser(): Promise<RegexAnalyser> {
  const { analyser } = await import('./regexAnalyser');
  return analyser();
}
