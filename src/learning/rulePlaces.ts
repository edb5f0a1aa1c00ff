import type { Lesson } from '../lessons/model';
import type { Progress } from './progress';

/** A rule of a lesson, and what the reader's own code has of it. */
export interface RulePlaces {
  readonly rule: string;
  readonly title: string;
  /** Undefined until a scan has run. */
  readonly count?: number;
  /** When the reader last fixed one; milliseconds since the epoch. */
  readonly practisedAt?: number;
}

/** The rules a lesson teaches, in the order of its pieces. */
export function rulePlaces(
  lesson: Lesson,
  rules: readonly { readonly id: string; readonly title: string }[],
  { practised }: Pick<Progress, 'practised'>,
  count: (rule: string) => number | undefined,
): RulePlaces[] {
  const taught = new Set(lesson.pieces.flatMap(({ also, rule }) => [...(rule === undefined ? [] : [rule]), ...(also ?? [])]));
  return [...taught].flatMap((id) => {
    const known = rules.find((rule) => rule.id === id);
    if (!known) return [];
    const found = count(id);
    const last = practised.findLast(({ rule }) => rule === id)?.at;
    return [{ rule: id, title: known.title, ...(found !== undefined && { count: found }), ...(last !== undefined && { practisedAt: last }) }];
  });
}
