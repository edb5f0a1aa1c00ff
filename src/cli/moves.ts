/** How often each kind of finding was found in one file. A kind is a rule and a fingerprint. */
export interface FileFindings {
  /** Absolute, forward slashes. */
  readonly file: string;
  readonly kinds: ReadonlyMap<string, number>;
}

/** A finding of a file that is gone which stands in one that is new. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

/**
 * Finds the files that were renamed or moved. Two files are one where the findings they share are at least half of what
 * is left of each; under the same name, whatever its ending, half of what is left of the one with fewer will do. Each
 * finding moves once, so that a second copy of a file stays new.
 * @param gone files that are no longer there
 * @param fresh files that were not there, in any order
 */
export function movesBetween(gone: readonly FileFindings[], fresh: readonly FileFindings[]): Move[] {
  const sources = gone.map((each) => new Source(each));
  const holders = new Map<string, Source[]>();
  for (const source of sources) {
    for (const kind of source.left.keys()) {
      const known = holders.get(kind);
      if (known === undefined) holders.set(kind, [source]);
      else known.push(source);
    }
  }
  return fresh.toSorted(mostFirst).flatMap((each) => movesTo(each, holders));
}

/** A file that is gone, and what of its findings has not been seen elsewhere. */
class Source {
  readonly file: string;
  readonly left: Map<string, number>;
  total: number;

  constructor({ file, kinds }: FileFindings) {
    this.file = file;
    this.left = new Map(kinds);
    this.total = totalOf(kinds);
  }

  take(kind: string, count: number): void {
    this.left.set(kind, (this.left.get(kind) ?? 0) - count);
    this.total -= count;
  }
}

function movesTo({ file, kinds }: FileFindings, holders: ReadonlyMap<string, readonly Source[]>): Move[] {
  const wanted = new Map(kinds);
  const moves: Move[] = [];
  for (let from = bestFor(file, wanted, holders); from !== undefined; from = bestFor(file, wanted, holders)) {
    for (const [kind, own] of wanted) {
      const count = Math.min(own, from.left.get(kind) ?? 0);
      if (count === 0) continue;
      from.take(kind, count);
      wanted.set(kind, own - count);
      for (let each = 0; each < count; each++) moves.push({ from: from.file, to: file, kind });
    }
  }
  return moves;
}

function bestFor(file: string, wanted: ReadonlyMap<string, number>, holders: ReadonlyMap<string, readonly Source[]>): Source | undefined {
  const shared = new Map<Source, number>();
  for (const [kind, own] of wanted) {
    for (const source of holders.get(kind) ?? []) {
      const common = Math.min(own, source.left.get(kind) ?? 0);
      if (common > 0) shared.set(source, (shared.get(source) ?? 0) + common);
    }
  }
  const total = totalOf(wanted);
  let best: { readonly source: Source; readonly common: number; readonly alike: number } | undefined;
  for (const [source, common] of shared) {
    const alike = namesInCommon(source.file, file);
    const least = (alike > 0 ? Math.min : Math.max)(total, source.total) / 2;
    if (common < least) continue;
    if (best === undefined || common > best.common || (common === best.common && (alike > best.alike || (alike === best.alike && source.file < best.source.file)))) best = { source, common, alike };
  }
  return best?.source;
}

/** How many names at the end of two paths are the same, endings aside: `a/b.js` becomes `c/b.ts`. */
function namesInCommon(one: string, other: string): number {
  const [names, others] = [one, other].map((file) => file.replace(/\.[^./]*$/, '').split('/').reverse()) as [string[], string[]];
  const first = names.findIndex((name, at) => name !== others[at]);
  return first === -1 ? names.length : first;
}

const totalOf = (kinds: ReadonlyMap<string, number>) => [...kinds.values()].reduce((sum, count) => sum + count, 0);

const mostFirst = (a: FileFindings, b: FileFindings) => totalOf(b.kinds) - totalOf(a.kinds) || (a.file < b.file ? -1 : 1);
