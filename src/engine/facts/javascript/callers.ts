import { isTest, isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import { servesAdministrators } from './administrators';
import { openElsewhere } from './elsewhere';
import { enclosingHandler } from './handlers';
import { outwardFromCall, outwardFromWork } from './callers/outward';
import { makersOf } from './callers/made';
import { stemOf, usesIn, type Uses } from './callers/uses';
import { isLoneModule } from './loneModule';
import { strongestOf, type Callee, type Step, type Waiter } from './callers/waiter';

export type { Waiter } from './callers/waiter';

/** Most callers of callers that are looked at. */
const mostLevels = 8;

/** Most files that one question opens. */
const mostOpened = 120;

/** A name that more files use is too common for its calls to say anything. */
const mostNaming = 50;

/**
 * Who waits for the end of a call, as far as the project's own code tells it: goes up from the function around it to those
 * who call that, through the files of the package that name it.
 * @param call a call whose value is a promise; or any node, with `isWaited`, where the function around it is known to wait
 */
export function waiterOf(call: Node, source: ScriptSource, isWaited = false): Waiter {
  return new Question(source).answer(isWaited ? outwardFromWork(call, source) : outwardFromCall(call, source));
}

/** As `waiterOf` for code whose function is known to wait, but requests that a check leaves to administrators count as theirs. */
export const waiterForMany = (node: Node, source: ScriptSource): Waiter => new Question(source, 'many').answer(outwardFromWork(node, source));

/**
 * Whether the project's own code proves that requests, or messages of a queue, come to a node, from others than
 * administrators: in a handler, or in what one calls, through the files of the package. In a file that no project stands
 * by, what nothing there rules out will do.
 */
export function isRequested(node: Node, source: ScriptSource): boolean {
  if (enclosingHandler(node, source) !== undefined) return !servesAdministrators(node, source);
  return isAsked(node, source, 'comes');
}

/** Whether all that calls the code a node stands in is a schedule, a start-up, or what administrators ask for. */
export function isNeverRequested(node: Node, source: ScriptSource): boolean {
  if (enclosingHandler(node, source) !== undefined) return servesAdministrators(node, source);
  const waiter = new Question(source, 'comes').answer(outwardFromWork(node, source));
  return waiter === 'administrators' || waiter === 'nobody' || waiter === 'startup';
}

/** As `isRequested`, and the request waits for the node. */
export const isAwaitedByRequest = (node: Node, source: ScriptSource): boolean => isAsked(node, source, 'waits');

function isAsked(node: Node, source: ScriptSource, wanted: Wanted): boolean {
  const waiter = new Question(source, wanted).answer(outwardFromWork(node, source));
  return waiter === 'request' || (waiter === 'unknown' && isLoneModule(source));
}

/** Whether it can be known who calls what: not in a file that no project stands by, nor where nobody lists the files, as in the browser. */
export function knowsCallers(source: ScriptSource): boolean {
  const dir = searchedFolder(source.file, source);
  return !source.fragment && !isLoneModule(source) && dir !== undefined && source.project.filesWith(stemOf(source.file), dir) !== undefined;
}

/**
 * Which requests count: all; all but those that a check leaves to administrators; those of others than administrators that
 * wait; or also those that only begin the work.
 */
type Wanted = 'all' | 'many' | 'waits' | 'comes';

/** One question: goes up level by level until somebody on the way of a request is found, or nobody is left to ask. */
class Question {
  private opened = 0;

  constructor(
    private readonly source: ScriptSource,
    private readonly wanted: Wanted = 'all',
  ) {}

  answer(first: Step): Waiter {
    const said: Waiter[] = [];
    const seen = new Set<string>();
    let level: readonly Step[] = [this.meant(first)];
    for (let depth = 0; level.length > 0; depth++) {
      const next: Step[] = [];
      for (const step of level) {
        if ('waiter' in step) {
          if (this.isRequest(step)) return 'request';
          said.push(step.waiter === 'request' ? 'administrators' : step.waiter);
          continue;
        }
        const key = keyOf(step.callee);
        if (seen.has(key)) continue;
        seen.add(key);
        if (depth >= mostLevels) return 'unknown';
        const steps = this.stepsFrom(step.callee).map((each) => this.meant(each));
        if (steps.some((each) => this.isRequest(each))) return 'request';
        next.push(...steps);
      }
      level = next;
    }
    // Functions that only call each other: how one comes to them is not seen.
    return said.length === 0 ? 'unknown' : strongestOf(said);
  }

  private meant(step: Step): Step {
    return this.wanted === 'comes' && 'waiter' in step && step.begunBy !== undefined ? this.meant(step.begunBy) : step;
  }

  private isRequest(step: Step): boolean {
    return 'waiter' in step && step.waiter === 'request' && (this.wanted === 'all' || (this.wanted === 'many' ? step.isLeftToThem : step.isForFew) !== true);
  }

  /** What those say who name a function. */
  private stepsFrom(callee: Callee): readonly Step[] {
    const own = this.usesIn(callee.file, callee);
    if (own === undefined) return [unknown];
    const steps = [...own.steps];
    if (!callee.isPrivate || own.leaves) {
      const { files, isAll } = this.filesNaming(callee);
      if (!isAll) steps.push(unknown);
      const made = files.some((file) => file !== callee.file) ? makersOf(callee, searchedFolder(callee.file, this.source), this.source) : 'some';
      for (const file of files) {
        if (isTest(this.source.project.relative(file))) continue;
        const uses = file === callee.file ? undefined : this.usesIn(file, callee);
        if (file !== callee.file && uses === undefined) steps.push(unknown);
        // What a script calls runs as a script.
        const isScript = isTooling(this.source.project.relative(file));
        const isCommand = isCommandText(this.source.project.read(file) ?? '');
        for (const step of uses?.steps ?? []) {
          // What other files call by that name is another class's method.
          if (made !== 'some' && (!('waiter' in step) || step.waiter === 'request')) {
            if (made === 'development') steps.push({ waiter: 'development' });
            continue;
          }
          steps.push((isScript && 'callee' in step) || (isCommand && !isDropped(step)) ? { waiter: 'startup' } : step);
        }
      }
    }
    const others = steps.filter((step) => 'waiter' in step || keyOf(step.callee) !== keyOf(callee));
    if (others.length > 0) return others;
    return [{ waiter: !callee.isPrivate && isLoneModule(this.source) ? 'unknown' : callee.unseen }];
  }

  /** The files that may use a function; of a name that many have, those alone that name its class or its module too. */
  private filesNaming(callee: Callee): { readonly files: readonly string[]; readonly isAll: boolean } {
    const { project } = this.source;
    const { file, name, isDefault } = callee;
    const dir = searchedFolder(file, this.source);
    if (dir === undefined) return { files: [], isAll: false };
    let isAll = true;
    const words = [...(name === '' ? [] : [name]), ...(isDefault ? [stemOf(file)] : [])].filter((word) => word !== '');
    const found = new Set<string>();
    for (const word of words) {
      const use = word === name && callee.declared === undefined ? memberUse(name) : undefined;
      const files = project.filesWith(word, dir)?.filter((each) => use?.test(project.read(each) ?? '') !== false);
      if (files !== undefined && files.length <= mostNaming) for (const each of files) found.add(each);
      else {
        isAll = false;
        for (const each of this.nearest(files ?? [], callee, dir)) found.add(each);
      }
    }
    return { files: [...found], isAll };
  }

  private nearest(files: readonly string[], { file, owner }: Callee, dir: string): readonly string[] {
    const word = owner ?? stemOf(file);
    const near = word === '' ? undefined : new Set(this.source.project.filesWith(word, dir));
    const both = near === undefined ? [] : files.filter((each) => near.has(each));
    return both.length > mostNaming ? [] : both;
  }

  /** Undefined where the file cannot be read, or too many were. */
  private usesIn(file: string, callee: Callee): Uses | undefined {
    const { source } = this;
    if (file === source.file) return usesIn(callee, source);
    // What another question has remembered counts too: the answer must not hang on which was asked first.
    if (this.opened >= mostOpened) return undefined;
    this.opened++;
    return source.origins.remember(`uses\0${file}\0${keyOf(callee)}`, () => openElsewhere(file, source, (other) => usesIn(callee, other)));
  }
}

const keyOf = ({ file, name, declared }: Callee): string => `${file}\0${name}\0${String(declared)}`;

const unknown: Step = { waiter: 'unknown' };

const isDropped = (step: Step): boolean => 'waiter' in step && step.waiter === 'nobody';

/** Reads what to do from its command line, does it and ends; it gives nothing to others and serves nobody. */
const isCommandText = (text: string): boolean => /\bprocess\.argv\b/.test(text) && /\bprocess\.exit\(/.test(text) && !/^\s*export\b|\bexports\b|\.listen\(|\bcreateServer\(/m.test(text);

/** A member is used with a dot in front, out of a pattern, or in a string. */
const memberUse = (name: string): RegExp => new RegExp(`(?:\\.\\s*#?|['"\`@:#.]|[{,]\\s*)${name.replaceAll('$', '\\$')}(?![\\w$])`);

/** Where callers are looked for: the package; the whole root where that is a workspace of packages. */
export function searchedFolder(file: string, source: ScriptSource): string | undefined {
  const { project } = source;
  const relative = project.relative(file);
  const root = relative === file ? undefined : file.slice(0, -relative.length - 1);
  const dir = project.packageFor(file)?.dir;
  if (root === undefined || dir === undefined || !dir.startsWith(`${root}/`)) return root ?? dir;
  return isWorkspace(root, source) ? root : dir;
}

function isWorkspace(root: string, { project }: ScriptSource): boolean {
  const names = project.names(root);
  if (['pnpm-workspace.yaml', 'lerna.json', 'nx.json', 'turbo.json'].some((name) => names.includes(name))) return true;
  return /"workspaces"\s*:/.test(project.read(`${root}/package.json`) ?? '');
}
