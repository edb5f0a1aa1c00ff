import type { Catalogue } from '../lessons/model';
import { pointCardId } from './cards';
import type { Asked } from './entries';
import { addTo, groupBy } from './groups';
import { kinds } from './kinds';
import { allPieces, keyOf, refOf } from './lookup';
import { memoriesOf, recallOf, type Memory, type Recall } from './memory';
import type { Progress } from './progress';
import type { PieceRef } from './session';

/** What is remembered of every piece and card. */
export interface Memories {
  /**
   * Of a piece or a variant of it: their answers count together. Undefined until answered. `at`: as it was at this time;
   * of what has been asked more often than is kept, the earliest times are not known.
   */
  piece(ref: PieceRef, at?: number): Memory | undefined;
  /** Undefined until graded. */
  card(id: string): Memory | undefined;
  /** The piece of the same flaw asked last, itself or a variant; in order of asking. */
  asked(ref: PieceRef): readonly string[];
}

/** Folds progress into memories, once for each progress and catalogue. Whoever keeps one keeps what it has folded. */
export class Recollection {
  readonly #known = new WeakMap<Progress, WeakMap<Catalogue, Memories>>();

  of(progress: Progress, catalogue: Catalogue): Memories {
    const byCatalogue = this.#known.get(progress) ?? new WeakMap<Catalogue, Memories>();
    this.#known.set(progress, byCatalogue);
    const memories = byCatalogue.get(catalogue) ?? fold(progress, catalogue);
    byCatalogue.set(catalogue, memories);
    return memories;
  }
}

function fold(progress: Progress, catalogue: Catalogue): Memories {
  const bases = new Map<string, string>();
  const taught = new Map<string, string[]>();
  for (const { lesson, piece } of allPieces(catalogue)) {
    const base = keyOf(refOf(lesson, piece));
    bases.set(base, base);
    for (const rule of [piece.rule ?? [], piece.also ?? []].flat()) addTo(taught, rule, base);
  }
  for (const { lessons } of catalogue.tracks)
    for (const lesson of lessons)
      for (const variant of lesson.variants) bases.set(keyOf(refOf(lesson, variant)), keyOf({ lesson: lesson.id, piece: variant.variantOf }));

  const pieces = new Map<string, Recall[]>();
  const asked = new Map<string, string[]>();
  const cut = cutOff(progress);
  for (const answer of progress.answers) {
    const base = bases.get(keyOf(answer));
    if (base === undefined) continue;
    addTo(pieces, base, { ...recallOf(answer), ...resumedAt(answer, cut) });
    addTo(asked, base, answer.piece);
  }
  for (const { rule, at } of progress.practised)
    for (const base of taught.get(rule) ?? []) addTo(pieces, base, { at, rating: 'good', practice: true });

  const cards = new Map<string, Recall[]>();
  for (const { exercise, met, missed, at } of progress.gradings) {
    for (const point of met) addTo(cards, pointCardId(exercise, point), { at, rating: 'good', practice: true });
    for (const point of missed) addTo(cards, pointCardId(exercise, point), { at, rating: 'again' });
  }
  for (const grade of progress.grades) addTo(cards, grade.card, { at: grade.at, rating: grade.rating, ...resumedAt(grade, cut) });

  const [pieceMemories, cardMemories] = [memories(pieces), memories(cards)];
  return {
    piece: (ref, at = Infinity) => pieceMemories.get(bases.get(keyOf(ref)) ?? keyOf(ref))?.findLast(({ last }) => last <= at),
    card: (id) => cardMemories.get(id)?.at(-1),
    asked: (ref) => asked.get(keyOf(ref)) ?? [],
  };
}

/** The first entries left of subjects from which thinning may have dropped others. */
function cutOff({ answers, grades, retractions }: Progress): ReadonlySet<Asked> {
  const gone = groupBy(retractions, ({ list, subject }) => `${list} ${subject}`);
  const firsts = <E extends Asked>(list: 'answers' | 'grades', entries: readonly E[], subject: (entry: E) => string) =>
    [...groupBy(entries, subject)].flatMap(([key, group]) => {
      const known = group.length + (gone.get(`${list} ${key}`)?.length ?? 0);
      return known >= kinds[list].kept ? group.slice(0, 1) : [];
    });
  return new Set<Asked>([...firsts('answers', answers, kinds.answers.subject), ...firsts('grades', grades, kinds.grades.subject)]);
}

function resumedAt(entry: Asked, cut: ReadonlySet<Asked>): Pick<Recall, 'resumed'> {
  return cut.has(entry) && entry.strength ? { resumed: entry.strength } : {};
}

function memories(recalls: ReadonlyMap<string, readonly Recall[]>): Map<string, Memory[]> {
  return new Map([...recalls].map(([key, list]) => [key, memoriesOf([...list].sort((a, b) => a.at - b.at))]));
}
