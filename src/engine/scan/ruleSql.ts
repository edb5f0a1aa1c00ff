import type { RegexAnalyser } from '../syntax/regex';
import type { SqlParser } from '../syntax/sql';
import { copyOf } from '../text/copy';

/** Most texts that are kept: more than a file has statements. */
const mostTexts = 2000;

/** Reads each text once: the rules of one file ask for the same statements, and again after the next edit. */
export function memoized(parser: SqlParser): SqlParser {
  return { ...parser, parse: once((text) => parser.parse(text)), tokens: once((text) => parser.tokens(text)) };
}

function once<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      if (known.size >= mostTexts) known.clear();
      // Statements are cut from the text of a file, which changes.
      const own = copyOf(text);
      result = read(own);
      known.set(own, result);
    }
    return result;
  };
}

const refuse = (): never => {
  throw new Error('a rule must declare that it needsSql or needsRegex');
};

/** Stands in where no rule asked for SQL, so that the parser need not be loaded. */
export const unloadedSql: SqlParser = { parse: refuse, tokens: refuse, comments: refuse, parseFunction: refuse };

/** The same for regular expressions. */
export const unloadedRegex: RegexAnalyser = { slowness: refuse };
