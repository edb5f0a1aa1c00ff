import { isUnder, relativeWithin, within } from './paths';

/** What one thread listed under a folder. A message to the other threads shares it instead of copying. */
export interface SharedFiles {
  readonly root: string;
  readonly includesTests: boolean;
  /** Paths relative to the root, sorted, in UTF-8, each with a zero behind it. */
  readonly paths: SharedArrayBuffer;
}

/**
 * @param files absolute, sorted
 * @returns undefined where there is nothing to share, or a file lies elsewhere
 */
export function shareFiles(root: string, files: readonly string[], includesTests: boolean): SharedFiles | undefined {
  if (files.length === 0 || !files.every((file) => isUnder(root, file))) return undefined;
  const { bytes } = PackedPaths.of(root, files);
  const paths = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(paths).set(bytes);
  return { root, includesTests, paths };
}

/** Paths that are texts in the same moment: few are wanted, and a hundred thousand took 10 MB on each of four threads. */
const atOnce = 256;

/** A listing whose paths become texts when they are asked for: a hundred thousand on each of four threads took 50 MB. */
export class PackedPaths {
  /** Where each path begins, and where the last one ends. */
  private readonly starts: Uint32Array;
  private readonly decoder = new TextDecoder();

  /** @param bytes as {@link SharedFiles.paths} */
  constructor(
    private readonly root: string,
    readonly bytes: Uint8Array,
  ) {
    let count = 0;
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) count++;
    this.starts = new Uint32Array(count + 1);
    for (let index = 1; index <= count; index++) this.starts[index] = bytes.indexOf(0, this.starts[index - 1]) + 1;
  }

  /** @param files absolute, all under the root, sorted */
  static of(root: string, files: readonly string[]): PackedPaths {
    return new PackedPaths(root, new TextEncoder().encode(files.map((file) => `${relativeWithin(root, file)}\0`).join('')));
  }

  /**
   * The absolute paths of the files under a folder, sorted.
   * @param isWanted the others are left out
   * @param most undefined comes back where there are more, wanted or not
   */
  under(dir: string, isWanted: (file: string) => boolean = () => true, most = Infinity): readonly string[] | undefined {
    const [first, end] = this.rangeUnder(dir);
    if (end - first > most) return undefined;
    const found: string[] = [];
    for (let at = first; at < end; at += atOnce) {
      for (const name of this.namesOf(at, Math.min(at + atOnce, end))) {
        const file = within(this.root, name);
        if (isWanted(file)) found.push(file);
      }
    }
    return found;
  }

  private rangeUnder(dir: string): readonly [number, number] {
    const { root } = this;
    if (dir === root || isUnder(dir, root)) return [0, this.count];
    return isUnder(root, dir) ? this.rangeOf(relativeWithin(root, within(dir, ''))) : [0, 0];
  }

  private get count(): number {
    return this.starts.length - 1;
  }

  /** Sorted names with one beginning stand beside each other. */
  private rangeOf(beginning: string): readonly [number, number] {
    const first = this.search((name) => name >= beginning);
    return [first, this.search((name) => name >= beginning && !name.startsWith(beginning))];
  }

  /** The first path from which on `isBehind` holds. */
  private search(isBehind: (name: string) => boolean): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBehind(this.nameAt(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private nameAt(index: number): string {
    return this.namesOf(index, index + 1)[0] ?? '';
  }

  private namesOf(first: number, end: number): string[] {
    // A decoder may refuse bytes that others could change meanwhile.
    return this.decoder.decode(this.bytes.slice(this.starts[first], (this.starts[end] ?? 1) - 1)).split('\0');
  }
}
