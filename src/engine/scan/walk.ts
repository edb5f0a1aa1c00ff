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
export function listFiles(roots: readonly string[], options: { readonly includeTests: boolean; readonly ending?: string }): Listing {
  const endings = new Set(options.ending === undefined ? knownEndings : [options.ending]);
  const files = new Set<string>();
  const missing: string[] = [];
  for (const root of roots.map((each) => slashes(path.resolve(each)))) {
    const kind = kindOf(root);
    if (kind === undefined) missing.push(root);
    else if (kind === 'file') {
      if (languageOf(root) !== undefined) files.add(root);
    } else for (const file of listFolder(root, endings, options.includeTests)) files.add(file);
  }
  return { files: [...files].sort(), missing };
}

function listFolder(root: string, endings: ReadonlySet<string>, includeTests: boolean): string[] {
  const ignored = new IgnoreFiles();
  const relative = (file: string) => file.slice(root === '/' ? 1 : root.length + 1);
  return new fdir()
    .withFullPaths()
    .exclude((_name, folder) => {
      const dir = slashes(folder).replace(/\/$/, '');
      if (dir === root) return false;
      return isVendored(relative(dir)) || (!includeTests && isTest(`${relative(dir)}/`)) || ignored.isIgnored(dir, true);
    })
    .filter((found) => {
      if (!endings.has(found.slice(found.lastIndexOf('.') + 1).toLowerCase())) return false;
      const file = slashes(found);
      const name = relative(file);
      return !isGeneratedName(name) && (includeTests || !isTest(name)) && !ignored.isIgnored(file, false);
    })
    .crawl(root)
    .sync()
    .map(slashes);
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
