/** What a text may name a module by: its file's name without the ending, or its folder's where that is `index`. */
export interface ModuleName {
  readonly name: string;
  /** So many modules have the name that only an import which leads to one means it. */
  readonly isCommon: boolean;
  /** The words of the name, all of which a text that holds the name holds too. */
  readonly words: readonly string[];
}

/** A place in code that names a module. */
export interface Naming {
  /** The whole string. */
  readonly text: string;
  /** It is what an `import` or a `require` asks for. */
  readonly isImport: boolean;
}

/** The names of a file as others may write it, also with the other case in front: a disk may not tell them apart. */
export function namesOf(file: string): readonly ModuleName[] {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.\w+$/, '');
  const names = base === 'index' ? [parts.at(-2) ?? '', base] : [base, `${swapped(base[0] ?? '')}${base.slice(1)}`];
  return [...new Set(names)].flatMap((name) => {
    const words = name.match(/[\w$]+/g);
    return words === null ? [] : [{ name, isCommon: name === 'index', words }];
  });
}

const swapped = (letter: string): string => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());

const inName = /[\w$-]/;

/** Where strings of code name something as a path, a part of one, or all they hold; comments left out. */
export function* namingsIn(code: string, name: string): Iterable<Naming> {
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + 1)) {
    if (inName.test(code[at - 1] ?? '') || inName.test(code[at + name.length] ?? '')) continue;
    const string = stringAround(code, at, name.length);
    if (string === undefined || isInComment(code, at)) continue;
    const { text, start } = string;
    // Of a sentence, only what is written as a path.
    const isPath = code[at - 1] === '/' || /^\.[cm]?[jt]sx?(?![\w$])/.test(code.slice(at + name.length, at + name.length + 6));
    if (/\s/.test(text.trim()) && !isPath) continue;
    yield { text, isImport: importing.test(code.slice(Math.max(0, start - longestBefore), start - 1)) };
  }
}

const longestBefore = 40;

const importing = /(?:\bfrom|\bimport|\b(?:require|import)(?:\.resolve)?\s*\(|\brequire\s*<[^>]*>\s*\()\s*$/;

/** The string that a place stands in, as far as its own line and those of a template tell. */
function stringAround(code: string, at: number, length: number): { readonly text: string; readonly start: number } | undefined {
  let start = at;
  while (start > 0 && !/['"`\n]/.test(code[start - 1] ?? '')) start--;
  let end = at + length;
  while (end < code.length && !/['"`\n]/.test(code[end] ?? '')) end++;
  const [before, after] = [code[start - 1], code[end]];
  if (before === undefined || before === '\n' || after === undefined || after === '\n') return undefined;
  return { text: code.slice(start, end), start };
}

/** Behind `//` on its line, or between lines that begin and end a comment. */
export function isInComment(code: string, at: number): boolean {
  const line = code.slice(code.lastIndexOf('\n', at - 1) + 1, at);
  if (/^\s*(?:\/\/|\/?\*)|\s\/\/\s/.test(line)) return true;
  let opened = code.lastIndexOf('/*', at);
  while (opened >= 0 && !/^[ \t]*$/.test(code.slice(code.lastIndexOf('\n', opened) + 1, opened))) opened = opened === 0 ? -1 : code.lastIndexOf('/*', opened - 1);
  return opened >= 0 && code.indexOf('*/', opened) > at;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether settings, as JSON or YAML, or a script of a shell name a file: by its path, with its ending, or as a whole value. */
export function isNamedInSettings(text: string, name: string): boolean {
  const word = escaped(name);
  return text.includes(name) && new RegExp(`[/\\\\]${word}(?![\\w$-])|(?<![\\w$-])${word}(?:\\.[cm]?[jt]sx?(?![\\w$])|\\.\\w+['"]?[ \\t]*,?[ \\t]*$|/|['"]?[ \\t]*,?[ \\t]*$)`, 'm').test(text);
}

/** Whether a document tells how to run a file. */
export function isRunInDocument(text: string, name: string): boolean {
  return text.includes(name) && new RegExp(`\\b(?:node|nodemon|tsx?|ts-node\\S*|npx|bun|deno|pm2|babel-node|import|require|from)\\b[^\\n]*(?<![\\w$-])${escaped(name)}(?![\\w$-])`).test(text);
}
