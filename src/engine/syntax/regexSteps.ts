import type { JS } from 'refa';

export type Pattern = JS.RegexppAst['pattern'];
export type Alternative = Pattern['alternatives'][number];
export type Element = Alternative['elements'][number];
/** What takes one character. */
export type Single = Extract<Element, { type: 'Character' | 'CharacterSet' | 'CharacterClass' }>;

/** Tells whether an element takes a character. */
export type Takes = (single: Single, character: string) => boolean;

export const isSingle = (element: Element): element is Single => element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClass';

/** What steps are not counted of: look-behind, classes that hold texts, and patterns that take too many to tell. */
export class NotCounted extends Error {}

class Limit extends Error {}

/** The platform's own reading of a character or class, each asked once. @param flags of the pattern */
export function takesOf(flags: string): Takes {
  const kept = flags.replace(/[^iusv]/g, '');
  const known = new Map<string, Map<string, boolean>>();
  const tests = new Map<string, RegExp>();
  return ({ raw }, character) => {
    let answers = known.get(raw);
    let test = tests.get(raw);
    if (answers === undefined || test === undefined) {
      answers = new Map();
      test = new RegExp(`^(?:${raw})$`, kept);
      known.set(raw, answers);
      tests.set(raw, test);
    }
    const found = answers.get(character) ?? test.test(character);
    answers.set(character, found);
    return found;
  };
}

type Next = (at: number) => boolean;
type Group = [start: number, end: number] | undefined;

/**
 * Counts what a matcher that goes back, as those of JavaScript engines do, looks at in a text: from each position on until
 * it has found a match, with `g` all of them.
 * @returns `limit` where it is more
 * @throws NotCounted
 */
export function stepsOf(pattern: Pattern, flags: string, text: string, takes: Takes, limit: number): number {
  let steps = 0;
  const groups = new Map<unknown, Group>();
  const isAtEdge = (at: number) => /\w/.test(text[at - 1] ?? '') !== /\w/.test(text[at] ?? '');
  const isLineEnd = (character: string | undefined) => flags.includes('m') && character !== undefined && /[\n\r\u2028\u2029]/.test(character);

  const oneOf = (branches: readonly Alternative[], at: number, next: Next): boolean => branches.some(({ elements }) => sequence(elements, 0, at, next));
  const sequence = (elements: readonly Element[], index: number, at: number, next: Next): boolean => {
    const element = elements[index];
    return element === undefined ? next(at) : match(element, at, (after) => sequence(elements, index + 1, after, next));
  };
  const repeat = (element: Extract<Element, { type: 'Quantifier' }>, count: number, at: number, next: Next): boolean => {
    const again = () => count < element.max && match(element.element, at, (after) => (after === at && count >= element.min ? false : repeat(element, count + 1, after, next)));
    if (count < element.min) return again();
    return element.greedy ? again() || next(at) : next(at) || again();
  };
  const captured = (group: Element, branches: readonly Alternative[], at: number, next: Next): boolean => {
    const before = groups.get(group);
    const found = oneOf(branches, at, (after) => {
      const inner = groups.get(group);
      groups.set(group, [at, after]);
      if (next(after)) return true;
      groups.set(group, inner);
      return false;
    });
    if (!found) groups.set(group, before);
    return found;
  };
  const match = (element: Element, at: number, next: Next): boolean => {
    steps += 1;
    if (steps >= limit) throw new Limit();
    if (isSingle(element)) return at < text.length && takes(element, text.charAt(at)) && next(at + 1);
    switch (element.type) {
      case 'Group':
        return oneOf(element.alternatives, at, next);
      case 'CapturingGroup':
        return captured(element, element.alternatives, at, next);
      case 'Quantifier':
        return repeat(element, 0, at, next);
      case 'Backreference': {
        const [start, end] = (Array.isArray(element.resolved) ? undefined : groups.get(element.resolved)) ?? [0, 0];
        return text.startsWith(text.slice(start, end), at) && next(at + end - start);
      }
      case 'Assertion':
        switch (element.kind) {
          case 'start':
            return (at === 0 || isLineEnd(text[at - 1])) && next(at);
          case 'end':
            return (at === text.length || isLineEnd(text[at])) && next(at);
          case 'word':
            return isAtEdge(at) !== element.negate && next(at);
          case 'lookahead':
            return oneOf(element.alternatives, at, () => true) !== element.negate && next(at);
          default:
            throw new NotCounted();
        }
      default:
        throw new NotCounted();
    }
  };

  try {
    for (let start = 0; start <= text.length; ) {
      let end: number | undefined;
      groups.clear();
      const found = oneOf(pattern.alternatives, start, (after) => {
        end = after;
        return true;
      });
      if (found && !flags.includes('g')) break;
      if (!found && flags.includes('y')) break;
      start = Math.max(start + 1, end ?? 0);
    }
  } catch (error) {
    if (error instanceof Limit) return limit;
    throw error;
  }
  return steps;
}
