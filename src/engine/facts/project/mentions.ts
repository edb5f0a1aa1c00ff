import type { ProjectReader } from './project';

/** Most files whose words are looked at for one question: beyond them the answer would take longer than it is worth. */
const mostFiles = 20_000;

const leastBytes = 64;

/**
 * Which files of a project hold a name: who calls a function can only stand in those. Keeps a filter of each file's words,
 * not its text, and makes it when a question first needs the file.
 */
export class Mentions {
  private readonly filters = new Map<string, WordFilter>();
  private listed: readonly string[] | undefined;
  /** By folder: a tree of a hundred thousand files is not gone through for each question. */
  private readonly under = new Map<string, readonly string[]>();

  /** @param list the project's source files, tests left out */
  constructor(
    private readonly list: () => readonly string[],
    private readonly read: ProjectReader,
  ) {}

  /**
   * The files under a folder that hold a name as a word, sorted.
   * @param name of letters, digits, `_` and `$`
   * @param ending of the files that are asked for; the others are not read
   * @returns undefined when that is not known: nothing is listed there, or too much
   */
  filesWith(name: string, dir: string, ending = ''): readonly string[] | undefined {
    const files = this.filesUnder(dir);
    if (files.length === 0 || files.length > mostFiles) return undefined;
    const hash = hashOf(name);
    return files.filter((file) => file.endsWith(ending) && this.filterOf(file).mayHold(hash) && holdsWord(this.read(file) ?? '', name));
  }

  /** Forgets what these files hold: they changed, came or went. */
  forget(files: readonly string[]): void {
    for (const file of files) {
      if (this.filters.delete(file)) continue;
      this.listed = undefined;
      this.under.clear();
    }
  }

  private filesUnder(dir: string): readonly string[] {
    this.listed ??= this.list();
    let files = this.under.get(dir);
    if (files === undefined) {
      files = this.listed.filter((file) => file.startsWith(`${dir}/`));
      this.under.set(dir, files);
    }
    return files;
  }

  private filterOf(file: string): WordFilter {
    let filter = this.filters.get(file);
    if (filter === undefined) {
      filter = new WordFilter(this.read(file) ?? '');
      this.filters.set(file, filter);
    }
    return filter;
  }
}

function holdsWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordCode(text.charCodeAt(at - 1)) && !isWordCode(text.charCodeAt(at + name.length))) return true;
  }
  return false;
}

const isWordCode = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36;

/** FNV-1a, over the characters of a word. */
const start = 0x811c9dc5;
const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

function hashOf(word: string): number {
  let hash = start;
  for (let at = 0; at < word.length; at++) hash = step(hash, word.charCodeAt(at));
  return hash;
}

/** One bit for each word of a text. As many bits as characters, a power of two: one in thirty is set, or fewer. */
class WordFilter {
  private readonly bits: Uint8Array;

  constructor(text: string) {
    let bytes = leastBytes;
    while (bytes * 8 < text.length) bytes *= 2;
    this.bits = new Uint8Array(bytes);
    let hash = start;
    let isInside = false;
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : 0;
      if (isWordCode(code)) {
        hash = step(hash, code);
        isInside = true;
      } else if (isInside) {
        this.set(hash);
        hash = start;
        isInside = false;
      }
    }
  }

  /** False only where the text does not hold the word. */
  mayHold(hash: number): boolean {
    return ((this.bits[this.byteOf(hash)] ?? 0) & (1 << (hash & 7))) !== 0;
  }

  private set(hash: number): void {
    const byte = this.byteOf(hash);
    this.bits[byte] = (this.bits[byte] ?? 0) | (1 << (hash & 7));
  }

  private byteOf(hash: number): number {
    return (hash >>> 3) & (this.bits.length - 1);
  }
}
