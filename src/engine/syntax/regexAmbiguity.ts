import { CharSet, JS, type Concatenation, type Element, type Quantifier } from 'refa';

/** A set that takes more to write is told by one of its characters. */
const fewRanges = 4;

/**
 * The characters of an unbounded repetition that takes a run of them in more ways than one, so that each further one
 * multiplies the work: branches of one character that overlap (`(.|\s)*`), or a repetition of two lengths (`(\w{2,4})+`).
 * Only where something may fail after it, since nothing else makes the matcher try the other ways.
 * @returns undefined where there is no such repetition
 * @throws SyntaxError for a pattern that is not valid
 */
export function ambiguousRepetition(source: string, flags: string): CharSet | undefined {
  const { expression } = JS.Parser.fromLiteral({ source, flags }).parse({ assertions: 'parse' });
  return inBranches(expression.alternatives, false);
}

function inBranches(branches: readonly Concatenation[], mayFailAfter: boolean): CharSet | undefined {
  for (const { elements } of branches) {
    for (const [at, element] of elements.entries()) {
      const found = inElement(element, mayFailAfter || elements.slice(at + 1).some(mayFail));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function inElement(element: Element, mayFailAfter: boolean): CharSet | undefined {
  if (element.type === 'Alternation') return inBranches(element.alternatives, mayFailAfter);
  if (element.type !== 'Quantifier') return undefined;
  const own = mayFailAfter && element.max === Infinity ? (overlap(element) ?? twoLengths(element)) : undefined;
  return own ?? inBranches(element.alternatives, mayFailAfter);
}

/** A character that has to be there, or an assertion that has to hold. */
function mayFail(element: Element): boolean {
  if (element.type === 'Quantifier' && element.min === 0) return false;
  return element.type === 'CharacterClass' || element.type === 'Assertion' || (element.type !== 'Unknown' && element.alternatives.every(({ elements }) => elements.some(mayFail)));
}

/** What two branches of one character each have in common. */
function overlap({ alternatives }: Quantifier): CharSet | undefined {
  const sets = alternatives.flatMap(({ elements: [first, ...others] }) => (first?.type === 'CharacterClass' && others.length === 0 ? [first.characters] : []));
  for (const [at, set] of sets.entries()) {
    const other = sets.slice(at + 1).find((each) => !set.isDisjointWith(each));
    if (other !== undefined) return legible(set.intersect(other));
  }
  return undefined;
}

/** `(?:\w{2,4})+`: nothing but a repetition of one set that may be shorter or longer each time. */
function twoLengths({ alternatives: [only, ...others] }: Quantifier): CharSet | undefined {
  const [inner, ...more] = only?.elements ?? [];
  if (inner?.type !== 'Quantifier' || others.length > 0 || more.length > 0 || inner.min === 0 || inner.min === inner.max) return undefined;
  const [first, ...rest] = inner.alternatives[0]?.elements ?? [];
  return inner.alternatives.length === 1 && first?.type === 'CharacterClass' && rest.length === 0 ? first.characters : undefined;
}

function legible(set: CharSet): CharSet {
  const { maximum, ranges } = set;
  const printed = ranges.find(({ max }) => max >= 0x20);
  if (ranges.length <= fewRanges || printed === undefined) return set;
  const one = Math.max(printed.min, 0x20);
  return CharSet.empty(maximum).union([{ min: one, max: one }]);
}
