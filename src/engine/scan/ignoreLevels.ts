import ignore, { type Ignore } from 'ignore';

/** Read in each folder, the later ones stronger. */
export const ignoreFileNames = ['.gitignore', '.altitudeignore'];

/** What the ignore files of one folder say. */
export interface IgnoreLevel {
  /** Folder the patterns are relative to. */
  readonly base: string;
  readonly patterns: Ignore;
}

/**
 * @param texts of the folder's ignore files, the later ones stronger
 * @param ignoreCase as Git does by default on systems whose files it is true of
 * @returns undefined where they say nothing
 */
export function ignoreLevel(base: string, texts: readonly string[], ignoreCase = true): IgnoreLevel | undefined {
  const text = texts.join('\n');
  return text === '' ? undefined : { base, patterns: ignore({ ignoreCase }).add(text) };
}

/**
 * What the level nearest to a path that says anything of it says.
 * @param levels from the outermost folder inwards
 */
export function isIgnoredBy(levels: readonly IgnoreLevel[], path: string, isFolder: boolean): boolean {
  for (const { base, patterns } of levels.toReversed()) {
    const result = patterns.test(path.slice(base.endsWith('/') ? base.length : base.length + 1) + (isFolder ? '/' : ''));
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}
