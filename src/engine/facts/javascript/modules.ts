import type { TreeLanguage } from '../../syntax/grammars';
import { languageOf } from '../../syntax/languages';
import type { Tree } from '../../syntax/nodes';
import { parentDir, resolveFrom, type ProjectReader } from '../project/project';
import { Origins, type Origin } from './origin';
import type { Forward } from './forwards';
import { step } from './originSteps';
import { collectExports, nothing, type Exports } from './moduleExports';
import { ModuleUses } from './moduleUses';
import { Scopes } from './scope';
import { PathAliases } from './typescriptConfig';

/** Parses a project file now, with a grammar that is already loaded; undefined when it is not, or time ran out. */
export type ParseNow = (text: string, language: TreeLanguage) => Tree | undefined;

/** Another file of the project, open as long as somebody looks at it. */
export interface OpenFile {
  readonly file: string;
  readonly text: string;
  readonly language: Exclude<TreeLanguage, 'go'>;
  readonly tree: Tree;
  readonly scopes: Scopes;
  readonly origins: Origins;
}

const endings = ['.ts', '.js', '.tsx', '.mjs', '.cjs', '.mts', '.cts', '.jsx'];

/** Follows imports of the project's own files to the file that makes the value: a client made in `db.ts` is known where it is used. */
export class Modules {
  private readonly exports = new Map<string, Exports>();
  /** What imports mean, by their folder and specifier: looking for a file asks the disk up to twenty times. */
  private readonly files = new Map<string, string | undefined>();
  private readonly packages = new Map<string, boolean>();
  private readonly aliases: PathAliases;
  private readonly origins = new Map<string, Origin | undefined>();
  private readonly uses = new ModuleUses();
  private readonly remembered = new Map<string, unknown>();
  /** Files whose exports are being read at this moment. */
  private reading = 0;

  constructor(
    private readonly read: ProjectReader,
    private readonly parse: ParseNow,
  ) {
    this.aliases = new PathAliases(read);
  }

  /**
   * Where an imported value really comes from.
   * @param origin of a relative module: `{module: './db', path: ['pool', 'query']}`
   * @returns undefined when the file is not found or does not say
   */
  resolve(from: string, origin: Origin): Origin | undefined {
    const key = `${parentDir(from) ?? ''}\0${origin.module}\0${origin.path.join('.')}`;
    if (this.origins.has(key)) {
      // What is being read looks into that file all the same.
      if (this.reading > 0) this.find(from, origin.module);
      return this.origins.get(key);
    }
    const found = this.resolveOnce(from, origin, new Set());
    // While files that import each other are read, an answer may lack what the file being read exports.
    if (this.reading === 0) this.origins.set(key, found);
    return found;
  }

  /** @param seen files already asked: barrels may pass each other's exports on */
  private resolveOnce(from: string, origin: Origin, seen: Set<string>): Origin | undefined {
    const file = this.find(from, origin.module);
    if (file === undefined || seen.has(file)) return undefined;
    seen.add(file);
    return this.lookup(file, origin.path, seen);
  }

  /** What an imported function calls in its own place, when it only hands its arguments on. */
  forward(from: string, origin: Origin): Forward | undefined {
    return this.forwardOnce(from, origin, new Set());
  }

  /** Reads a file that an import leads to for the length of a call: its tree is freed afterwards. */
  visit<T>(from: string, specifier: string, see: (file: OpenFile) => T): T | undefined {
    const file = this.find(from, specifier);
    const text = file === undefined ? undefined : this.read(file);
    const language = file === undefined ? undefined : languageOf(file);
    if (file === undefined || text === undefined || language === undefined || language === 'sql' || language === 'go') return undefined;
    const tree = this.parse(text, language);
    if (tree === undefined) return undefined;
    try {
      const scopes = new Scopes(tree, text);
      return see({ file, text, language, tree, scopes, origins: new Origins(scopes, false, undefined, { file, modules: this }) });
    } finally {
      tree.delete();
    }
  }

  /** What was found out about several files of the project; computed anew when any of its files changed. */
  remember<T>(key: string, compute: () => T): T {
    if (!this.remembered.has(key)) this.remembered.set(key, compute());
    return this.remembered.get(key) as T;
  }

  private forwardOnce(from: string, origin: Origin, seen: Set<string>): Forward | undefined {
    const file = this.find(from, origin.module);
    if (file === undefined || seen.has(file)) return undefined;
    seen.add(file);
    const { forwards, stars } = this.exportsOf(file);
    const name = origin.path.join('.');
    const own = forwards.get(name === '' ? 'default' : name) ?? forwards.get(`default.${name}`);
    if (own !== undefined) return own;
    for (const star of stars) {
      const found = this.forwardOnce(file, { module: star, path: origin.path }, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private lookup(file: string, steps: readonly string[], seen: Set<string>): Origin | undefined {
    const { named, returns, main, stars } = this.exportsOf(file);
    const [first, ...rest] = steps;
    const direct = first === undefined ? undefined : named.get(first);
    if (direct !== undefined) return rest.reduce<Origin | undefined>(step, direct);
    const [called, ...after] = first === '()' ? [first, ...rest] : rest;
    const returned = called === '()' ? returns.get(first === '()' ? 'default' : (first ?? '')) : undefined;
    if (returned !== undefined) return { module: returned.module, path: [...returned.path, ...after] };
    if (main !== undefined) return steps.reduce<Origin | undefined>(step, main);
    for (const star of stars) {
      const found = this.resolveOnce(file, { module: star, path: steps }, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether tsconfig.json gives an import's specifier a meaning among the project's own files. */
  isAlias(from: string, specifier: string): boolean {
    const dir = parentDir(from);
    return dir !== undefined && this.aliases.basesOf(dir, specifier).length > 0;
  }

  /** The file of the project that an import names; undefined where there is none. */
  find(from: string, specifier: string): string | undefined {
    const dir = parentDir(from);
    // Only names on disk can be joined as paths.
    if (dir === undefined || /^[a-z][a-z0-9+.-]+:\/\//i.test(dir)) return undefined;
    const key = `${dir}\0${specifier}`;
    if (!this.files.has(key)) this.files.set(key, this.findFile(dir, specifier));
    const file = this.files.get(key);
    // Only what was read of a file can be out of date: its exports, and whose it passes on.
    if (file !== undefined && (this.reading > 0 || this.exports.has(from))) this.uses.add(file, from);
    return file;
  }

  /**
   * Files changed, came or went: what was read of them, and of all that look into them, is read anew when it is next
   * asked for.
   */
  forget(changed: readonly string[]): void {
    this.origins.clear();
    this.remembered.clear();
    const names = new Set(changed);
    const isConfig = changed.some((file) => /\/tsconfig[^/]*\.json$/.test(file));
    if (isConfig) this.aliases.forget();
    const isNew = isConfig || [...this.files].some(([key, file]) => this.mayNow(key, file, names));
    if (isNew) {
      this.exports.clear();
      this.files.clear();
      return;
    }
    for (const file of this.uses.around(changed)) this.exports.delete(file);
    // One that went leaves its name to the next candidate.
    for (const [key, file] of this.files) if (file !== undefined && names.has(file)) this.files.delete(key);
  }

  /** Whether an import may mean a file now that was not there when it was looked for. */
  private mayNow(key: string, found: string | undefined, changed: ReadonlySet<string>): boolean {
    const [dir = '', specifier = ''] = key.split('\0');
    for (const candidate of this.candidates(dir, specifier)) {
      if (candidate === found) return false;
      if (changed.has(candidate)) return true;
    }
    return false;
  }

  private findFile(dir: string, specifier: string): string | undefined {
    return this.candidates(dir, specifier).find((candidate) => this.exports.has(candidate) || this.read(candidate) !== undefined);
  }

  private candidates(dir: string, specifier: string): string[] {
    const bases = specifier.startsWith('.') ? [resolveFrom(dir, specifier)] : [...this.aliases.basesOf(dir, specifier), ...this.basesOf(dir, specifier)];
    return bases.flatMap((base) => (base === undefined ? [] : candidatesOf(base)));
  }

  /** `src/db` and `@/db` are read from the folder of package.json or its `src`, as most `baseUrl` and `paths` say. */
  private basesOf(dir: string, specifier: string): string[] {
    for (let at: string | undefined = dir; at !== undefined; at = parentDir(at)) {
      if (!this.isPackage(at)) continue;
      const rest = specifier.replace(/^[@~]\//, '');
      return rest === specifier ? [`${at}/${rest}`] : [`${at}/src/${rest}`, `${at}/${rest}`];
    }
    return [];
  }

  private isPackage(dir: string): boolean {
    const known = this.packages.get(dir) ?? this.read(`${dir}/package.json`) !== undefined;
    this.packages.set(dir, known);
    return known;
  }

  private exportsOf(file: string): Exports {
    const known = this.exports.get(file);
    if (known !== undefined) return known;
    // Files that import each other: while one is read, the other sees none of its exports.
    this.exports.set(file, nothing);
    this.reading++;
    try {
      const found = this.readExports(file);
      this.exports.set(file, found);
      return found;
    } finally {
      this.reading--;
    }
  }

  private readExports(file: string): Exports {
    const text = this.read(file);
    const language = languageOf(file);
    if (text === undefined || language === undefined || language === 'sql' || language === 'go') return nothing;
    const tree = this.parse(text, language);
    if (tree === undefined) return nothing;
    try {
      const scopes = new Scopes(tree, text);
      return collectExports(tree.rootNode, scopes, new Origins(scopes, false, undefined, { file, modules: this }));
    } finally {
      tree.delete();
    }
  }
}

/** The files a path without its ending may name. */
function candidatesOf(base: string): string[] {
  // TypeScript's ES modules import `./db.js` and mean `db.ts`.
  const typescript = /\.[cm]?js$/.test(base) ? [base.replace(/js$/, 'ts')] : [];
  return [...(languageOf(base) === undefined ? [] : [base, ...typescript]), ...endings.flatMap((ending) => [base + ending, `${base}/index${ending}`])];
}
