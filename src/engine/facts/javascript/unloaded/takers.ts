import { isInComment } from './naming';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** How a text takes what a module gives: by names alone, all of it again to others, or as one value, of which anything may be used. */
export interface Taking {
  readonly kind: 'named' | 'passed' | 'whole';
  /** What it takes by name, also to give it to others. */
  readonly names: ReadonlySet<string>;
}

/** @param specifier as the text writes it, each time it imports the module */
export function takingOf(text: string, specifier: string): Taking {
  const from = `['"]${escaped(specifier)}['"]`;
  const all = [...text.matchAll(new RegExp(from, 'g'))].filter(({ index }) => !isInComment(text, index));
  const names = new Set<string>();
  let known = 0;
  let isPassed = false;
  for (const form of forms(from)) {
    for (const { 0: match, index, groups } of text.matchAll(form)) {
      if (isInComment(text, index + match.length - 1)) continue;
      known++;
      const { binding, listed, member } = groups ?? {};
      if (binding !== undefined && isUsedWhole(text, binding)) return { kind: 'whole', names };
      const read = binding === undefined ? [] : membersOf(text, binding);
      for (const name of [...read, ...namesIn(listed ?? ''), ...(member === undefined ? [] : [member])]) names.add(name);
      if (passing.test(match)) isPassed = true;
    }
  }
  return { kind: known < all.length ? 'whole' : isPassed ? 'passed' : 'named', names };
}

const passing = /^export\s+\*/;

/** Each way to import that takes names: `listed` in braces, `member` after the call, or of `binding` what is read of it. */
const forms = (from: string): readonly RegExp[] => [
  new RegExp(String.raw`\bimport\s+(?:type\s+)?\{(?![^}]*\bdefault\b)(?<listed>[^}]*)\}\s*from\s*${from}`, 'g'),
  new RegExp(String.raw`\bimport\s+type\s+[^{'"]*from\s*${from}`, 'g'),
  new RegExp(String.raw`\bimport\s+(?!type\s)(?:\*\s*as\s+)?(?<binding>[\w$]+)\s*(?:,\s*\{(?<listed>[^}]*)\}\s*)?from\s*${from}`, 'g'),
  new RegExp(String.raw`\bimport\s*${from}`, 'g'),
  new RegExp(String.raw`\bexport\s+(?:type\s+)?\{(?![^}]*\bdefault\b)(?<listed>[^}]*)\}\s*from\s*${from}`, 'g'),
  new RegExp(String.raw`\bexport\s+\*\s*from\s*${from}`, 'g'),
  new RegExp(String.raw`\b(?:const|let|var)\s+(?<binding>[\w$]+)\s*(?::[^=\n]*)?=\s*(?:await\s+)?(?:require|import)\(\s*${from}\s*\)(?!\s*[.[(])`, 'g'),
  new RegExp(String.raw`\b(?:const|let|var)\s+\{(?<listed>[^}]*)\}\s*=\s*\(?(?:await\s+)?(?:require|import)\(\s*${from}\s*\)`, 'g'),
  new RegExp(String.raw`\brequire\(\s*${from}\s*\)\s*\.\s*(?<member>[\w$]+)`, 'g'),
  new RegExp(String.raw`^\s*require\(\s*${from}\s*\)\s*;?\s*$`, 'gm'),
];

const membersOf = (text: string, binding: string): string[] => [...text.matchAll(new RegExp(String.raw`(?<![\w$.])${escaped(binding)}\s*(?:\?\.|\.)\s*([\w$]+)`, 'g'))].map(([, name = '']) => name);

/** All words of a list: of `a as b` and `a: b` both, and of a comment too, so that none is missed. */
const namesIn = (list: string): string[] => list.match(/[\w$]+/g) ?? [];

/** Whether a name stands for itself somewhere, and not only for what is read of it by a name. */
export function isUsedWhole(text: string, name: string): boolean {
  const uses = new RegExp(String.raw`(?<![\w$.'"/-])${escaped(name)}(?![\w$'"/-])(?!\s*(?:\?\.|\.)\s*[A-Za-z_$])`, 'g');
  return [...text.matchAll(uses)].some(({ index }) => {
    if (isInComment(text, index)) return false;
    const before = text.slice(Math.max(0, index - 60), index);
    const after = text.slice(index + name.length, index + name.length + 60);
    // The import or the declaration itself.
    if (/\b(?:import|const|let|var|type)\s+(?:\*\s*as\s+)?$/.test(before) || /\*\s*as\s+$/.test(before)) return false;
    // A label of an object, or what the file itself gives to others under the name.
    return !(/^\s*:(?!:)/.test(after) && /[{,]\s*$/.test(before)) && !/(?:module\.exports\s*=|export\s+default)\s+$/.test(before);
  });
}
