import type { PieceRef } from '../learning/session';
import type { AnswerTemplate, Card, Catalogue, Exercise, Lesson, LessonProblem, Piece, Track } from '../lessons/model';

export type ExerciseKind = 'prompt' | 'drill';

/** A row of the Climb. Rows of lessons and pieces carry their ids, so that a menu's command can take the row itself. */
export type ClimbNode =
  | { readonly kind: 'track'; readonly source: Track }
  | { readonly kind: 'lesson'; readonly lesson: string; readonly source: Lesson }
  | ({ readonly kind: 'piece'; readonly source: Piece } & PieceRef)
  | { readonly kind: 'template'; readonly source: AnswerTemplate }
  | { readonly kind: 'exercises'; readonly of: ExerciseKind; readonly track: string; readonly source: readonly Exercise[] }
  | { readonly kind: 'exercise'; readonly of: ExerciseKind; readonly source: Exercise }
  | { readonly kind: 'cards'; readonly track: string; readonly source: readonly Card[] }
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
      return [...parent.source.lessons.map((source): ClimbNode => ({ kind: 'lesson', lesson: source.id, source })), ...practiceOf(parent.source)];
    case 'lesson':
      return parent.source.pieces.map((source) => ({ kind: 'piece', lesson: parent.lesson, piece: source.id, source }));
    case 'exercises':
      return parent.source.map((source) => ({ kind: 'exercise', of: parent.of, source }));
    case 'problems':
      return parent.source.map((source) => ({ kind: 'problem', source }));
    case 'piece':
    case 'template':
    case 'exercise':
    case 'cards':
    case 'problem':
      return [];
  }
}

function practiceOf({ id: track, practice }: Track): ClimbNode[] {
  if (!practice) return [];
  const { cards, drills, prompts, template } = practice;
  return [
    ...(template ? [{ kind: 'template' as const, source: template }] : []),
    ...(prompts.length > 0 ? [{ kind: 'exercises' as const, of: 'prompt' as const, track, source: prompts }] : []),
    ...(drills.length > 0 ? [{ kind: 'exercises' as const, of: 'drill' as const, track, source: drills }] : []),
    ...(cards.length > 0 ? [{ kind: 'cards' as const, track, source: cards }] : []),
  ];
}

/** Lessons with at least one problem; each counts once however much is wrong with it. */
export function brokenLessons(problems: readonly LessonProblem[]): number {
  return new Set(problems.map(({ file }) => file)).size;
}
