import { parentDir, resolveFrom } from '../../project/project';
import { toldPath } from './entries';
import { isInComment } from './naming';

/** What a file that loads modules whose names it makes up may load. */
export interface Loader {
  /** Every module under these folders. */
  readonly under: readonly string[];
  /** Every module of which a folder has one of these names. */
  readonly segments: ReadonlySet<string>;
  /** Every module that matches one of these. */
  readonly globs: readonly Glob[];
  /** Every module of the file's package: nothing tells more. */
  readonly isOpen: boolean;
}

interface Glob {
  readonly folders: readonly string[];
  /** Of the name without its ending. */
  readonly base: RegExp;
}

const calls = /(?<![.\w$])(?:require|import)(?:\.resolve)?\(\s*(?:\/\*[^*]*\*\/\s*)*/g;

const searches = /\brequire\.context\(|\bimport\.meta\.glob\w*\(|\b(?:loadModules|fileLoader|loadFiles(?:Sync)?|importToArray|importClassesFromDirectories|importx|requireDir|requireAll|requireindex|autoload|autoLoad|AutoLoad|bootable|fromModules)\b/;

/** Lists the files of folders, maybe for a library that loads them. */
const lists = /\breaddir|\bopendir|\bglob(?:by|Sync|\.sync)?\(|\bklaw\b/;

/** What looks into folders, or knows where it is. */
const looks = /\breaddir|\bglob(?!al)|\bopendir|\bklaw|\bwalk|recursive|__dirname|import\.meta|process\.cwd\(\)/i;

/** Not those that an import names. */
const pathStrings = /(?<!\b(?:from|import)\s{0,3}|\brequire\(\s{0,3})(['"`])((?:(?!\1)[^\n\\])*)\1/g;

const strings = /(['"`])((?:(?!\1)[^\n\\])*)\1/g;

/** A part of the name of a folder of what is made, or of all sources: it tells nothing. */
const common: ReadonlySet<string> = new Set(['', '.', '..', '*', '**', 'src', 'dist', 'build', 'out', 'lib', 'libs', 'app', 'apps', 'server', 'packages', 'node_modules', 'utf8', 'utf-8', 'js', 'ts']);

/** Files that look modules up for documentation alone. */
const documenting = /swagger-?jsdoc/i;

/** Folders of what writes documents. */
const ofDocuments = /\/docs?\//i;

/** @returns undefined for a file that loads only what it names */
export function loaderIn(text: string, file: string, dir: string | undefined): Loader | undefined {
  if (ofDocuments.test(file)) return undefined;
  const own = parentDir(file) ?? '';
  const under: string[] = [];
  const prefixes: string[] = [];
  let isVague = searches.test(text) || lists.test(text);
  for (const call of text.matchAll(calls)) {
    const argument = argumentAt(text, call.index + call[0].length);
    if (argument === '' || isConstant(argument) || isInComment(text, call.index) || defines.test(text.slice(call.index, call.index + longestArgument))) continue;
    const folder = folderIn(argument, own, dir);
    const prefix = /^['"`]([^'"`\n$]*\/)/.exec(argument)?.[1];
    if (folder !== undefined) under.push(folder);
    else if (isGivenWhole(argument, text)) continue;
    else if (prefix !== undefined) prefixes.push(...prefix.split('/'));
    else isVague = true;
  }
  const globs = documenting.test(text) ? [] : globsIn(text);
  const known = named(prefixes);
  if (!isVague) return under.length + globs.length + known.size === 0 ? undefined : { under, segments: known, globs, isOpen: false };
  if (!looks.test(text) && !searches.test(text) && !lists.test(text)) return { under, segments: known, globs, isOpen: true };
  const segments = [...prefixes, ...[...text.matchAll(pathStrings)].flatMap(([, , content = '']) => (/[\s:]/.test(content) ? [] : content.split('/')))];
  return { under: /__dirname|import\.meta/.test(text) || !lists.test(text) ? [...under, own] : under, segments: named(segments), globs, isOpen: false };
}

const named = (segments: readonly string[]): ReadonlySet<string> => new Set(segments.filter((segment) => !common.has(segment) && /^[\w.-]+$/.test(segment)));

/** A method of that name, and no call. */
const defines = /^import\([^()]*\)[^;()\n]*\{/;

/** Whether a loader may load a file. @param relative its path in the loader's package, or in the project where it is of another */
export function mayLoad({ under, segments, globs }: Loader, file: string, relative: string): boolean {
  const parts = relative.split('/');
  const base = (parts.pop() ?? '').replace(/\.\w+$/, '');
  const told = toldPath(relative).split('/').slice(0, -1);
  return under.some((dir) => file.startsWith(`${dir}/`)) || told.some((part) => segments.has(part)) || globs.some((glob) => glob.base.test(base) && glob.folders.every((folder) => parts.includes(folder)));
}

/** The names that a variable stands for are written out in the file, where they are found as any other name is. */
const isGivenWhole = (argument: string, text: string): boolean => /^[\w$]+(?:\.[\w$]+)?$/.test(argument) && wholePaths.test(text) && !madeUp.test(text);

const wholePaths = /(['"])(?:\.{1,2}|[@~][\w-]*)\/[\w./-]+\1\s*[,)}\]]/;

/** A path that is put together: by a library, a template or a plus. */
const madeUp = /\b(?:join|resolve|normalize)\(|\/\$\{|\}\/|\/['"]\s*\+|\+\s*['"][^'"\n]*\/|__dirname|import\.meta|process\.(?:cwd|env|argv)|\breaddir|\bglob(?!al)/;

const longestArgument = 300;

function argumentAt(text: string, start: number): string {
  let depth = 1;
  for (let at = start; at < Math.min(text.length, start + longestArgument); at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(start, at).trim();
  }
  return text.slice(start, start + longestArgument);
}

const isConstant = (argument: string): boolean => /^(['"])[^'"\n]*\1(?:\s*,|\s*$)|^`[^`$]*`\s*,?$|^(?:string|name|id|path|module)\s*[:?]/.test(argument);

/** The folder that an argument stays in, where its own text tells: `path.join(__dirname, file)`, './drivers/' + name. */
function folderIn(argument: string, own: string, dir: string | undefined): string | undefined {
  const pieces = [...argument.matchAll(strings)].map(([, , content = '']) => content.split('${')[0] ?? '');
  const isHere = /__dirname|import\.meta|^['"`]\.{1,2}\//.test(argument);
  const start = isHere ? own : argument.includes('process.cwd()') ? dir : undefined;
  if (start === undefined) return undefined;
  const known = pieces.filter((piece) => !/^\.[cm]?[jt]s(?:on)?$/.test(piece)).map((piece) => (piece.endsWith('/') ? piece : piece.replace(/[^/]*\.[\w.]*$/, (last) => (last === '..' || last === '.' ? last : ''))));
  return known.reduce<string | undefined>((at, piece) => (at === undefined ? undefined : resolveFrom(at, piece)), start);
}

const globbing = /\bglob(?!al)|\breaddir/i;

/** Patterns of files in the strings of a text. */
export function globsIn(text: string): Glob[] {
  if (!text.includes('*')) return [];
  const isGlobbing = globbing.test(text);
  return [...text.matchAll(strings)].flatMap(({ 2: content = '', index }) => {
    if (!content.includes('*') || /[\s;()<>]/.test(content) || isInComment(text, index)) return [];
    // The pattern of a route or of a media type has no ending of a module.
    if (!/\.[cm]?[jt]sx?$|\{[^}]*[jt]s[^}]*\}$/.test(content) && !(isGlobbing && /\*\*|\.\*$/.test(content))) return [];
    const parts = content.split('/');
    const last = (parts.pop() ?? '').replace(/\.?(?:\{[^}]*\}|[cm]?[jt]sx?)$|\.\*$/, '');
    const base = last.replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\{([^}]*)\}/g, (_, all: string) => `(?:${all.split(',').join('|')})`).replace(/[{}?]/g, '.?');
    const folders = parts.filter((part) => /^[\w.-]+$/.test(part) && !common.has(part));
    const isAny = base === '' || base === '.*';
    return isAny && folders.length === 0 && !isGlobbing ? [] : [{ folders, base: new RegExp(`^${isAny ? '.*' : base}$`) }];
  });
}
