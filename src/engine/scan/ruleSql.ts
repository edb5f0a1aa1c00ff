import type { RegexAnalyser } from '../syntax/regex';
import type { ParsedSql, SqlParser } from '../syntax/sql';

/** Parses each text once: the rules of one file ask for the same statements. */
export function memoized(parser: SqlParser): SqlParser {
  const parsed = new Map<string, ParsedSql>();
  return {
    ...parser,
    parse(text) {
      const known = parsed.get(text) ?? parser.parse(text);
      parsed.set(text, known);
      return known;
    },
  };
}

const refuse = (): never => {
  throw new Error('a rule must declare that it needsSql or needsRegex');
};

/** Stands in where no rule asked for SQL, so that the parser need not be loaded. */
export const unloadedSql: SqlParser = { parse: refuse, tokens: refuse, comments: refuse, parseFunction: refuse };

/** The same for regular expressions. */
export const unloadedRegex: RegexAnalyser = { slowness: refuse };
