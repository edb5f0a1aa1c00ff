import { DFA, JS, NFA } from 'refa';
import { analyse } from 'scslre';
import type { RegexAnalyser, SlowRegex } from './regex';
import { ambiguousRepetition } from './regexAmbiguity';

/** Longer patterns are not judged: real ones are shorter, and the time it takes grows with them. */
const maxLength = 400;

/** Automata of more states than this are not compared. */
const maxStates = 2000;

/** A new analyser, which remembers what it has judged. */
export function analyser(): RegexAnalyser {
  /** The automaton of what stands between `^` and `$`; undefined for a pattern that is not one such run, or holds assertions and groups. */
  const automaton = (source: string, flags: string) => {
    const inner = /^\^([^]*)\$$/.exec(source)?.[1];
    // A group is what `match` gives back, and of two branches `^` and `$` would bind one each.
    if (inner === undefined || /(?<!\\)[|]|\((?!\?:)/.test(inner) || flags.includes('m')) return undefined;
    const { expression, maxCharacter } = JS.Parser.fromLiteral({ source: inner, flags }).parse({ assertions: 'throw' });
    const dfa = DFA.fromFA(NFA.fromRegex(expression, { maxCharacter }), new DFA.LimitedNodeFactory(maxStates));
    dfa.minimize();
    return dfa;
  };
  const accepts = (first: string, second: string, flags: string): boolean => {
    try {
      const [a, b] = [automaton(first, flags), automaton(second, flags)];
      return a !== undefined && b !== undefined && a.structurallyEqual(b);
    } catch {
      return false;
    }
  };
  const judge = (source: string, flags: string): SlowRegex | undefined => {
    try {
      const { reports } = analyse({ source, flags });
      const worst = reports.find(({ exponential }) => exponential) ?? reports[0];
      // What scslre reports starts from repetitions without end inside others; it does not compare branches.
      const twice = worst?.exponential === true ? undefined : ambiguousRepetition(source, flags);
      if (twice !== undefined) {
        const elements = [{ type: 'CharacterClass' as const, characters: twice }];
        return { growth: 'exponential', repeated: JS.toLiteral({ type: 'Concatenation', elements }).source, equal: undefined };
      }
      if (worst === undefined) return undefined;
      const fixed = reports.length === 1 ? worst.fix()?.source : undefined;
      const isProven = fixed !== undefined && accepts(source, fixed, flags) && analyse({ source: fixed, flags }).reports.length === 0;
      return { growth: worst.exponential ? 'exponential' : 'polynomial', repeated: worst.character.literal.source, equal: isProven ? fixed : undefined };
    } catch {
      // Not a regular expression, or one with syntax newer than the analyser.
      return undefined;
    }
  };
  const known = new Map<string, SlowRegex | undefined>();
  return {
    slowness(source, flags) {
      if (source.length > maxLength) return undefined;
      const key = `${flags}/${source}`;
      if (!known.has(key)) known.set(key, judge(source, flags));
      return known.get(key);
    },
  };
}
