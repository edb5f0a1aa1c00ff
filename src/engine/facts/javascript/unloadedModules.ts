import { isTooling } from '../../scan/quiet';
import { parentDir, type PackageFacts, type Project } from '../project/project';
import type { FindFile } from './reach';
import { placesOf } from './scope';
import { Besides } from './unloaded/besides';
import { foldersUpTo, hasStart, isFoundAlone, isLibrary, isOfFinder, mayRunAlone, wasPutAside } from './unloaded/entries';
import { globsIn, loaderIn, mayLoad, type Loader } from './unloaded/loaders';
import { isInComment, namesOf, namingsIn, type ModuleName } from './unloaded/naming';
import { takingOf } from './unloaded/takers';

/** Those whose patterns of files are of modules that are loaded. */
const patterned = /^(?:tsoa|ormconfig|mikro-orm)[\w.-]*\.json$/;

const workspaces = ['package.json', 'pnpm-workspace.yaml', 'lerna.json', 'go.work'];

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
  private readonly besides: Besides;
  private readonly loaders = new Map<string, readonly (readonly [file: string, Loader])[]>();
  private readonly complete = new Map<string, boolean>();
  /** By the folder of a package. */
  private readonly whole = new Map<string, boolean>();

  constructor(
    private readonly project: Project,
    private readonly find: FindFile,
  ) {
    this.besides = new Besides(project);
  }

  /** @param text the file's own, which may be newer than the disk's */
  isUnloaded(file: string, text: string): boolean {
    const top = topOf(file, this.project);
    return top !== undefined && this.isKnown(file) && !mayRunAlone(text, file) && !this.isLoaded(file, top);
  }

  /** Whether all that could use what a file gives to others is known. */
  isKnown(file: string): boolean {
    const top = topOf(file, this.project);
    const facts = this.project.packageFor(file);
    if (top === undefined || facts === undefined) return false;
    let isWhole = this.whole.get(facts.dir);
    if (isWhole === undefined) {
      isWhole = !isOfFinder(facts) && !isLibrary(facts, this.project) && this.isComplete(top) && hasStart(facts, this.project);
      this.whole.set(facts.dir, isWhole);
    }
    return isWhole;
  }

  /**
   * Whether nobody uses what a module gives under a name: it is imported, and all who do take what they need by its name and
   * take another; none looks through what it gives, and no loader, setting or platform comes upon it by its place.
   * @param isMember of a class, which is read of any object that may be of it: no other file then holds the name at all
   */
  isUntaken(name: string, file: string, isMember: boolean): boolean {
    const { project } = this;
    const top = topOf(file, project);
    const facts = project.packageFor(file);
    const files = top === undefined ? undefined : project.filesWith(name, top);
    if (top === undefined || facts === undefined || files === undefined || !this.isKnown(file)) return false;
    const isHeld = files.some((other) => other !== file && isSaid(name, project.read(other) ?? ''));
    if ((isMember && isHeld) || this.besides.hold(name, file, top) || isFoundAlone(file, facts, project) || mayRunAlone(project.read(file) ?? '', file)) return false;
    const asked: Asked = { file, facts, names: namesOf(file) };
    return !this.besides.name(asked, top) && !this.mayBeFound(asked, top) && this.areNaming(asked, top, new Set(), isHeld ? name : undefined);
  }

  /** @param unless a name that none of them takes */
  private areNaming(asked: Asked, top: string, seen: Set<string>, unless: string | undefined): boolean {
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
          const { kind, names } = takingOf(text, specifier);
          if (kind === 'whole' || (unless !== undefined && (names.has(unless) || names.has('default')))) return false;
          if (kind === 'passed' && !this.isPassedByName(other, top, seen, unless)) return false;
        }
      }
    }
    return isImported;
  }

  /** A file that gives all of others on is taken by name as well. */
  private isPassedByName(file: string, top: string, seen: Set<string>, unless: string | undefined): boolean {
    const facts = this.project.packageFor(file);
    if (facts === undefined || isFoundAlone(file, facts, this.project)) return false;
    return this.areNaming({ file, facts, names: namesOf(file) }, top, seen, unless);
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
    return mayRunAlone(project.read(file) ?? '', file) || this.isImported(asked, top) || this.isImportedFromWithin(file, top) || this.besides.name(asked, top) || this.mayBeFound(asked, top);
  }

  /** A module that something loads names it: those nearest are asked first. */
  private isImported(asked: Asked, top: string): boolean {
    const seen = new Set([asked.file]);
    for (const dir of foldersUpTo(top, asked.file)) {
      for (const { name, isCommon, words } of asked.names) {
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
          if (this.names(other, name, asked, isCommon) && this.isLoaded(other, top)) return true;
        }
      }
    }
    return false;
  }

  /** `import all from '.'` of a file beside an index, or in a folder beside it, holds none of its names. */
  private isImportedFromWithin(file: string, top: string): boolean {
    const dir = /\/index\.\w+$/.test(file) ? parentDir(file) : undefined;
    for (const other of dir === undefined ? [] : (this.project.mayHold([], dir) ?? [])) {
      const specifiers = [...(this.project.read(other) ?? '').matchAll(/(['"])(\.{1,2}(?:\/\.\.)*\/?)\1/g)].map(([, , specifier = '']) => specifier);
      if (other !== file && specifiers.some((specifier) => this.find(other, specifier) === file) && this.isLoaded(other, top)) return true;
    }
    return false;
  }

  private names(other: string, name: string, asked: Asked, isCommon: boolean): boolean {
    for (const { text, isImport } of namingsIn(this.project.read(other) ?? '', name)) if (isImport ? this.mayMean(other, text, asked) : !isCommon) return true;
    return false;
  }

  /** Whether an import may be of the module: it is not of another file, nor of a package. */
  private mayMean(other: string, specifier: string, { file }: Asked): boolean {
    const found = this.find(other, specifier);
    if (found !== undefined) return found === file;
    // A part of a package may be of one in the same workspace.
    return specifier.startsWith('.') || this.project.packageFor(other)?.dependencies.has(specifier) !== true;
  }

  /** A loader that makes names up may come upon it. */
  private mayBeFound({ file, facts }: Asked, top: string): boolean {
    const { project } = this;
    const inPackage = file.slice(facts.dir.length + 1);
    const isAside = wasPutAside(inPackage);
    return this.loadersIn(top).some(([loader, what]) => {
      const dir = project.packageFor(loader)?.dir;
      if (dir === facts.dir) return (what.isOpen && !isAside) || mayLoad(what, file, inPackage);
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
        for (const name of project.names(dir).filter((each) => patterned.test(each))) found.set(`${dir}/${name}`, { under: [], segments: new Set(), globs: globsIn(project.read(`${dir}/${name}`) ?? ''), isOpen: false });
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

const isSaid = (name: string, text: string): boolean => placesOf(name, text).some((at) => !isInComment(text, at));

/** The scanned root a file lies under; undefined where there is none. */
function topOf(file: string, project: Project): string | undefined {
  const relative = project.relative(file);
  return relative === file ? undefined : file.slice(0, -relative.length - 1);
}
