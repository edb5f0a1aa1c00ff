import { CharSet, DFA, JS, NFA } from 'refa';
import { analyse } from 'scslre';
import type { RegexAnalyser, SlowRegex } from './regex';
import { growthOf, repeatsGroup, type Growth } from './regexGrowth';
import { NotCounted, type Pattern } from './regexSteps';

/** Longer patterns are not judged: real ones are shorter, and the time it takes grows with them. */
const maxLength = 400;

/** Automata of more states than this are not compared. */
const maxStates = 2000;

/** `unknown` for a pattern whose steps are not counted. */
function shownGrowth(pattern: Pattern, flags: string): Growth | 'linear' | 'unknown' {
  try {
    return growthOf(pattern, flags) ?? 'linear';
  } catch (error) {
    if (error instanceof NotCounted) return 'unknown';
    throw error;
  }
}

/** A text as a pattern writes it. */
function written(text: string): string {
  const codes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const elements = codes.map((code) => ({ type: 'CharacterClass' as const, characters: CharSet.empty(0xffff).union([{ min: code, max: code }]) }));
  return JS.toLiteral({ type: 'Concatenation', elements }).source;
}

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
      const { ast } = JS.Parser.fromLiteral({ source, flags });
      if (reports.length === 0 && !repeatsGroup(ast.pattern.alternatives)) return undefined;
      const worst = reports.find(({ exponential }) => exponential) ?? reports[0];
      const growth = shownGrowth(ast.pattern, flags);
      // scslre asks whether what follows may fail, but not whether it may fail there, and does not compare branches.
      if (growth === 'linear' || (worst === undefined && (growth === 'unknown' || growth.kind === 'polynomial'))) return undefined;
      if (worst === undefined) return growth === 'unknown' ? undefined : { growth: growth.kind, repeated: written(growth.pump), equal: undefined };
      const kind = growth === 'unknown' ? (worst.exponential ? 'exponential' : 'polynomial') : growth.kind;
      const repeated = growth === 'unknown' || worst.exponential || kind === 'polynomial' ? worst.character.literal.source : written(growth.pump);
      const fixed = reports.length === 1 ? worst.fix()?.source : undefined;
      const isProven = fixed !== undefined && accepts(source, fixed, flags) && analyse({ source: fixed, flags }).reports.length === 0;
      return { growth: kind, repeated, equal: isProven ? fixed : undefined };
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
