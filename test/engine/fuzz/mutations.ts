import fc from 'fast-check';

/** What breaks a text: brackets, quotes and line ends out of place. */
const scraps = ['', '{', '}', '(', ')', '`', "'", '"', '${', '/*', '*/', '//', '--', '\n', '\r\n', '\r', '\t', ';', ',', '=>', 'async ', 'await ', 'function ', 'return ', '😀', 'é', '\ufeff', '\0', '<a>', '@x()\n', 'defer ', 'go ', 'NULL', '$1', '?'];

/** Where, as shares of the text and of the one that is borrowed from; how much; and with what. */
interface Choice {
  readonly at: number;
  readonly from: number;
  readonly length: number;
  readonly scrap: string;
}

type Mutate = (text: string, choice: Choice, other: string) => string;

const spanOf = (text: string, { at, length }: Choice): [start: number, end: number] => {
  const start = Math.floor(at * text.length);
  return [start, Math.min(start + length, text.length)];
};

const byLine = (change: (lines: string[], at: number, choice: Choice) => string[]): Mutate => (text, choice) => {
  const lines = text.split('\n');
  return change(lines, Math.floor(choice.at * lines.length), choice).join('\n');
};

/** Half of them mostly leave a text that parses, for there fixes have most to lose. */
const mutations: Readonly<Record<string, Mutate>> = {
  scrap: (text, choice) => {
    const [start] = spanOf(text, choice);
    return text.slice(0, start) + choice.scrap + text.slice(start + (choice.length % 4));
  },
  cut: (text, choice) => {
    const [start, end] = spanOf(text, choice);
    return text.slice(0, start) + text.slice(end);
  },
  double: (text, choice) => {
    const [start, end] = spanOf(text, choice);
    return text.slice(0, end) + text.slice(start);
  },
  borrow: (text, choice, other) => {
    const [start, end] = spanOf(text, choice);
    return text.slice(0, start) + other.slice(Math.floor(choice.from * other.length)).slice(0, choice.length * 4) + text.slice(end);
  },
  dropLine: byLine((lines, at) => lines.toSpliced(at, 1)),
  doubleLine: byLine((lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  moveLine: byLine((lines, at, { from }) => lines.toSpliced(at, 1).toSpliced(Math.floor(from * lines.length), 0, lines[at] ?? '')),
  comment: byLine((lines, at) => lines.with(at, `${lines[at] ?? ''} /* 😀 */`)),
  dropWord: byLine((lines, at) => lines.with(at, (lines[at] ?? '').replace(/\b(?:async|await|const|export|return|defer|go) /, ''))),
  windows: byLine((lines) => lines.map((line) => `${line.replaceAll('  ', '\t').replace(/\r$/, '')}\r`)),
  oneLine: (text) => text.replaceAll(/\n\s*/g, ' '),
  renameWord: (text, { at, from }) => {
    const words = [...text.matchAll(/\b[\w$]+\b/g)];
    const [target, source] = [words[Math.floor(at * words.length)], words[Math.floor(from * words.length)]];
    return target === undefined || source === undefined ? text : text.slice(0, target.index) + source[0] + text.slice(target.index + target[0].length);
  },
};

/** A share of a text. */
const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const choice: fc.Arbitrary<Choice> = fc.record({ at: share, from: share, length: fc.nat(40), scrap: fc.constantFrom(...scraps) });
const step = fc.tuple(fc.constantFrom(...Object.keys(mutations)), choice);

export type Steps = readonly (readonly [mutation: string, choice: Choice])[];

/** What is done to a text, one after the other. */
export const anySteps: fc.Arbitrary<Steps> = fc.array(step, { minLength: 1, maxLength: 3 });

/** @param other what is borrowed from */
export const mutated = (text: string, other: string, steps: Steps): string => steps.reduce((before, [name, where]) => mutations[name]?.(before, where, other) ?? before, text);
