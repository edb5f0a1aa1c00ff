import type { Catalogue } from '../lessons/model';
import { allPieces, findLesson, findPiece, refOf, sameRef } from './lookup';
import type { PieceRef } from './session';

/** As much of a rule, or of a finding of it, as says what teaches it. */
export interface TaughtRule {
  readonly id: string;
  /** `lesson`, `lesson#piece`, or empty. */
  readonly lesson: string;
}

/**
 * The pieces that teach a rule: the one that it names itself, or that its lesson begins with, then those of any lesson
 * that name the rule, in reading order.
 */
export function piecesTeaching(catalogue: Catalogue, rule: TaughtRule): PieceRef[] {
  const naming = allPieces(catalogue)
    .filter(({ piece }) => piece.rule === rule.id || piece.also?.includes(rule.id) === true)
    .map(({ lesson, piece }) => refOf(lesson, piece));
  const named = namedPiece(catalogue, rule.lesson, naming);
  return named ? [named, ...naming.filter((each) => !sameRef(each, named))] : naming;
}

/** The piece to learn a rule from; undefined where none teaches it. */
export function pieceTeaching(catalogue: Catalogue, rule: TaughtRule): PieceRef | undefined {
  return piecesTeaching(catalogue, rule)[0];
}

function namedPiece(catalogue: Catalogue, name: string, naming: readonly PieceRef[]): PieceRef | undefined {
  const [lesson = '', piece] = name.split('#');
  if (piece !== undefined) return findPiece(catalogue, { lesson, piece }) && { lesson, piece };
  const found = findLesson(catalogue, lesson)?.lesson;
  const [first] = found?.pieces ?? [];
  return naming.find((each) => each.lesson === lesson) ?? (found && first && refOf(found, first));
}
