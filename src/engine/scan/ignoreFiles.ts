import { parentDir } from '../facts/project/project';
import { readText } from './files';
import { ignoreFileNames, ignoreLevel, isIgnoredBy, type IgnoreLevel } from './ignoreLevels';
import { isUnder } from './paths';
import { excludesOf, isRepository, repositoryOf } from './repository';

/**
 * What the ignore files and a repository's own `.git/info/exclude` say of the paths under a scan's root. Those above the
 * root count too, up to its repository's top; unless they ignore the root itself, which somebody asked to scan all the
 * same. A user's global excludes do not count: two machines would find different things in one commit.
 */
export class IgnoreFiles {
  private readonly levels = new Map<string, readonly IgnoreLevel[]>();
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
    return isIgnoredBy(this.at(parentDir(file)), file, isFolder);
  }

  /** Ignore files that apply in `dir`: its own after its parents'. A repository inside another has its own. */
  private at(dir: string | undefined): readonly IgnoreLevel[] {
    if (dir === undefined || (dir !== this.top && !isUnder(this.top, dir))) return [];
    const known = this.levels.get(dir);
    if (known !== undefined) return known;
    const startsAnew = dir === this.top || isRepository(dir);
    const excludes = startsAnew ? excludesOf(dir) : undefined;
    const texts = [excludes, ...ignoreFileNames.map((name) => readText(`${dir}/${name}`))].filter((text) => text !== undefined);
    const own = ignoreLevel(dir, texts, this.ignoreCase);
    const levels = [...(startsAnew ? [] : this.at(parentDir(dir))), ...(own === undefined ? [] : [own])];
    this.levels.set(dir, levels);
    return levels;
  }
}
