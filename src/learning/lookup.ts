import type { Catalogue, Drill, Lesson, Piece, Prompt, Track } from '../lessons/model';
import type { PieceRef } from './session';

/** A piece with everything it belongs to. */
export interface PlacedPiece {
  readonly track: Track;
  readonly lesson: Lesson;
  readonly piece: Piece;
  /** From 0, inside its lesson; a variant stands where the piece it varies does. */
  readonly index: number;
}

export interface PlacedLesson {
  readonly track: Track;
  readonly lesson: Lesson;
}

/** Every lesson with its track, in reading order. */
export function allLessons(catalogue: Catalogue): PlacedLesson[] {
  return catalogue.tracks.flatMap((track) => track.lessons.map((lesson) => ({ track, lesson })));
}

/** Every piece of every lesson, in reading order. */
export function allPieces(catalogue: Catalogue): PlacedPiece[] {
  return allLessons(catalogue).flatMap(({ track, lesson }) =>
    lesson.pieces.map((piece, index) => ({ track, lesson, piece, index })),
  );
}

export function findLesson(catalogue: Catalogue, id: string): PlacedLesson | undefined {
  for (const track of catalogue.tracks) {
    const lesson = track.lessons.find((each) => each.id === id);
    if (lesson) return { track, lesson };
  }
  return undefined;
}

/** A piece or a variant by its id; a variant stands at the index of the piece it varies. */
export function findPiece(catalogue: Catalogue, ref: PieceRef): PlacedPiece | undefined {
  const found = findLesson(catalogue, ref.lesson);
  if (!found) return undefined;
  const { pieces, variants } = found.lesson;
  const variant = variants.find(({ id }) => id === ref.piece);
  const index = pieces.findIndex(({ id }) => id === (variant?.variantOf ?? ref.piece));
  const piece = variant ?? pieces[index];
  return piece && index >= 0 ? { ...found, piece, index } : undefined;
}

/** A prompt or a drill with the track it belongs to. */
export interface PlacedExercise {
  readonly track: Track;
  readonly exercise: Prompt | Drill;
}

export function findExercise(catalogue: Catalogue, id: string): PlacedExercise | undefined {
  for (const track of catalogue.tracks) {
    const { prompts = [], drills = [] } = track.practice ?? {};
    const exercise = [...prompts, ...drills].find((each) => each.id === id);
    if (exercise) return { track, exercise };
  }
  return undefined;
}

/** The piece `by` places further in the same lesson; undefined past either end. */
export function neighbour(catalogue: Catalogue, ref: PieceRef, by: 1 | -1): PieceRef | undefined {
  const placed = findPiece(catalogue, ref);
  const piece = placed?.lesson.pieces[placed.index + by];
  return piece && { lesson: ref.lesson, piece: piece.id };
}

/** The piece a rule names as `lesson#piece`. */
export function refOfRule({ lesson: named }: { readonly lesson: string }): PieceRef {
  const [lesson = '', piece = ''] = named.split('#');
  return { lesson, piece };
}

export function refOf(lesson: Lesson, piece: Piece): PieceRef {
  return { lesson: lesson.id, piece: piece.id };
}

/** Names a piece in maps. */
export function keyOf({ lesson, piece }: PieceRef): string {
  return `${lesson}/${piece}`;
}

export function sameRef(a: PieceRef, b: PieceRef): boolean {
  return a.lesson === b.lesson && a.piece === b.piece;
}

/** The letter an option is shown with: A for 0. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
