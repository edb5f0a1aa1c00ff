import { readdirSync, realpathSync, type Dirent } from 'node:fs';
import { parentDir } from '../facts/project/project';
import { knownEndings, languageOf } from '../syntax/languages';
import type { Listing, ListOptions } from './disk';
import { engineFile, kindOf, systemFile } from './files';
import { IgnoreFiles } from './ignoreFiles';
import { isUnder, relativeWithin, within } from './paths';
import { isGeneratedName, isTest, isVendored } from './quiet';

/** Collects files by where they really are: two roots may be one folder under two names. */
class Found {
  private readonly files = new Map<string, string>();
  readonly unreadable = new Set<string>();

  add(file: string, real = file): void {
    if (!this.files.has(real)) this.files.set(real, file);
  }

  get count(): number {
    return this.files.size;
  }

  listing(): Listing {
    return { files: [...this.files.values()].sort(), unreadable: [...this.unreadable].sort() };
  }
}

/**
 * Lists the source files under folders, or the files themselves, which no ignore file hides. Symbolic links below a
 * root are not followed, so that a loop cannot trap it. Test, vendored and generated files are left out by name.
 * @param roots absolute paths
 */
export function listFiles(roots: readonly string[], options: ListOptions): Listing {
  const found = new Found();
  for (const root of roots.map((each) => engineFile(systemFile(each)))) {
    const kind = kindOf(root);
    if (kind === 'folder') crawl(root, new RootFilter(root, options), found, options.onFound);
    else if (kind === 'file' && languageOf(root) !== undefined) found.add(root, realFile(root));
    else if (kind !== 'file') found.unreadable.add(root);
  }
  return found.listing();
}

/**
 * Which of some paths, and of the files under them, a scan of the roots would look at: files that changed on disk.
 * @param roots absolute, forward slashes
 */
export function listWithin(roots: readonly string[], paths: readonly string[], options: ListOptions): Listing {
  const found = new Found();
  for (const root of roots) {
    const filter = new RootFilter(root, options);
    for (const file of paths.filter((each) => isUnder(root, each))) {
      const kind = kindOf(file);
      const parents = foldersBetween(root, kind === 'folder' ? file : parentDir(file));
      if (!parents.every((dir) => filter.entersFolder(dir))) continue;
      if (kind === 'folder') crawl(file, filter, found);
      else if (kind === 'file' && filter.takesFile(file)) found.add(file);
    }
  }
  return found.listing();
}

/** The same of paths that an event on the disk names: what lies behind a link below a root is looked at where it is. */
export function listChanged(roots: readonly string[], paths: readonly string[], options: ListOptions): Listing {
  const real = new Map(roots.map((root) => [root, realFile(root)]));
  const isBehindLink = (root: string, file: string) => realFile(file) !== within(real.get(root) ?? root, relativeWithin(root, file));
  const isReached = (file: string) => {
    const around = roots.filter((root) => isUnder(root, file));
    return around.length === 0 || around.some((root) => !isBehindLink(root, file));
  };
  return listWithin(roots, paths.filter(isReached), options);
}

/** Decides, path by path, what a scan of one root looks at. */
class RootFilter {
  private readonly ignored: IgnoreFiles;
  private readonly endings: ReadonlySet<string>;

  constructor(
    private readonly root: string,
    private readonly options: ListOptions,
  ) {
    this.ignored = new IgnoreFiles(root);
    this.endings = new Set(options.endings ?? knownEndings);
  }

  /** @param dir absolute, without a slash at its end */
  entersFolder(dir: string): boolean {
    if (dir === this.root) return true;
    const name = relativeWithin(this.root, dir);
    return !isVendored(name) && (this.options.includeTests || !isTest(`${name}/`)) && !this.ignored.isIgnored(dir, true);
  }

  takesFile(file: string): boolean {
    if (!this.endings.has(endingOf(file))) return false;
    const name = relativeWithin(this.root, file);
    return !isGeneratedName(name) && (this.options.includeTests || !isTest(name)) && !this.ignored.isIgnored(file, false);
  }
}

/** Of a name without a dot it is the name behind its slash: `/caddyfile`. */
function endingOf(file: string): string {
  const [dot, slash] = [file.lastIndexOf('.'), file.lastIndexOf('/')];
  return file.slice(dot > slash ? dot + 1 : slash).toLowerCase();
}

/** A folder that cannot be read is told of, and so is a pipe or a socket with a source's name: nothing may go missing in silence. */
function crawl(from: string, filter: RootFilter, found: Found, onFound?: (files: number) => void): void {
  const real = realFile(from);
  const waiting = [from];
  for (let dir = waiting.pop(); dir !== undefined; dir = waiting.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(systemFile(dir), { withFileTypes: true });
    } catch {
      found.unreadable.add(dir);
      continue;
    }
    for (const entry of entries) {
      const file = within(dir, entry.name);
      if (entry.isDirectory()) {
        if (filter.entersFolder(file)) waiting.push(file);
      } else if (!entry.isSymbolicLink() && filter.takesFile(file)) {
        if (entry.isFile()) found.add(file, real === from ? file : within(real, relativeWithin(from, file)));
        else found.unreadable.add(file);
      }
    }
    onFound?.(found.count);
  }
}

/** `dir` and the folders between it and the root, the root left out. */
function foldersBetween(root: string, dir: string | undefined): string[] {
  const folders: string[] = [];
  for (let at = dir; at !== undefined && isUnder(root, at); at = parentDir(at)) folders.push(at);
  return folders;
}

function realFile(file: string): string {
  try {
    return engineFile(realpathSync(systemFile(file)));
  } catch {
    return file;
  }
}
