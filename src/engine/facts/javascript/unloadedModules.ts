import { isTooling } from '../../scan/quiet';
import { parentDir, type PackageFacts, type Project } from '../project/project';
import type { FindFile } from './reach';
import { placesOf } from './scope';
import { foldersUpTo, hasStart, isFoundAlone, isOfFinder, mayRunAlone } from './unloaded/entries';
import { globsIn, loaderIn, mayLoad, type Loader } from './unloaded/loaders';
import { isInComment, isNamedInSettings, isRunInDocument, namesOf, namingsIn, type ModuleName } from './unloaded/naming';
import { takingOf } from './unloaded/takers';

/** Files beside the sources that may name a module, by the name of the file. */
const settings = /\.(?:json[c5]?|ya?ml|toml|sh|bash|bat|cmd|ps1|conf|service|xml|env)$|^[\w.-]*(?:docker|make|proc|jenkins|just|task)file[\w.-]*$|^\.(?:env|[\w-]+rc)[\w.-]*$/i;
const locks = /^(?:package-lock|npm-shrinkwrap|composer)\.json$|^pnpm-lock\.yaml$/;
const documents = /\.mdx?$/i;
const code = /\.(?:vue|svelte|astro|coffee|ejs)$/i;
/** Where scripts lie that a listing of sources leaves out, also without an ending. */
const scripts = /\/(?:bin|build)\/[\w-]+(?:\.[cm]?js)?$/;
/** Those whose patterns of files are of modules that are loaded. */
const patterned = /^(?:tsoa|ormconfig|mikro-orm)[\w.-]*\.json$/;

/** Folders of a package or a repository with more of them, which a listing of sources leaves out. */
const besides = ['', '.github/workflows', '.circleci', '.husky', '.vscode', '.devcontainer', 'docker', 'deploy', 'ci', 'build', 'config', 'bin', '.platform', '.ebextensions'];

/** One that is longer is data. */
const longest = 300_000;

const workspaces = ['package.json', 'pnpm-workspace.yaml', 'lerna.json', 'go.work'];

/** A text beside the sources, and the way it names modules. */
interface Other {
  readonly file: string;
  readonly text: string;
}

/** What one question of a module knows of it. */
interface Asked {
  readonly file: string;
  readonly facts: PackageFacts;
  readonly names: readonly ModuleName[];
}

/**
 * Which modules of a project nothing loads, as its own text proves: no program, setting or script starts or names them, no
 * loader may come upon them, and no other module that something loads names them. Modules that name each other in a circle
 * count as loaded, and so does all of a project of which not every file is listed.
 */
export class UnloadedModules {
  private readonly known = new Map<string, boolean>();
  private readonly asking = new Set<string>();
  private readonly others = new Map<string, readonly Other[]>();
  private readonly loaders = new Map<string, readonly (readonly [file: string, Loader])[]>();
  private readonly complete = new Map<string, boolean>();

  constructor(
    private readonly project: Project,
    private readonly find: FindFile,
  ) {}

  /** @param text the file's own, which may be newer than the disk's */
  isUnloaded(file: string, text: string): boolean {
    const top = topOf(file, this.project);
    return top !== undefined && this.isKnown(file) && !mayRunAlone(text, file) && !this.isLoaded(file, top);
  }

  /** Whether all that could use what a file gives to others is known. */
  isKnown(file: string): boolean {
    const top = topOf(file, this.project);
    const facts = this.project.packageFor(file);
    return top !== undefined && facts !== undefined && this.isComplete(top) && hasStart(facts, this.project) && !isOfFinder(facts);
  }

  /** No other file of the project holds the name, but in a comment. */
  isUnnamed(name: string, file: string): boolean {
    const { project } = this;
    const top = topOf(file, project);
    const files = top === undefined ? undefined : project.filesWith(name, top);
    if (top === undefined || files === undefined || files.some((other) => other !== file && isSaid(name, project.read(other) ?? ''))) return false;
    if (foldersUpTo(top, file).some((dir) => this.othersIn(dir).some((other) => !documents.test(other.file) && placesOf(name, other.text).length > 0))) return false;
    return [...project.othersHolding([name])].every((other) => placesOf(name, this.shortText(other)).length === 0);
  }

  /**
   * Whether a module is imported, and all who do take what they need by its name: none looks through what it gives, and no
   * loader, setting or platform comes upon it by its place.
   */
  isTakenByName(file: string): boolean {
    const top = topOf(file, this.project);
    const facts = this.project.packageFor(file);
    if (top === undefined || facts === undefined || !this.isKnown(file) || isFoundAlone(file, facts, this.project) || mayRunAlone(this.project.read(file) ?? '', file)) return false;
    const asked: Asked = { file, facts, names: namesOf(file) };
    return !this.isNamedBeside(asked, top) && !this.mayBeFound(asked, top) && this.areNaming(asked, top, new Set());
  }

  private areNaming(asked: Asked, top: string, seen: Set<string>): boolean {
    const { project } = this;
    if (seen.has(asked.file)) return true;
    seen.add(asked.file);
    let isImported = false;
    for (const { name, words } of asked.names) {
      for (const other of project.mayHold(words, top) ?? []) {
        if (other === asked.file) continue;
        const text = project.read(other) ?? '';
        for (const specifier of new Set([...namingsIn(text, name)].flatMap((naming) => (naming.isImport && this.mayMean(other, naming.text, asked) ? [naming.text] : [])))) {
          isImported = true;
          const taking = takingOf(text, specifier);
          if (taking === 'whole' || (taking === 'passed' && !this.isPassedByName(other, top, seen))) return false;
        }
      }
    }
    return isImported;
  }

  /** A file that gives all of others on is taken by name as well. */
  private isPassedByName(file: string, top: string, seen: Set<string>): boolean {
    const facts = this.project.packageFor(file);
    if (facts === undefined || isFoundAlone(file, facts, this.project)) return false;
    return this.areNaming({ file, facts, names: namesOf(file) }, top, seen);
  }

  private isLoaded(file: string, top: string): boolean {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    // A circle.
    if (this.asking.has(file)) return true;
    this.asking.add(file);
    const isLoaded = this.findLoad(file, top);
    this.asking.delete(file);
    this.known.set(file, isLoaded);
    return isLoaded;
  }

  private findLoad(file: string, top: string): boolean {
    const { project } = this;
    const facts = project.packageFor(file);
    if (facts === undefined || isOfFinder(facts) || isFoundAlone(file, facts, project)) return true;
    const asked: Asked = { file, facts, names: namesOf(file) };
    return mayRunAlone(project.read(file) ?? '', file) || this.isImported(asked, top) || this.isNamedBeside(asked, top) || this.mayBeFound(asked, top);
  }

  /** A module that something loads names it: those nearest are asked first. */
  private isImported(asked: Asked, top: string): boolean {
    const seen = new Set([asked.file]);
    for (const dir of foldersUpTo(top, asked.file)) {
      for (const { name, words } of asked.names) {
        const files = this.project.mayHold(words, dir);
        if (files === undefined) {
          // Too many, or none listed: nothing is known.
          if (dir === top) return true;
          continue;
        }
        for (const other of files) {
          const key = `${other}\0${name}`;
          if (other === asked.file || seen.has(key)) continue;
          seen.add(key);
          if (this.names(other, name, asked) && this.isLoaded(other, top)) return true;
        }
      }
    }
    return false;
  }

  private names(other: string, name: string, asked: Asked): boolean {
    for (const { text, isImport } of namingsIn(this.project.read(other) ?? '', name)) if (!isImport || this.mayMean(other, text, asked)) return true;
    return false;
  }

  /** Whether an import may be of the module: it is not of another file, nor of a package. */
  private mayMean(other: string, specifier: string, { file }: Asked): boolean {
    const found = this.find(other, specifier);
    if (found !== undefined) return found === file;
    const [scope = '', name = ''] = specifier.split('/');
    return specifier.startsWith('.') || this.project.packageFor(other)?.dependencies.has(scope.startsWith('@') ? `${scope}/${name}` : scope) !== true;
  }

  private isNamedBeside({ file, names }: Asked, top: string): boolean {
    const isNamed = (other: Other) => names.some(({ name }) => isNamedIn(other, name));
    if (foldersUpTo(top, file).some((dir) => this.othersIn(dir).some(isNamed))) return true;
    return names.some(({ words }) => [...this.project.othersHolding(words)].some((other) => isNamed({ file: other, text: this.shortText(other) })));
  }

  private othersIn(dir: string): readonly Other[] {
    let others = this.others.get(dir);
    if (others === undefined) {
      const { project } = this;
      const isPackage = project.read(`${dir}/package.json`) !== undefined || project.relative(`${dir}/x`) === 'x';
      const folders = isPackage ? besides.map((name) => (name === '' ? dir : `${dir}/${name}`)) : [dir];
      const files = folders.flatMap((folder) => project.names(folder).map((name) => ({ name, file: `${folder}/${name}` })));
      others = files.filter(({ name, file }) => (settings.test(name) && !locks.test(name)) || documents.test(name) || scripts.test(file)).map(({ file }) => ({ file, text: this.shortText(file) }));
      this.others.set(dir, others);
    }
    return others;
  }

  private shortText(file: string): string {
    const text = this.project.read(file) ?? '';
    return text.length > longest ? '' : text;
  }

  /** A loader that makes names up may come upon it. */
  private mayBeFound({ file, facts }: Asked, top: string): boolean {
    const { project } = this;
    return this.loadersIn(top).some(([loader, what]) => {
      const dir = project.packageFor(loader)?.dir;
      if (dir === facts.dir) return what.isOpen || mayLoad(what, file, file.slice(facts.dir.length + 1));
      return mayLoad(what, file, project.relative(file));
    });
  }

  private loadersIn(top: string): readonly (readonly [string, Loader])[] {
    let loaders = this.loaders.get(top);
    if (loaders === undefined) {
      const { project } = this;
      const found = new Map<string, Loader>();
      for (const word of ['require', 'import', 'glob', 'readdirSync', 'readdir', 'entities', 'controllers']) {
        for (const file of project.mayHold([word], top) ?? []) {
          if (found.has(file) || isTooling(project.relative(file))) continue;
          const loader = loaderIn(project.read(file) ?? '', file, project.packageFor(file)?.dir);
          if (loader !== undefined) found.set(file, loader);
        }
      }
      for (const dir of new Set([...found.keys()].flatMap((file) => foldersUpTo(top, file)))) {
        for (const name of project.names(dir).filter((each) => patterned.test(each))) found.set(`${dir}/${name}`, { under: [], segments: new Set(), globs: globsIn(this.shortText(`${dir}/${name}`)), isOpen: false });
      }
      loaders = [...found];
      this.loaders.set(top, loaders);
    }
    return loaders;
  }

  /** Whether all that may name a module is under the scanned root: it is no part of a package or a workspace. */
  private isComplete(top: string): boolean {
    let isComplete = this.complete.get(top);
    if (isComplete === undefined) {
      const above: string[] = [];
      let isRepository = this.isRepository(top);
      for (let dir = parentDir(top); dir !== undefined && !isRepository; dir = parentDir(dir)) {
        above.push(dir);
        isRepository = this.isRepository(dir);
      }
      isComplete = !isRepository || !above.some((dir) => workspaces.some((name) => this.project.read(`${dir}/${name}`) !== undefined));
      this.complete.set(top, isComplete);
    }
    return isComplete;
  }

  private isRepository(dir: string): boolean {
    return this.project.read(`${dir}/.git/HEAD`) !== undefined;
  }
}

function isNamedIn({ file, text }: Other, name: string): boolean {
  if (documents.test(file)) return isRunInDocument(text, name);
  return code.test(file) || scripts.test(file) ? isNamedInCode(text, name) : isNamedInSettings(text, name);
}

const isSaid = (name: string, text: string): boolean => placesOf(name, text).some((at) => !isInComment(text, at));

function isNamedInCode(text: string, name: string): boolean {
  return namingsIn(text, name)[Symbol.iterator]().next().done !== true;
}

/** The scanned root a file lies under; undefined where there is none. */
function topOf(file: string, project: Project): string | undefined {
  const relative = project.relative(file);
  return relative === file ? undefined : file.slice(0, -relative.length - 1);
}
