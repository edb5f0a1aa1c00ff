import { isInComment } from './naming';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** How a text takes what a module gives: by names alone, all of it again to others, or as one value, of which anything may be used. */
export type Taking = 'named' | 'passed' | 'whole';

/** @param specifier as the text writes it, each time it imports the module */
export function takingOf(text: string, specifier: string): Taking {
  const from = `['"]${escaped(specifier)}['"]`;
  const all = [...text.matchAll(new RegExp(from, 'g'))].filter(({ index }) => !isInComment(text, index));
  let known = 0;
  let isPassed = false;
  for (const { form, isWhole, passes } of forms(from)) {
    for (const match of text.matchAll(form)) {
      if (isInComment(text, match.index + match[0].length - 1)) continue;
      known++;
      if (passes === true) isPassed = true;
      const binding = isWhole === true ? match[1] : undefined;
      if (binding !== undefined && isUsedWhole(text, binding)) return 'whole';
    }
  }
  return known < all.length ? 'whole' : isPassed ? 'passed' : 'named';
}

interface Form {
  readonly form: RegExp;
  readonly isWhole?: true;
  readonly passes?: true;
}

const forms = (from: string): readonly Form[] => [
  { form: new RegExp(String.raw`\bimport\s+(?:type\s+)?\{(?![^}]*\bdefault\b)[^}]*\}\s*from\s*${from}`, 'g') },
  { form: new RegExp(String.raw`\bimport\s+type\s+[^{'"]*from\s*${from}`, 'g') },
  { form: new RegExp(String.raw`\bimport\s+(?!type\s)(?:\*\s*as\s+)?([\w$]+)\s*(?:,\s*\{[^}]*\}\s*)?from\s*${from}`, 'g'), isWhole: true },
  { form: new RegExp(String.raw`\bimport\s*${from}`, 'g') },
  { form: new RegExp(String.raw`\bexport\s+(?:type\s+)?\{(?![^}]*\bdefault\b)[^}]*\}\s*from\s*${from}`, 'g') },
  { form: new RegExp(String.raw`\bexport\s+\*\s*from\s*${from}`, 'g'), passes: true },
  { form: new RegExp(String.raw`\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]*)?=\s*(?:await\s+)?(?:require|import)\(\s*${from}\s*\)(?!\s*[.[(])`, 'g'), isWhole: true },
  { form: new RegExp(String.raw`\b(?:const|let|var)\s+\{[^}]*\}\s*=\s*\(?(?:await\s+)?(?:require|import)\(\s*${from}\s*\)`, 'g') },
  { form: new RegExp(String.raw`\brequire\(\s*${from}\s*\)\s*\.\s*[\w$]+`, 'g') },
  { form: new RegExp(String.raw`^\s*require\(\s*${from}\s*\)\s*;?\s*$`, 'gm') },
];

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
