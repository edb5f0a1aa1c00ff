import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fdir } from 'fdir';
import ignore, { type Ignore } from 'ignore';
import { knownEndings, languageOf } from '../syntax/languages';
import { isGeneratedName, isTest, isVendored } from './quiet';

export interface Listing {
  /** Files to scan: absolute, forward slashes, sorted, each once. */
  readonly files: readonly string[];
  /** Roots that do not exist or cannot be read. */
  readonly missing: readonly string[];
}

export interface ListOptions {
  readonly includeTests: boolean;
  /** Only files with this ending, without the dot. */
  readonly ending?: string;
}

/** Ignore files the scan respects, in each folder, the later ones stronger. */
const ignoreNames = ['.gitignore', '.altitudeignore'];

interface IgnoreLevel {
  /** Folder the patterns are relative to. */
  readonly base: string;
  readonly patterns: Ignore;
}

const slashes = (file: string) => (path.sep === '/' ? file : file.split(path.sep).join('/'));

/** Reads each folder's ignore files once, from the repository's root down. */
class IgnoreFiles {
  private readonly levels = new Map<string, readonly IgnoreLevel[]>();

  isIgnored(file: string, isFolder: boolean): boolean {
    for (const level of this.at(path.posix.dirname(file)).toReversed()) {
      const relative = file.slice(level.base === '/' ? 1 : level.base.length + 1) + (isFolder ? '/' : '');
      const result = level.patterns.test(relative);
      if (result.ignored || result.unignored) return result.ignored;
    }
    return false;
  }

  /** Ignore files that apply in `dir`: its own after its parents'. */
  private at(dir: string): readonly IgnoreLevel[] {
    const known = this.levels.get(dir);
    if (known !== undefined) return known;
    const parent = path.posix.dirname(dir);
    const isRoot = parent === dir || exists(`${dir}/.git`);
    const text = ignoreNames.map((name) => readText(`${dir}/${name}`)).filter((found) => found !== undefined);
    const own = text.length === 0 ? [] : [{ base: dir, patterns: ignore().add(text.join('\n')) }];
    const levels = [...(isRoot ? [] : this.at(parent)), ...own];
    this.levels.set(dir, levels);
    return levels;
  }
}

/**
 * Lists the source files under folders (or the files themselves, which no ignore file hides). Symbolic links are not
 * followed, so that a loop cannot trap it. Test, vendored and generated files are left out by name.
 * @param roots absolute paths
 */
export function listFiles(roots: readonly string[], options: ListOptions): Listing {
  const files = new Set<string>();
  const missing: string[] = [];
  for (const root of roots.map((each) => slashes(path.resolve(each)))) {
    const kind = kindOf(root);
    if (kind === undefined) missing.push(root);
    else if (kind === 'file') {
      if (languageOf(root) !== undefined) files.add(root);
    } else for (const file of crawl(root, new RootFilter(root, options))) files.add(file);
  }
  return { files: [...files].sort(), missing };
}

/** Decides, path by path, what a scan of one root looks at. */
class RootFilter {
  private readonly ignored = new IgnoreFiles();
  private readonly endings: ReadonlySet<string>;

  constructor(
    private readonly root: string,
    private readonly options: ListOptions,
  ) {
    this.endings = new Set(options.ending === undefined ? knownEndings : [options.ending]);
  }

  /** @param dir absolute, without a slash at its end */
  entersFolder(dir: string): boolean {
    if (dir === this.root) return true;
    const name = this.relative(dir);
    return !isVendored(name) && (this.options.includeTests || !isTest(`${name}/`)) && !this.ignored.isIgnored(dir, true);
  }

  takesFile(file: string): boolean {
    if (!this.endings.has(file.slice(file.lastIndexOf('.') + 1).toLowerCase())) return false;
    const name = this.relative(file);
    return !isGeneratedName(name) && (this.options.includeTests || !isTest(name)) && !this.ignored.isIgnored(file, false);
  }

  private relative(file: string): string {
    return file.slice(this.root === '/' ? 1 : this.root.length + 1);
  }
}

function crawl(from: string, filter: RootFilter): string[] {
  return new fdir()
    .withFullPaths()
    .exclude((_name, folder) => !filter.entersFolder(slashes(folder).replace(/(?<=.)\/$/, '')))
    .filter((found) => filter.takesFile(slashes(found)))
    .crawl(from)
    .sync()
    .map(slashes);
}

/**
 * Which of some paths, and of the files under them, a scan of the roots would look at: files that changed on disk.
 * @param roots absolute, forward slashes
 */
export function listWithin(roots: readonly string[], paths: readonly string[], options: ListOptions): Listing {
  const files = new Set<string>();
  for (const root of roots) {
    const filter = new RootFilter(root, options);
    for (const found of paths.filter((each) => each.startsWith(`${root}/`))) {
      const kind = kindOf(found);
      const parents = parentsOf(root, kind === 'folder' ? found : path.posix.dirname(found));
      if (kind === undefined || !parents.every((dir) => filter.entersFolder(dir))) continue;
      if (kind === 'file' && filter.takesFile(found)) files.add(found);
      if (kind === 'folder') for (const file of crawl(found, filter)) files.add(file);
    }
  }
  return { files: [...files].sort(), missing: [] };
}

/** `dir` and the folders between it and the root, the root left out. */
function parentsOf(root: string, dir: string): string[] {
  const parents: string[] = [];
  for (let at = dir; at.length > root.length; at = path.posix.dirname(at)) parents.push(at);
  return parents;
}

function kindOf(file: string): 'file' | 'folder' | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : undefined;
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
