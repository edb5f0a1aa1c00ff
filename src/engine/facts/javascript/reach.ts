import type { ProjectReader } from '../project/project';
import { isOwnFile } from './originSteps';

/** Finds the file of the project that an import means. */
export type FindFile = (from: string, specifier: string) => string | undefined;

/** What one text says of where its values may come from. */
interface Named {
  /** The modules it imports, `node:` in front and not, and with a `#` those of `words` that it holds. */
  readonly names: readonly string[];
  /** Imports of the project's own files, as they are written. */
  readonly own: readonly string[];
}

/** Also what only looks like one: in a comment, in a string, of a type. */
const imports = /\b(?:from|require|import)\b[\s(<>?.\w]{0,80}(?:\/\*[^*]*\*\/\s*)?(['"`])([^'"`\n]+)\1/g;

/** Names that are evidence beside a module's, or where the module is generated code with a name of its own. */
const words = ['PrismaClient', 'TransactionClient', 'Server', 'IncomingMessage', 'RequestListener', 'Cache', 'caching', 'redis', 'writeFile', 'createHash', 'PutObjectCommand'];

/** The platform's own, not a method of that name. */
const fetches = /(?:(?<![.\w$])|globalThis\.)fetch\b/;

/**
 * Which libraries a file can have to do with, told without parsing: what it names itself, and what the files of the
 * project name that its imports lead to. A value whose origin is `pg:Pool` has gone through a file that names `pg`.
 */
export class Reach {
  private readonly files = new Map<string, Named>();
  private readonly answers = new Map<RegExp, Map<string, boolean>>();

  constructor(
    private readonly read: ProjectReader,
    private readonly find: FindFile,
  ) {}

  /** False only where neither the text nor a file that it leads to names what the pattern matches. */
  names(pattern: RegExp, file: string, named: Named): boolean {
    if (named.names.some((name) => pattern.test(name))) return true;
    return named.own.some((specifier) => {
      const target = this.find(file, specifier);
      return target !== undefined && this.leads(pattern, target);
    });
  }

  private leads(pattern: RegExp, start: string): boolean {
    let answers = this.answers.get(pattern);
    if (answers === undefined) {
      answers = new Map();
      this.answers.set(pattern, answers);
    }
    const known = answers.get(start);
    if (known !== undefined) return known;
    // Where each file was come from: all on the way to what is found lead there too.
    const before = new Map<string, string | undefined>([[start, undefined]]);
    for (const file of before.keys()) {
      if (answers.get(file) === true || this.named(file).names.some((name) => pattern.test(name))) {
        for (let at: string | undefined = file; at !== undefined; at = before.get(at)) answers.set(at, true);
        return true;
      }
      for (const specifier of this.named(file).own) {
        const target = this.find(file, specifier);
        if (target !== undefined && answers.get(target) !== false && !before.has(target)) before.set(target, file);
      }
    }
    for (const file of before.keys()) answers.set(file, false);
    return false;
  }

  private named(file: string): Named {
    let named = this.files.get(file);
    if (named === undefined) {
      named = copied(namedIn(this.read(file) ?? ''));
      this.files.set(file, named);
    }
    return named;
  }
}

/** A part of a text keeps the whole of it in memory: these are parts of nothing larger than themselves. */
const copied = ({ names, own }: Named): Named => ({ names: copies(names), own: copies(own) });

const copies = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? [] : texts.join('\n').split('\n'));

/** What a text names: see {@link Named}. */
export function namedIn(text: string): Named {
  const names = new Set<string>();
  const own = new Set<string>();
  for (const [, , specifier = ''] of text.matchAll(imports)) {
    if (isOwnFile(specifier)) own.add(specifier);
    else names.add(specifier);
    if (specifier.startsWith('node:')) names.add(specifier.slice('node:'.length));
  }
  for (const word of words) if (text.includes(word)) names.add(`#${word}`);
  if (fetches.test(text)) names.add('#fetch');
  return { names: [...names], own: [...own] };
}
