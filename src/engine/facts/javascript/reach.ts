import type { ProjectReader } from '../project/project';
import { isOwnFile } from './originSteps';

/** Finds the file of the project that an import means. */
export type FindFile = (from: string, specifier: string) => string | undefined;

/** What one text says of where its values may come from. */
interface Named {
  /** The modules it imports, `node:` in front and not. */
  readonly names: readonly string[];
  /** Imports of the project's own files, as they are written. */
  readonly own: readonly string[];
  /** Those of `words` that it holds, with a `#` in front. */
  readonly words: readonly string[];
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
  private readonly targets = new WeakMap<Named, readonly string[]>();

  constructor(
    private readonly read: ProjectReader,
    private readonly find: FindFile,
  ) {}

  /** False only where neither the text nor a file that it leads to names what the pattern matches. */
  names(pattern: RegExp, file: string, named: Named): boolean {
    return mentions(named, pattern) || this.targetsOf(file, named).some((target) => this.leads(pattern, target));
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
      const named = this.named(file);
      if (answers.get(file) === true || mentions(named, pattern)) {
        for (let at: string | undefined = file; at !== undefined; at = before.get(at)) answers.set(at, true);
        return true;
      }
      for (const target of this.targetsOf(file, named)) {
        if (answers.get(target) !== false && !before.has(target)) before.set(target, file);
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

  /** The files of the project that a file imports. */
  private targetsOf(file: string, named: Named): readonly string[] {
    let targets = this.targets.get(named);
    if (targets === undefined) {
      targets = named.own.flatMap((specifier) => this.find(file, specifier) ?? []);
      this.targets.set(named, targets);
    }
    return targets;
  }
}

function mentions(named: Named, pattern: RegExp): boolean {
  const matches = (name: string) => pattern.test(name);
  return named.names.some(matches) || (pattern.source.includes('#') && named.words.some(matches));
}

/** A part of a text keeps the whole of it in memory: these are parts of nothing larger than themselves. */
const copied = ({ names, own, words }: Named): Named => ({ names: copies(names), own: copies(own), words });

const copies = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? [] : texts.join('\n').split('\n'));

/** What a text names: see {@link Named}. Its words are looked for when they are asked for. */
export function namedIn(text: string): Named {
  const names = new Set<string>();
  const own = new Set<string>();
  for (const [, , specifier = ''] of text.matchAll(imports)) {
    if (isOwnFile(specifier)) own.add(specifier);
    else names.add(specifier);
    if (specifier.startsWith('node:')) names.add(specifier.slice('node:'.length));
  }
  let held: readonly string[] | undefined;
  return {
    names: [...names],
    own: [...own],
    get words() {
      return (held ??= wordsIn(text));
    },
  };
}

function wordsIn(text: string): readonly string[] {
  const found = words.filter((word) => text.includes(word)).map((word) => `#${word}`);
  return text.includes('fetch') && fetches.test(text) ? [...found, '#fetch'] : found;
}
