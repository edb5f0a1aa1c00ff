import type { PieceRef } from '../learning/session';
import type { Catalogue, Lesson, LessonProblem, Piece, Track } from '../lessons/model';

/** A row of the Climb. Rows of lessons and pieces carry their ids, so that a menu's command can take the row itself. */
export type ClimbNode =
  | { readonly kind: 'track'; readonly source: Track }
  | { readonly kind: 'lesson'; readonly lesson: string; readonly source: Lesson }
  | ({ readonly kind: 'piece'; readonly source: Piece } & PieceRef)
  | { readonly kind: 'problems'; readonly source: readonly LessonProblem[] }
  | { readonly kind: 'problem'; readonly source: LessonProblem };

/** The rows under `parent`, or the top ones. What could not be loaded comes last. */
export function childrenOf(catalogue: Catalogue, parent?: ClimbNode): ClimbNode[] {
  switch (parent?.kind) {
    case undefined: {
      const tracks = catalogue.tracks.map((source): ClimbNode => ({ kind: 'track', source }));
      return catalogue.problems.length === 0 ? tracks : [...tracks, { kind: 'problems', source: catalogue.problems }];
    }
    case 'track':
      return parent.source.lessons.map((source) => ({ kind: 'lesson', lesson: source.id, source }));
    case 'lesson':
      return parent.source.pieces.map((source) => ({ kind: 'piece', lesson: parent.lesson, piece: source.id, source }));
    case 'problems':
      return parent.source.map((source) => ({ kind: 'problem', source }));
    case 'piece':
    case 'problem':
      return [];
  }
}

/** Lessons with at least one problem; each counts once however much is wrong with it. */
export function brokenLessons(problems: readonly LessonProblem[]): number {
  return new Set(problems.map(({ file }) => file)).size;
}
