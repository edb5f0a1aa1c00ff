import type { SkipReason } from '../engine';

export interface Listing {
  /** Files to scan: absolute, forward slashes, sorted, each once. */
  readonly files: readonly string[];
  /** Roots and folders that do not exist or cannot be read. */
  readonly unreadable: readonly string[];
}

export interface ListOptions {
  readonly includeTests: boolean;
  /** Only files with one of these endings, without the dot; a slash and a name stand for a file without one. */
  readonly endings?: readonly string[];
  /** Told while a folder is listed, of how many files there are so far. */
  readonly onFound?: (files: number) => void;
}

/** The files the engine can reach. Synchronous: a rule that asks for one cannot wait, and nobody else is on its thread. */
export interface Disk {
  /** The source files a scan of these folders or files looks at. */
  list(roots: readonly string[], options: ListOptions): Listing;
  /** Which of some paths, and of the files under them, a scan of the roots would look at. */
  listWithin(roots: readonly string[], paths: readonly string[], options: ListOptions): Listing;
  /**
   * A source file's text, or why it is skipped.
   * @param wants is shown the bytes before they are decoded
   * @returns undefined when `wants` declines
   */
  readSource(file: string, wants: (bytes: Uint8Array) => boolean): { readonly text: string } | { readonly skip: SkipReason } | undefined;
  /** A project file's text; undefined when there is none that can be read. */
  readText(file: string): string | undefined;
  /** The names of a folder's files, sorted; none where it cannot be read. */
  names(dir: string): readonly string[];
  /** The folder of the package a folder belongs to. */
  packageRootOf(dir: string): string;
}

/** Where there are no files, as in the browser: only texts that are handed over are analysed. */
export const noDisk: Disk = {
  list: (roots) => ({ files: [], unreadable: roots }),
  listWithin: () => ({ files: [], unreadable: [] }),
  readSource: () => ({ skip: 'unreadable' }),
  readText: () => undefined,
  names: () => [],
  packageRootOf: (dir) => dir,
};
