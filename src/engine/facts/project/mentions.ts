import type { ProjectReader } from './project';

/** Most files whose words are looked at for one question: beyond them the answer would take longer than it is worth. */
const mostFiles = 20_000;

const leastBytes = 64;

/**
 * Lists the source files under a folder, tests left out.
 * @param most undefined comes back where there are more
 */
export type ListUnder = (dir: string, most: number) => readonly string[] | undefined;

/**
 * Which files of a project hold a name: who calls a function can only stand in those. Keeps a filter of each file's words,
 * not its text, and makes it when a question first needs the file.
 */
export class Mentions {
  /** Those that were listed; and before anything came or went, some of which may be gone. */
  private files = new Map<string, FileWords>();
  private before = new Map<string, FileWords>();
  private readonly under = new Map<string, readonly FileWords[]>();
  private listUnder: ListUnder | undefined;

  /** @param list asked again once files came or went */
  constructor(
    private readonly list: () => ListUnder,
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
    if (files.length === 0) return undefined;
    const hash = hashOf(name);
    const isEnding = ({ file }: FileWords) => file.endsWith(ending);
    return files.filter((each) => isEnding(each) && this.filterOf(each).mayHold(hash) && holdsWord(this.read(each.file) ?? '', name)).map(({ file }) => file);
  }

  /**
   * The files under a folder that may hold all of some words, sorted: each is to be looked into. Files are read as far as
   * the answer is walked.
   * @param words as in `filesWith`; none for every file
   * @returns undefined when that is not known: nothing is listed there, or too much
   */
  mayHold(words: readonly string[], dir: string): Iterable<string> | undefined {
    const files = this.filesUnder(dir);
    return files.length === 0 ? undefined : this.holding(files, words.map(hashOf));
  }

  private *holding(files: readonly FileWords[], hashes: readonly number[]): Iterable<string> {
    for (const each of files) if (hashes.every((hash) => this.filterOf(each).mayHold(hash))) yield each.file;
  }

  /** Forgets what these files hold: they changed, came or went. */
  forget(files: readonly string[]): void {
    for (const file of files) {
      const known = this.files.get(file);
      if (known !== undefined) known.filter = undefined;
      else this.forgetLists(file);
    }
  }

  private forgetLists(file: string): void {
    if (this.files.size > 0) this.before = this.files;
    this.files = new Map();
    this.before.delete(file);
    this.listUnder = undefined;
    this.under.clear();
  }

  /** None where there are too many. */
  private filesUnder(dir: string): readonly FileWords[] {
    let files = this.under.get(dir);
    if (files === undefined) {
      this.listUnder ??= this.list();
      files = (this.listUnder(dir, mostFiles) ?? []).map((file) => this.wordsOf(file));
      this.under.set(dir, files);
    }
    return files;
  }

  private wordsOf(file: string): FileWords {
    let words = this.files.get(file);
    if (words === undefined) {
      words = this.before.get(file) ?? { file, filter: undefined };
      this.files.set(file, words);
    }
    return words;
  }

  private filterOf(words: FileWords): WordFilter {
    return (words.filter ??= new WordFilter(this.read(words.file) ?? ''));
  }
}

/** A file, and what it holds once that was asked. */
interface FileWords {
  readonly file: string;
  filter: WordFilter | undefined;
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

/** Bits for each word, of which a text that does not hold it has all by chance once in a thousand times. */
const bitsPerWord = 3;

/** As many bits as characters, a power of two: one word in thirty characters sets one in ten, or fewer. */
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
    for (let part = hash, count = 0; count < bitsPerWord; count++, part = next(part)) {
      if (((this.bits[this.byteOf(part)] ?? 0) & (1 << (part & 7))) === 0) return false;
    }
    return true;
  }

  private set(hash: number): void {
    for (let part = hash, count = 0; count < bitsPerWord; count++, part = next(part)) {
      const byte = this.byteOf(part);
      this.bits[byte] = (this.bits[byte] ?? 0) | (1 << (part & 7));
    }
  }

  private byteOf(hash: number): number {
    return (hash >>> 3) & (this.bits.length - 1);
  }
}

/** Another hash of the same word, all of whose bits depend on all of the first. */
const next = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
