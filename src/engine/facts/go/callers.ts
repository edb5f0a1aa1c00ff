import type { GoSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import { parentDir } from '../project/project';
import { isAction } from './callers/actions';
import type { GoFile, GoFiles } from './callers/files';
import { DeclaredTypes } from './callers/types';
import { isOther, methodUsesIn, placeOf, usesIn, type GoFunction, type GoUse, type MethodUse, type Wanted } from './callers/uses';

/**
 * Who a function runs for: `request` on the way of a request or a message, `background` in a goroutine of its own or a
 * loop that waits, `start` when a program starts, `command` for a command line, `tool` in a package of commands, `handed` where it was given to code that
 * calls it later, `guess` on the way of a request too, if a method of a common name is the one that is meant, `elsewhere` where nothing here calls it but another module may, `unknown` where that is too far to follow.
 * None of them: nobody outside tests.
 */
export type GoCaller = 'request' | 'guess' | 'background' | 'start' | 'command' | 'tool' | 'handed' | 'elsewhere' | 'unknown';

/** Calls are followed up at most so far. */
const maxDepth = 8;

/** Most files that are looked into for one question. */
const mostFiles = 150;

/** A name that more files hold tells too little. */
const mostMentions = 60;

interface Step {
  readonly use: GoUse;
  readonly depth: number;
  readonly isBackground: boolean;
  readonly isDeferred: boolean;
  /** Some call on the way is of a method that many types have, on a value of a type not known here. */
  readonly isGuess: boolean;
}

/** Methods that so many types have that the name alone does not say whose one is called. */
const common = /^(?:Do|Run|Start|Stop|Close|Execute|Exec|Process|Handle|Call|Apply|Invoke|Next|Init|Check|Get|Set|Put)$/;

/** Follows calls up from a function, through the files of a project, to what begins them. */
export class GoCallers {
  private readonly uses = new Map<string, readonly GoUse[]>();
  private readonly named = new Map<string, readonly MethodUse[]>();
  private readonly places = new Map<string, readonly string[] | undefined>();
  /** Of one text of a file: a keystroke in it may change each of them. */
  private answers = new WeakMap<GoSource, Map<string, ReadonlySet<GoCaller>>>();
  private readonly types: DeclaredTypes;
  private hasProgram: boolean | undefined;

  constructor(private readonly files: GoFiles) {
    this.types = new DeclaredTypes(files.project, files.packages);
  }

  /**
   * Who the code at a node runs for.
   * @returns undefined when it is not known who calls what, as in the browser and in a fragment
   */
  of(node: Node, source: GoSource): ReadonlySet<GoCaller> | undefined {
    const { project } = this.files;
    const dir = parentDir(source.file);
    if (source.fragment || dir === undefined || project.filesWith('package', dir, '.go') === undefined) return undefined;
    const use = placeOf(node, source);
    const answers = this.answers.get(source) ?? new Map<string, ReadonlySet<GoCaller>>();
    this.answers.set(source, answers);
    const key = JSON.stringify(use);
    const answer = answers.get(key) ?? this.follow(use, source);
    answers.set(key, answer);
    return [...answer].every((caller) => caller === 'elsewhere') && answer.size > 0 && this.isLoose(dir) ? undefined : answer;
  }

  /**
   * Nothing of the program uses the function around a node, whatever its parameters are, and no framework finds it by its name.
   * @returns false where that is not known
   */
  isUnused(node: Node, source: GoSource): boolean {
    const dir = parentDir(source.file);
    const { within } = placeOf(node, source);
    if (within === undefined || this.of(node, source) === undefined || dir === undefined || this.isLoose(dir) || !this.isProgram(source)) return false;
    return this.usesOf(within, source, { files: mostFiles })?.length === 0 && !isAction(within, this.files.project);
  }

  /** No go.mod says what the folder belongs to, and no other folder holds Go: what a file on its own exports is called by whatever it is put into. */
  private isLoose(dir: string): boolean {
    const { packages, project } = this.files;
    return packages.moduleAt(dir) === undefined && project.filesWith('package', this.rootOf(dir), '.go')?.every((file) => parentDir(file) === dir) === true;
  }

  /** Forgets what is known of every file. */
  forget(): void {
    this.uses.clear();
    this.named.clear();
    this.places.clear();
    this.answers = new WeakMap();
    this.types.forget();
    this.hasProgram = undefined;
  }

  private follow(first: GoUse, source: GoSource): ReadonlySet<GoCaller> {
    const found = new Set<GoCaller>();
    const seen = new Set<string>();
    const budget = { files: mostFiles };
    const waiting: Step[] = [{ use: first, depth: 0, isBackground: false, isDeferred: false, isGuess: false }];
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { use, depth } = step;
      const isBackground = step.isBackground || use.isBackground;
      const isDeferred = step.isDeferred || (use.isDeferred && !isBackground);
      const isGuess = step.isGuess;
      const { entry, within } = use;
      if (entry !== undefined) {
        if (entry === 'request') found.add(isBackground ? 'background' : isGuess ? 'guess' : 'request');
        // What a command does beside itself ends with it.
        else if (entry === 'tool') found.add(entry);
        else if (entry !== 'test') found.add(isBackground && entry !== 'command' ? 'background' : isDeferred ? 'handed' : entry);
        if (found.has('request')) break;
        continue;
      }
      if (within === undefined) continue;
      const key = `${within.file}\0${within.receiver ?? ''}\0${within.name}\0${String(isBackground)}${String(isDeferred)}${String(isGuess)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const uses = depth >= maxDepth ? undefined : this.usesOf(within, source, budget);
      if (uses === undefined) found.add(isBackground ? 'background' : 'unknown');
      else if (uses.length === 0 && isAction(within, this.files.project)) found.add(isBackground ? 'background' : isGuess ? 'guess' : 'request');
      else if (uses.length === 0 && this.mayBeCalledElsewhere(within, source, budget)) found.add(isBackground ? 'background' : 'elsewhere');
      else waiting.push(...uses.map((each) => ({ use: each, depth: depth + 1, isBackground, isDeferred, isGuess: isGuess || each.isGuess === true })));
    }
    return found;
  }

  /** @returns undefined when there are too many places to look at */
  private usesOf(fn: GoFunction, source: GoSource, budget: { files: number }): readonly GoUse[] | undefined {
    const dir = parentDir(fn.file) ?? '';
    const module = this.files.packages.moduleAt(dir);
    const wanted: Wanted = { ...fn, dir, importPath: module === undefined ? undefined : module.path + dir.slice(module.dir.length) };
    const places = this.placesOf(wanted);
    if (places === undefined || places.length > mostMentions) return undefined;
    const found: GoUse[] = [];
    for (const file of places) {
      const uses = fn.receiver === undefined ? this.functionUses(file, wanted, source, budget) : this.methodUses(file, wanted, source, budget);
      if (uses === undefined) return undefined;
      found.push(...uses);
    }
    return found;
  }

  private functionUses(file: string, wanted: Wanted, source: GoSource, budget: { files: number }): readonly GoUse[] | undefined {
    return this.once(this.uses, `${file}\0${wanted.dir}\0${wanted.name}`, file, source, budget, patternOf(wanted, file), (other) => usesIn(other, wanted));
  }

  /** Types that have a method of one name share what its places say. */
  private methodUses(file: string, wanted: Wanted, source: GoSource, budget: { files: number }): readonly GoUse[] | undefined {
    const { name } = wanted;
    const all = this.once(this.named, `${file}\0${name}`, file, source, budget, patternOf(wanted, file), (other) => methodUsesIn(other, name));
    return all?.filter((each) => !isOther(each, wanted, this.types)).map(({ use, type, origin }) => (type === undefined && origin === undefined && common.test(name) ? { ...use, isGuess: true } : use));
  }

  /** What a file's places say, found once; anew in the file at hand, whose text may be newer than the disk's. */
  private once<T>(known: Map<string, readonly T[]>, key: string, file: string, source: GoSource, budget: { files: number }, pattern: RegExp, read: (file: GoFile) => readonly T[]): readonly T[] | undefined {
    if (file === source.file) return read(source);
    let found = known.get(key);
    if (found !== undefined) return found;
    if (budget.files-- <= 0) return undefined;
    found = pattern.test(this.files.project.read(file) ?? '') ? this.files.look(file, pattern, read) : [];
    if (found !== undefined) known.set(key, found);
    return found;
  }

  /** The files that may call a function. */
  private placesOf(wanted: Wanted): readonly string[] | undefined {
    const key = `${wanted.dir}\0${wanted.receiver ?? ''}\0${wanted.name}`;
    if (!this.places.has(key)) this.places.set(key, this.findPlaces(wanted));
    return this.places.get(key);
  }

  private findPlaces({ name, receiver, dir, importPath }: Wanted): readonly string[] | undefined {
    const { project } = this.files;
    const isExported = /^[A-Z]/.test(name);
    const root = isExported ? this.rootOf(dir) : dir;
    const files = project.filesWith(name, root, '.go');
    if (files === undefined || !isExported) return files?.filter((file) => parentDir(file) === dir);
    const used = receiver === undefined ? undefined : new RegExp(`\\.\\s*${name}\\b`);
    return files.filter((file) => {
      const text = project.read(file) ?? '';
      if (used !== undefined) return used.test(text);
      return parentDir(file) === dir || text.includes(importPath === undefined ? `/${lastOf(dir)}"` : `"${importPath}"`);
    });
  }

  /** The scanned root a folder lies under. */
  private rootOf(dir: string): string {
    const relative = this.files.project.relative(`${dir}/x`);
    return relative.length > dir.length ? dir : dir.slice(0, Math.max(0, dir.length + 2 - relative.length - 1)) || dir;
  }

  /**
   * An exported method may be what an interface of another module asks for, and a function of a library what its users call.
   * Not where no code but its own package's file names the type at all, or the project is a program.
   */
  private mayBeCalledElsewhere({ file, name, receiver }: GoFunction, source: GoSource, budget: { files: number }): boolean {
    if (!/^[A-Z]/.test(name)) return false;
    if (!this.isProgram(source)) return true;
    return receiver !== undefined && this.isMade(receiver, file, source, budget);
  }

  /** Whether code that runs names the type, or calls a function of its file that makes one. */
  private isMade(type: string, file: string, source: GoSource, budget: { files: number }): boolean {
    const { project } = this.files;
    const dir = parentDir(file) ?? '';
    const makers = [...(project.read(file) ?? '').matchAll(new RegExp(`^func (\\w+)\\([^\\n]*\\*?\\b${type}\\b[^\\n]*\\{`, 'gm'))].map(([, maker = '']) => maker);
    if (makers.length > 0) return makers.some((maker) => this.usesOf({ file, name: maker }, source, budget)?.length !== 0);
    const others = project.filesWith(type, this.rootOf(dir), '.go');
    return others?.some((other) => new RegExp(`\\b${type}\\{|new\\((?:\\w+\\.)?${type}\\)|(?:var \\w+|\\w+ )\\*?(?:\\w+\\.)?${type}$`, 'm').test(project.read(other) ?? '')) !== false;
  }

  /** Whether the project builds a program, and is no library alone. */
  private isProgram(source: GoSource): boolean {
    const dir = parentDir(source.file) ?? '';
    this.hasProgram ??= this.files.project.filesWith('main', this.rootOf(dir), '.go')?.some((file) => /^package main\b/m.test(this.files.project.read(file) ?? '')) === true;
    return this.hasProgram;
  }
}

/** What stands where a file uses a function: a method and what another package exports have a dot in front. */
const patternOf = ({ name, receiver, dir }: Wanted, file: string): RegExp =>
  new RegExp(receiver === undefined && parentDir(file) === dir ? `(?<!\\w)${name}(?!\\w)` : `\\.\\s*${name}(?!\\w)`);

const lastOf = (dir: string): string => dir.slice(dir.lastIndexOf('/') + 1);
