import { builtInMend, partsOf } from './identity';
import type { LessonProblem } from './model';
import type { FileReport } from './problems';

/** What one part of the lessons may name in another. */
export type Target =
  | { readonly kind: 'term'; readonly id: string }
  | { readonly kind: 'lesson'; readonly id: string; readonly piece?: string }
  | { readonly kind: 'lesson or track'; readonly id: string };

/** One place that names a target. */
export interface Reference {
  readonly file: string;
  /** One-based. */
  readonly line: number;
  readonly target: Target;
}

/** What a field `lesson` names. */
export function lessonReference(id: string | undefined, line: number, { file }: FileReport): Reference[] {
  return id === undefined ? [] : [{ file, line, target: { kind: 'lesson', id } }];
}

/**
 * Everything that is written, sound or not: who names a thing that exists but is broken hears of it only there. What
 * cannot be known, since the file that would tell is unreadable, is undefined and not checked.
 */
export interface Known {
  /** Piece ids by lesson, with the piece that a variant varies. */
  readonly lessons: ReadonlyMap<string, ReadonlyMap<string, string | undefined> | undefined>;
  readonly tracks: ReadonlySet<string>;
  readonly terms: ReadonlySet<string> | undefined;
}

/** A problem for every reference to what is not written anywhere. */
export function unknownReferences(references: readonly Reference[], known: Known): LessonProblem[] {
  return references.flatMap(({ file, line, target }) => {
    const message = unknown(target, known);
    return message === undefined ? [] : [{ file, line, message }];
  });
}

const otherwise = '; name one that is there';

function unknown(target: Target, { lessons, tracks, terms }: Known): string | undefined {
  const { id } = target;
  switch (target.kind) {
    case 'term':
      return terms?.has(id) === false ? `there is no term called ${id}; define it in glossary.yml or link to one that is there` : undefined;
    case 'lesson or track':
      return lessons.has(id) || tracks.has(id) ? undefined : `there is no lesson or track called ${partsOf(id).id}${builtInMend(id, lessons) ?? otherwise}`;
    case 'lesson':
      return lessons.has(id) ? unknownPiece(target, lessons.get(id)) : `there is no lesson called ${partsOf(id).id}${builtInMend(id, lessons) ?? otherwise}`;
  }
}

function unknownPiece(
  { id, piece }: { readonly id: string; readonly piece?: string },
  pieces: ReadonlyMap<string, string | undefined> | undefined,
): string | undefined {
  if (piece === undefined || pieces === undefined) return undefined;
  if (!pieces.has(piece)) {
    const inOrder = [...pieces].flatMap(([name, variantOf]) => (variantOf === undefined ? [name] : []));
    return `the lesson ${partsOf(id).id} has no piece called ${piece}; it has ${inOrder.join(', ')}`;
  }
  const varied = pieces.get(piece);
  return varied === undefined ? undefined : `${piece} is a variant, asked in reviews only; link to ${partsOf(id).id}/${varied}, which it varies`;
}
