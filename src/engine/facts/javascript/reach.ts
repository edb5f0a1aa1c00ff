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
  /** Whether it holds one of `words`. */
  holds(word: string): boolean;
}

/** Also what only looks like one: in a comment, in a string, of a type. */
const imports = /\b(?:from|require|import)\b[\s(<>?.\w]{0,80}(?:\/\*[^*]*\*\/\s*)?(['"`])([^'"`\n]+)\1/g;

/**
 * Names that are evidence beside a module's, or where the module is generated code with a name of its own. A pattern
 * speaks of one with a `#` in front.
 */
const words = ['fetch', 'PrismaClient', 'TransactionClient', 'Server', 'IncomingMessage', 'RequestListener', 'Cache', 'caching', 'redis', 'writeFile', 'createHash', 'PutObjectCommand'];

/** The platform's own, not a method of that name. */
const fetches = /(?:(?<![.\w$])|globalThis\.)fetch\b(?![ \t]+(?!(?:as|in|instanceof|of|satisfies)\b)[a-z])/;

/**
 * Which libraries a file can have to do with, told without parsing: what it names itself, and what the files of the
 * project name that its imports lead to. A value whose origin is `pg:Pool` has gone through a file that names `pg`.
 */
export class Reach {
  private readonly files = new Map<string, Named>();
  private readonly answers = new Map<RegExp, Map<string, boolean>>();
  private readonly targets = new WeakMap<Named, readonly string[]>();
  private readonly wanted = new Map<RegExp, readonly string[]>();

  constructor(
    private readonly read: ProjectReader,
    private readonly find: FindFile,
  ) {}

  /** False only where neither the text nor a file that it leads to names what the pattern matches. */
  names(pattern: RegExp, file: string, named: Named): boolean {
    return this.mentions(named, pattern) || this.targetsOf(file, named).some((target) => this.leads(pattern, target));
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
      if (answers.get(file) === true || this.mentions(named, pattern)) {
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
      named = this.kept(file, namedIn(this.read(file) ?? ''));
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

  private mentions(named: Named, pattern: RegExp): boolean {
    return named.names.some((name) => pattern.test(name)) || this.wordsOf(pattern).some((word) => named.holds(word));
  }

  private wordsOf(pattern: RegExp): readonly string[] {
    let wanted = this.wanted.get(pattern);
    if (wanted === undefined) {
      wanted = words.filter((word) => pattern.test(`#${word}`));
      this.wanted.set(pattern, wanted);
    }
    return wanted;
  }

  /** Without the text: a part of one keeps the whole of it in memory, and these are parts of nothing larger than themselves. */
  private kept(file: string, { names, own }: Named): Named {
    return { names: copies(names), own: copies(own), holds: once((word) => isHeld(word, this.read(file) ?? '')) };
  }
}

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
  return { names: [...names], own: [...own], holds: once((word) => isHeld(word, text)) };
}

/** Remembers what it was answered. */
function once(ask: (word: string) => boolean): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    const answer = known.get(word) ?? ask(word);
    known.set(word, answer);
    return answer;
  };
}

const isHeld = (word: string, text: string): boolean => text.includes(word) && (word !== 'fetch' || fetches.test(text));
