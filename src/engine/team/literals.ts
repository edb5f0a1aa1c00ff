import type { RuleMatcher } from './model';

type RuleObject = Readonly<Record<string, unknown>>;

/**
 * Texts of which a file holds at least one where the rule matches: most files hold none and are never parsed.
 * @returns undefined where none can be derived; the rule then looks at every file of its language
 */
export function literalsOf({ rule, utils = {} }: RuleMatcher): readonly string[] | undefined {
  const found = ofRule(rule, utils as Readonly<Record<string, RuleObject>>, new Set());
  return found === undefined || found.length > mostLiterals ? undefined : [...new Set(found)];
}

const mostLiterals = 50;

/** Each part of a rule object must hold, so that the part that says most is enough. */
function ofRule(rule: RuleObject, utils: Readonly<Record<string, RuleObject>>, within: ReadonlySet<string>): readonly string[] | undefined {
  const parts = Object.entries(rule).map(([name, value]) => ofPart(name, value, utils, within));
  return parts.reduce(better, undefined);
}

function ofPart(name: string, value: unknown, utils: Readonly<Record<string, RuleObject>>, within: ReadonlySet<string>): readonly string[] | undefined {
  switch (name) {
    case 'pattern':
      return ofPattern(value);
    case 'regex':
      return typeof value === 'string' ? ofRegex(value) : undefined;
    case 'inside':
    case 'has':
    case 'precedes':
    case 'follows':
      return ofRule(value as RuleObject, utils, within);
    case 'all':
      return (value as readonly RuleObject[]).map((each) => ofRule(each, utils, within)).reduce(better, undefined);
    case 'any': {
      const each = (value as readonly RuleObject[]).map((choice) => ofRule(choice, utils, within));
      return each.includes(undefined) ? undefined : each.flatMap((choice) => choice ?? []);
    }
    case 'matches': {
      const util = typeof value === 'string' && !within.has(value) && Object.hasOwn(utils, value) ? utils[value] : undefined;
      return util === undefined ? undefined : ofRule(util, utils, new Set([...within, String(value)]));
    }
    default:
      return undefined;
  }
}

/** The one with fewer choices, or the longer text where both have as many. */
function better(first: readonly string[] | undefined, second: readonly string[] | undefined): readonly string[] | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  if (first.length !== second.length) return first.length < second.length ? first : second;
  return Math.min(...first.map(({ length }) => length)) >= Math.min(...second.map(({ length }) => length)) ? first : second;
}

/** Names need not stand in a match where a pattern compares only the kinds of nodes. */
const comparesText: ReadonlySet<unknown> = new Set([undefined, 'smart', 'cst', 'ast', 'relaxed']);

function ofPattern(value: unknown): readonly string[] | undefined {
  const { context, selector, strictness } = typeof value === 'string' ? { context: value } : (value as { readonly context: string; readonly selector?: string; readonly strictness?: string });
  // Of a context only the selected node counts; a comment of a pattern is skipped in a match.
  if (selector !== undefined || !comparesText.has(strictness) || /\/\/|\/\*/.test(context)) return undefined;
  const names = context.match(/[$\w]+/g) ?? [];
  const longest = names.filter(isName).sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : [longest];
}

/** Words that stand in the tree as no node of their own, or in most files. */
const keywords = new Set(
  'as async await break case catch chan class const continue debugger default defer delete do else enum export extends fallthrough false finally for from func function get go goto if implements import in instanceof interface let map new nil null of package private protected public range readonly return select set static struct super switch this throw true try type typeof undefined var void while with yield'.split(' '),
);

const isName = (word: string): boolean => word.length >= 3 && /^[A-Za-z_]\w*$/.test(word) && !keywords.has(word);

/** Only of expressions that are a word or a choice of words. */
function ofRegex(source: string): readonly string[] | undefined {
  const [, list] = /^\^?\(?(?:\?:)?([\w|]+)\)?\$?$/.exec(source) ?? [];
  const words = list?.split('|');
  return words?.every((word) => word.length >= 3) === true ? words : undefined;
}
