import { isSingle, stepsOf, takesOf, NotCounted, type Alternative, type Element, type Pattern, type Single } from './regexSteps';

type Quantifier = Extract<Element, { type: 'Quantifier' }>;

/** How a pattern's work grows on the worst text found, and what that text repeats. */
export interface Growth {
  readonly kind: 'exponential' | 'polynomial';
  readonly pump: string;
}

/** Enough to tell growth; a pattern that needs more steps than these is left to the automata. */
const maxWords = 24;
const maxLength = 8;
const maxSteps = 4_000_000;

/**
 * The growth of a pattern's work, shown by counting the steps of a matcher on texts made for it: what leads to a repetition
 * without end, what that takes again and again, and something it cannot take. Nothing is matched in earnest.
 * @returns undefined where none of the texts shows more than linear growth
 * @throws NotCounted
 */
export function growthOf(pattern: Pattern, flags: string): Growth | undefined {
  if (flags.includes('v')) throw new NotCounted();
  const takes = takesOf(flags);
  const singles = singlesIn(pattern.alternatives);
  const characters = representatives(singles, takes);
  let spent = 0;
  const steps = (text: string, limit: number) => {
    const counted = stepsOf(pattern, flags, text, takes, limit);
    spent += counted;
    return counted;
  };
  const words = (element: Element) => wordsOf(element, (single) => characters.filter((character) => takes(single, character)));
  const endings = [...characters, ...characters.map((character) => character + character), ...characters.map((character) => `\n${character}`)];
  const attacks = attacksOn(pattern, words, (lead, pumps) => costliest(endings, (ending) => Math.max(...pumps.slice(0, 6).flatMap((pump) => [lead, passed + lead].map((before) => steps(before + pump.repeat(6) + ending, 5000))))));
  const mayDouble = repeatsGroup(pattern.alternatives);
  let polynomial: Growth | undefined;
  for (const { prefix, pump, suffix } of attacks) {
    const textOf = (times: number) => prefix + pump.repeat(times) + suffix;
    if (polynomial === undefined && isPolynomial((times, limit) => steps(textOf(times), limit))) polynomial = { kind: 'polynomial', pump };
    if (!mayDouble && polynomial !== undefined) break;
    if (mayDouble && isExponential((times, limit) => steps(textOf(times), limit))) return { kind: 'exponential', pump };
    if (spent <= maxSteps) continue;
    if (polynomial === undefined) throw new NotCounted();
    break;
  }
  return polynomial;
}

/** Only a repeated group can be taken in so many ways that each repetition more multiplies the work. */
export function repeatsGroup(branches: readonly Pick<Alternative, 'elements'>[]): boolean {
  return branches.some(({ elements }) =>
    elements.some((element) => {
      if (element.type !== 'Quantifier') return 'alternatives' in element && !isSingle(element) && repeatsGroup(element.alternatives);
      return (element.max === Infinity && !isSingle(element.element)) || repeatsGroup([{ elements: [element.element] }]);
    }),
  );
}

type Count = (times: number, limit: number) => number;

/** Each repetition more multiplies the work by what the one before did: twice as many square the factor, where a power of the length repeats it. */
function isExponential(count: Count): boolean {
  const limit = 400_000;
  if (count(26, 30_000) < 30_000) return false;
  const counts = [0];
  for (let times = 1; times <= 26; times += 1) {
    const counted = count(times, limit);
    if (counted >= limit) break;
    counts.push(counted);
  }
  const last = counts.length - 1;
  const factor = (times: number, before: number) => (counts[times] ?? 0) / (counts[before] ?? Infinity);
  if (last < 6) return last >= 3 && factor(last, last - 1) >= 2 && factor(last, last - 1) >= factor(last - 1, last - 2) * 0.9;
  const [half, quarter] = [last >> 1, last >> 2];
  const isSteady = factor(last, last - 2) >= 1.6 && factor(last, last - 2) >= factor(last - 2, last - 4) * 0.9;
  return isSteady && factor(half << 1, half) >= factor(quarter << 1, quarter) ** 1.5;
}

/** Twice the text takes three times the work, and again. */
function isPolynomial(count: Count): boolean {
  const few = count(40, 60_000);
  if (few >= 60_000) return true;
  const more = count(80, few * 3);
  return more >= few * 2.6 && count(160, more * 3) >= more * 3;
}

/** A branch that begins the text, as `^` binds it, does not take this most often. */
const passed = 'a';

interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

type Words = (element: Element) => readonly string[];

function* attacksOn(pattern: Pattern, words: Words, endingsFor: (lead: string, pumps: readonly string[]) => readonly string[]): Generator<Attack> {
  for (const { quantifier, prefix } of unbounded(pattern.alternatives, '', words)) {
    const pumps = words(quantifier.element).filter((word) => word !== '');
    for (const suffix of [...endingsFor(prefix, pumps), '']) {
      for (const pump of pumps) yield { prefix, pump, suffix };
      if (suffix !== '') for (const pump of pumps.slice(0, 6)) for (const other of new Set([suffix, passed])) yield { prefix: other + prefix, pump, suffix };
      // What leads there may be repeated with it, so that there is a start at each.
      if (prefix !== '') for (const pump of ['', ...pumps.slice(0, 3)]) yield { prefix: '', pump: prefix + pump, suffix };
    }
  }
}

/** The endings after which most is tried again, each of another cost. */
function costliest(endings: readonly string[], cost: (ending: string) => number): readonly string[] {
  const byCost = new Map<number, string>();
  for (const ending of endings) {
    const found = cost(ending);
    if (!byCost.has(found)) byCost.set(found, ending);
  }
  return [...byCost].sort(([a], [b]) => b - a).slice(0, 3).map(([, ending]) => ending);
}

interface Repetition {
  readonly quantifier: Quantifier;
  readonly prefix: string;
}

/** The repetitions without end, each with a short text that leads to it. */
function* unbounded(branches: readonly Pick<Alternative, 'elements'>[], lead: string, words: Words): Generator<Repetition> {
  for (const { elements } of branches) {
    let prefix = lead;
    for (const element of elements) {
      if (element.type === 'Quantifier') {
        if (element.max === Infinity) yield { quantifier: element, prefix };
        yield* unbounded([{ elements: [element.element] }], prefix, words);
      } else if ('alternatives' in element) {
        yield* unbounded(element.alternatives, prefix, words);
      }
      prefix += words(element).find((word) => word !== '' || !isNeeded(element)) ?? '';
    }
  }
}

const isNeeded = (element: Element): boolean => element.type !== 'Assertion' && (element.type !== 'Quantifier' || element.min > 0);

/** Short texts that an element takes, each once. */
function wordsOf(element: Element, taken: (single: Single) => readonly string[]): readonly string[] {
  if (isSingle(element)) return taken(element).slice(0, maxWords);
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return few(element.alternatives.map(({ elements }) => wordsOfAll(elements, taken)));
    case 'Quantifier': {
      const once = wordsOf(element.element, taken);
      const counts = [...new Set([element.min, Math.min(element.max, Math.max(element.min, 1)), Math.min(element.max, element.min + 1)])];
      return few(counts.map((count) => (count === 0 ? [''] : once.map((word) => word.repeat(count)))));
    }
    default:
      return [''];
  }
}

function wordsOfAll(elements: readonly Element[], taken: (single: Single) => readonly string[]): readonly string[] {
  return elements.reduce<readonly string[]>(
    (heads, element) => {
      const tails = wordsOf(element, taken);
      return few(tails.map((tail) => heads.map((head) => head + tail)));
    },
    [''],
  );
}

/** Some of each list in turn, the short ones. */
function few(lists: readonly (readonly string[])[]): readonly string[] {
  const found = new Set<string>();
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let at = 0; at < longest && found.size < maxWords; at++) {
    for (const list of lists) {
      const word = list[at];
      if (word !== undefined && word.length <= maxLength) found.add(word);
    }
  }
  return [...found].slice(0, maxWords);
}

function singlesIn(branches: readonly Pick<Alternative, 'elements'>[]): Single[] {
  return branches.flatMap(({ elements }) =>
    elements.flatMap((element): Single[] => {
      if (isSingle(element)) return [element];
      if (element.type === 'Quantifier') return singlesIn([{ elements: [element.element] }]);
      return 'alternatives' in element ? singlesIn(element.alternatives) : [];
    }),
  );
}

/** The characters that an element names one by one, and the first of each range. */
function named(single: Single): string[] {
  const members = single.type === 'CharacterClass' ? single.elements : [single];
  return members.flatMap((member) => {
    const code = member.type === 'Character' ? member.value : member.type === 'CharacterClassRange' ? member.min.value : undefined;
    return code === undefined || code > 0xffff ? [] : [String.fromCharCode(code)];
  });
}

const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));

/** Letters and digits first, since they are read best, then the characters the pattern names, the rest of ASCII, and line ends. */
function representatives(singles: readonly Single[], takes: (single: Single, character: string) => boolean): string[] {
  const all = [...new Set(['a', '0', 'A', ' ', ...singles.flatMap(named), ...printable, '\n', '\r', '\t', '\f', '\v', '\0', '\u00e9'])];
  const seen = new Set<string>();
  return all.filter((character) => {
    const takers = singles.map((single) => (takes(single, character) ? '1' : '0')).join('');
    // Where lines begin and end, `^` and `$` may hold as well.
    return (!seen.has(takers) || character === '\n') && seen.add(takers);
  });
}
