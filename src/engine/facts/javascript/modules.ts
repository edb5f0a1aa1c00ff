import type { TreeLanguage } from '../../syntax/grammars';
import { languageOf } from '../../syntax/languages';
import { field, namedChildren, type Node, type Tree } from '../../syntax/nodes';
import { parentDir, resolveFrom, type ProjectReader } from '../project/project';
import { Origins, type Origin } from './origin';
import { forwardOf, returnedBy, type Forward } from './forwards';
import { step } from './originSteps';
import { isAsync } from './functions';
import { exportedFunctions } from './exportedFunctions';
import { patternIdentifiers, Scopes } from './scope';
import { stringValue } from './strings';

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

/** What one file exports, as far as its origin is known. */
interface Exports {
  readonly named: ReadonlyMap<string, Origin>;
  /**
   * Exported functions that hand their arguments on; the default export is called `default`. Methods are called as their
   * origin reads: `Database.new.query` of a class, `db.query` of an object or an instance.
   */
  readonly forwards: ReadonlyMap<string, Forward>;
  /** What exported functions return, where that is one thing from another module: `getPool`. */
  readonly returns: ReadonlyMap<string, Origin>;
  /** The default export, or `module.exports`. */
  readonly main: Origin | undefined;
  /** Files whose exports are passed on: `export * from './x'`. */
  readonly stars: readonly string[];
}

const nothing: Exports = { named: new Map(), forwards: new Map(), returns: new Map(), main: undefined, stars: [] };

const endings = ['.ts', '.js', '.tsx', '.mjs', '.cjs', '.mts', '.cts', '.jsx'];

/** Follows imports of the project's own files to the file that makes the value: a client made in `db.ts` is known where it is used. */
export class Modules {
  private readonly exports = new Map<string, Exports>();
  /** What imports mean, by their folder and specifier: looking for a file asks the disk up to twenty times. */
  private readonly files = new Map<string, string | undefined>();
  private readonly packages = new Map<string, boolean>();
  private readonly origins = new Map<string, Origin | undefined>();
  /** Files whose exports are being read at this moment. */
  private reading = 0;

  constructor(
    private readonly read: ProjectReader,
    private readonly parse: ParseNow,
  ) {}

  /**
   * Where an imported value really comes from.
   * @param origin of a relative module: `{module: './db', path: ['pool', 'query']}`
   * @returns undefined when the file is not found or does not say
   */
  resolve(from: string, origin: Origin): Origin | undefined {
    const key = `${parentDir(from) ?? ''}\0${origin.module}\0${origin.path.join('.')}`;
    if (this.origins.has(key)) return this.origins.get(key);
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

  /** The file of the project that an import names; undefined where there is none. */
  find(from: string, specifier: string): string | undefined {
    const dir = parentDir(from);
    // Only names on disk can be joined as paths.
    if (dir === undefined || /^[a-z][a-z0-9+.-]+:\/\//i.test(dir)) return undefined;
    const key = `${dir}\0${specifier}`;
    if (!this.files.has(key)) this.files.set(key, this.findFile(dir, specifier));
    return this.files.get(key);
  }

  private findFile(dir: string, specifier: string): string | undefined {
    const bases = specifier.startsWith('.') ? [resolveFrom(dir, specifier)] : this.basesOf(dir, specifier);
    const candidates = bases.flatMap((base) => (base === undefined ? [] : candidatesOf(base)));
    return candidates.find((candidate) => this.exports.has(candidate) || this.read(candidate) !== undefined);
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

interface Collected {
  readonly named: Map<string, Origin>;
  readonly forwards: Map<string, Forward>;
  readonly returns: Map<string, Origin>;
  readonly stars: string[];
  main: Origin | undefined;
}

function collectExports(program: Node, scopes: Scopes, origins: Origins): Exports {
  const found: Collected = { named: new Map(), forwards: new Map(), returns: new Map(), stars: [], main: undefined };
  for (const statement of namedChildren(program)) {
    if (statement.type === 'export_statement') collectEsm(statement, origins, found);
    else if (statement.type === 'expression_statement') collectCommonJs(statement, origins, found);
  }
  for (const [name, fn] of exportedFunctions(program, scopes)) {
    const forward = forwardOf(fn, { scopes, originOf: (node) => origins.of(node) });
    if (forward !== undefined) found.forwards.set(name, forward);
    const returned = isAsync(fn) ? undefined : returnedBy(fn);
    const origin = returned === undefined ? undefined : origins.of(returned);
    if (origin !== undefined && origin.module !== '') found.returns.set(name, origin);
  }
  return found;
}

function add(found: Collected, name: string, origin: Origin | undefined): void {
  if (origin === undefined) return;
  if (name === 'default') found.main = origin;
  else found.named.set(name, origin);
}

function collectEsm(statement: Node, origins: Origins, found: Collected): void {
  const value = field(statement, 'value');
  if (value !== undefined) {
    add(found, 'default', origins.of(value));
    return;
  }
  const source = field(statement, 'source');
  const from = source === undefined ? undefined : stringValue(source);
  const clause = namedChildren(statement).find((child) => child.type === 'export_clause');
  for (const specifier of clause === undefined ? [] : namedChildren(clause)) {
    const name = field(specifier, 'name');
    const exported = field(specifier, 'alias')?.text ?? name?.text;
    if (name === undefined || exported === undefined) continue;
    add(found, exported, from === undefined ? origins.of(name) : origins.imported(from, name.text));
  }
  if (from !== undefined && clause === undefined) found.stars.push(from);
  const declaration = field(statement, 'declaration');
  if (declaration?.type === 'class_declaration' || declaration?.type === 'abstract_class_declaration') {
    const name = field(declaration, 'name');
    if (name !== undefined) add(found, statement.children.some((child) => child?.type === 'default') ? 'default' : name.text, origins.of(name));
    return;
  }
  if (declaration?.type !== 'lexical_declaration' && declaration?.type !== 'variable_declaration') return;
  for (const declarator of namedChildren(declaration)) {
    const name = field(declarator, 'name');
    for (const id of name === undefined ? [] : patternIdentifiers(name)) add(found, id.text, origins.of(id));
  }
}

function collectCommonJs(statement: Node, origins: Origins, found: Collected): void {
  const assignment = namedChildren(statement)[0];
  if (assignment?.type !== 'assignment_expression') return;
  const left = field(assignment, 'left')?.text;
  const right = field(assignment, 'right');
  if (left === undefined || right === undefined) return;
  const member = /^(?:module\.)?exports\.(\w+)$/.exec(left)?.[1];
  if (member !== undefined) add(found, member, origins.of(right));
  if (left !== 'module.exports') return;
  if (right.type !== 'object') {
    add(found, 'default', origins.of(right));
    return;
  }
  for (const property of namedChildren(right)) {
    if (property.type === 'shorthand_property_identifier') add(found, property.text, origins.of(property));
    const value = property.type === 'pair' ? field(property, 'value') : undefined;
    const key = field(property, 'key')?.text;
    if (value !== undefined && key !== undefined) add(found, key, origins.of(value));
  }
}
