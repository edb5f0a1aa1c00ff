import ignore, { type Ignore } from 'ignore';
import { parentDir } from '../facts/project/project';
import { readText } from './files';
import { isUnder, relativeWithin } from './paths';
import { isRepository, repositoryOf } from './repository';

/** Read in each folder, the later ones stronger. */
const names = ['.gitignore', '.altitudeignore'];

interface Level {
  /** Folder the patterns are relative to. */
  readonly base: string;
  readonly patterns: Ignore;
}

/**
 * What the ignore files say of the paths under a scan's root. Those above the root count too, up to its repository's
 * top; unless they ignore the root itself, which somebody asked to scan all the same.
 */
export class IgnoreFiles {
  private readonly levels = new Map<string, readonly Level[]>();
  private readonly top: string;

  /** @param ignoreCase as Git does by default on systems whose files it is true of */
  constructor(
    root: string,
    private readonly ignoreCase = process.platform === 'win32' || process.platform === 'darwin',
  ) {
    this.top = repositoryOf(root) ?? root;
    if (this.top === root || !this.isIgnored(root, true)) return;
    this.top = root;
    this.levels.clear();
  }

  isIgnored(file: string, isFolder: boolean): boolean {
    for (const { base, patterns } of this.at(parentDir(file)).toReversed()) {
      const result = patterns.test(relativeWithin(base, file) + (isFolder ? '/' : ''));
      if (result.ignored || result.unignored) return result.ignored;
    }
    return false;
  }

  /** Ignore files that apply in `dir`: its own after its parents'. A repository inside another has its own. */
  private at(dir: string | undefined): readonly Level[] {
    if (dir === undefined || (dir !== this.top && !isUnder(this.top, dir))) return [];
    const known = this.levels.get(dir);
    if (known !== undefined) return known;
    const startsAnew = dir === this.top || isRepository(dir);
    const text = names.flatMap((name) => readText(`${dir}/${name}`) ?? []).join('\n');
    const own = text === '' ? [] : [{ base: dir, patterns: ignore({ ignoreCase: this.ignoreCase }).add(text) }];
    const levels = [...(startsAnew ? [] : this.at(parentDir(dir))), ...own];
    this.levels.set(dir, levels);
    return levels;
  }
}
