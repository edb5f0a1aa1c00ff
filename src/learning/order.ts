import type { PieceRef } from './session';

/**
 * The order in which one reader sees a piece's options: by a hash of seed, piece and option. Sorting by hash rather
 * than shuffling positions keeps the others in place when the author adds or removes an option.
 */
export function displayOrder(seed: string, ref: PieceRef, options: readonly string[]): string[] {
  return options
    .map((id) => ({ id, rank: hash([seed, ref.lesson, ref.piece, id].join('\n')) }))
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** 32-bit FNV-1a, finished with MurmurHash3's mixer: FNV alone leaves keys that differ in their last letter in order. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
