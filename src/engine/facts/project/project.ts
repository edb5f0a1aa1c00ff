import { Memo } from '../../memo';
import type { SchemaFacts } from '../sql/schema';
import type { Mentions } from './mentions';

/** What the nearest package.json says. */
export interface PackageFacts {
  /** The folder that holds package.json. */
  readonly dir: string;
  readonly type: 'module' | 'commonjs';
  /** Every kind of dependency, by name, with its version range. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** Those that only development needs. */
  readonly devOnly: ReadonlySet<string>;
  /** Files named in `bin`, resolved. */
  readonly bin: readonly string[];
  /** The newest major version of Node that `engines` allows; undefined where it names no end. */
  readonly lastNode: number | undefined;
}

/** Reads a project file by identity; undefined when there is none. Synchronous: it is only called off the main thread. */
export type ProjectReader = (file: string) => string | undefined;

export interface Project {
  /** The text of a project file; undefined when there is none. */
  read(file: string): string | undefined;
  /** The names of a folder's files, sorted. */
  names(dir: string): readonly string[];
  packageFor(file: string): PackageFacts | undefined;
  /** Tables and their unique keys, known from the workspace's SQL. */
  readonly schema: SchemaFacts;
  /** The file's path inside the scanned root, so that a root under `scripts/` is not taken for a script. */
  relative(file: string): string;
  /**
   * The project's source files under a folder that hold a name as a word, tests left out: who calls a function can only
   * stand in those. Undefined when that is not known, as in the browser, which has no list of files.
   */
  filesWith(name: string, dir: string, ending?: string): readonly string[] | undefined;
  /**
   * The project's source files under a folder that may hold all of some words, tests left out: each is to be looked into.
   * Undefined when that is not known.
   */
  mayHold(words: readonly string[], dir: string): Iterable<string> | undefined;
  /** Of the files that are listed beside sources, as settings, scripts and templates, those that may hold all of some words. */
  othersHolding(words: readonly string[]): Iterable<string>;
  /** The workspace's .sql files, sorted: where a new migration goes, and what it is called. */
  readonly sqlFiles: readonly string[];
  /** The files that may say how it is deployed, sorted; none where no files are listed, as in the browser. */
  readonly deploymentFiles: readonly string[];
  /** What was computed about the project as a whole. */
  readonly memo: Memo;
}

/** Most that is kept of the texts of other files, in characters. */
const mostKept = 2_000_000;

/** What a file that is not there counts for. */
const missing = 100;

/** Project facts over a reader; each package.json is read once. The schema is read when a rule first asks. */
export class ReadProject implements Project {
  private readonly packages = new Map<string, PackageFacts | undefined>();
  private readonly folders = new Map<string, readonly string[]>();
  private readonly texts = new Map<string, string | undefined>();
  private kept = 0;
  readonly memo = new Memo();
  private deployment: readonly string[] | undefined;
  private known: { readonly schema: SchemaFacts; readonly sqlFiles: readonly string[] } | undefined;

  constructor(
    private readonly reader: ProjectReader,
    private readonly readSql: () => { readonly schema: SchemaFacts; readonly sqlFiles: readonly string[] } = () => ({ schema: {}, sqlFiles: [] }),
    private readonly root = '',
    private readonly list: (dir: string) => readonly string[] = () => [],
    private readonly mentions?: Mentions,
    private readonly listDeployment: () => readonly string[] = () => [],
    private readonly others?: Mentions,
  ) {}

  relative(file: string): string {
    return this.root !== '' && file.startsWith(`${this.root}/`) ? file.slice(this.root.length + 1) : file;
  }

  read(file: string): string | undefined {
    if (this.texts.has(file)) return this.texts.get(file);
    const text = this.reader(file);
    this.kept += text?.length ?? missing;
    if (this.kept <= mostKept) this.texts.set(file, text);
    return text;
  }

  /** Texts are kept for the length of one call of the engine: the same go.mod is read for every call in a file. */
  forgetTexts(): void {
    this.texts.clear();
    this.kept = 0;
  }

  names(dir: string): readonly string[] {
    let names = this.folders.get(dir);
    if (names === undefined) {
      names = this.list(dir);
      this.folders.set(dir, names);
    }
    return names;
  }

  filesWith(name: string, dir: string, ending?: string): readonly string[] | undefined {
    return this.mentions?.filesWith(name, dir, ending);
  }

  mayHold(words: readonly string[], dir: string): Iterable<string> | undefined {
    return this.mentions?.mayHold(words, dir);
  }

  othersHolding(words: readonly string[]): Iterable<string> {
    return this.others?.mayHold(words, this.root) ?? [];
  }

  get schema(): SchemaFacts {
    this.known ??= this.readSql();
    return this.known.schema;
  }

  get deploymentFiles(): readonly string[] {
    return (this.deployment ??= this.listDeployment());
  }

  get sqlFiles(): readonly string[] {
    this.known ??= this.readSql();
    return this.known.sqlFiles;
  }

  packageFor(file: string): PackageFacts | undefined {
    return this.inDir(parentDir(file));
  }

  private inDir(dir: string | undefined): PackageFacts | undefined {
    if (dir === undefined) return undefined;
    if (this.packages.has(dir)) return this.packages.get(dir);
    const text = this.read(`${dir}/package.json`);
    const own = text === undefined ? undefined : parsePackage(dir, text);
    const found = own ?? this.inDir(parentDir(dir));
    this.packages.set(dir, found);
    return found;
  }
}

/** The folder of a path or URI; undefined above the root (`/`, `c:`, `file://`). */
export function parentDir(file: string): string | undefined {
  const slash = file.lastIndexOf('/');
  if (slash <= 0 || file.endsWith('://')) return undefined;
  const dir = file.slice(0, slash);
  return dir.endsWith(':/') || dir.endsWith(':') ? undefined : dir;
}

/** The path a relative import names, seen from a folder; undefined when it leads above the root. */
export function resolveFrom(dir: string, specifier: string): string | undefined {
  let at: string | undefined = dir;
  for (const step of specifier.split('/')) {
    if (at === undefined) return undefined;
    if (step === '..') at = parentDir(at);
    else if (step !== '' && step !== '.') at = `${at}/${step}`;
  }
  return at;
}

const dependencyFields = ['optionalDependencies', 'peerDependencies', 'devDependencies', 'dependencies'];

function parsePackage(dir: string, text: string): PackageFacts | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  if (!isRecord(data)) return undefined;
  const dependencies = new Map<string, string>();
  for (const name of dependencyFields) {
    const group = data[name];
    if (!isRecord(group)) continue;
    for (const [key, range] of Object.entries(group)) if (typeof range === 'string') dependencies.set(key, range);
  }
  const runtime = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((name) => Object.keys(isRecord(data[name]) ? data[name] : {}));
  const devOnly = new Set(dependencies.keys());
  for (const name of runtime) devOnly.delete(name);
  const bin = typeof data['bin'] === 'string' ? [data['bin']] : isRecord(data['bin']) ? Object.values(data['bin']) : [];
  return {
    dir,
    type: data['type'] === 'module' ? 'module' : 'commonjs',
    dependencies,
    devOnly,
    lastNode: isRecord(data['engines']) ? lastMajor(data['engines']['node']) : undefined,
    bin: bin.filter((entry): entry is string => typeof entry === 'string').map((entry) => `${dir}/${entry.replace(/^\.\//, '')}`),
  };
}

/** Of `^10.15.3`, `12.x` and `12 || 14` the last; `>=12` and `*` have none. */
function lastMajor(range: unknown): number | undefined {
  const majors = typeof range === 'string' ? range.split('||').map((each) => /^[\^~=v\s]*(\d+)(?:\.[\dx*]+)*\s*$/.exec(each)?.[1]) : [undefined];
  return majors.includes(undefined) ? undefined : Math.max(...majors.map(Number));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The lowest major version a dependency's range allows: `^4.18.2` is 4, `>=5` is 5.
 * @returns undefined when the package is not a dependency or its range names no version (`*`, `workspace:`, a URL).
 */
export function majorOf(facts: PackageFacts | undefined, name: string): number | undefined {
  const range = facts?.dependencies.get(name);
  const match = range === undefined ? null : /^(?:npm:[^@]*@|workspace:)?[\^~>=v\s]*(\d+)(?:[.\s<|x*-]|$)/.exec(range);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
