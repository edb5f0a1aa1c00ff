import * as bindings from '@ast-grep/wasm/wasm_bg.js';
import type { SgNode, SgRoot } from '@ast-grep/wasm/wasm_bg.js';
import type { Language as Grammar, Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { AssetReader, Grammars, TreeLanguage } from '../syntax/grammars';
import { withMemoryLimit } from './memoryLimit';
import { withoutSurrogates } from './surrogates';

/** ast-grep refuses the rule: its message says why. */
export class RuleRefused extends Error {
  override readonly name = 'RuleRefused';
}

/** A search was stopped, or broke down. */
export class SearchStopped extends Error {
  override readonly name = 'SearchStopped';

  constructor(readonly reason: 'timeout' | 'crash') {
    super(reason);
  }
}

class Deadline extends Error {}

/** 256 MB, on each thread: several times what the largest file needs, and far less than a transformation that doubles its text would take. */
const mostPages = 4096;

/** How many calls of the binary are answered between two looks at the clock. */
const callsBetweenLooks = 64;

/** In Go no name holds a dollar sign: what stands for one in a pattern. */
const expandoChars: Readonly<Partial<Record<TreeLanguage, string>>> = { go: 'µ' };

interface Freed {
  free(): void;
  __destroy_into_raw(): number;
}

interface OpenText {
  readonly language: TreeLanguage;
  readonly text: string;
  readonly root: SgRoot;
}

type Import = (...args: readonly unknown[]) => unknown;

type Asking<T> = (root: SgNode, hold: <N extends Freed>(node: N) => N) => T;

const done = (): void => undefined;

/**
 * ast-grep on one thread, over the grammars and the tree-sitter runtime that built-in rules use. One at a time: what
 * wasm-bindgen generated keeps the binary it talks to in its module.
 *
 * Matching cannot be interrupted from outside, but asks this side for every node. There it is stopped when its time is
 * up; the binary's instance is thrown away then, as it is after a crash, and the next search starts another.
 */
export class AstGrep {
  private instance: Promise<void> | undefined;
  private readonly registered = new Set<TreeLanguage>();
  private readonly held = new Set<Freed>();
  private readonly trees = new Set<Tree>();
  private readonly grammarOf = new Map<string, Grammar>();
  private open: OpenText | undefined;
  private deadline = Infinity;
  private calls = 0;
  private binary: Promise<WebAssembly.Module> | undefined;
  private memory: WebAssembly.Memory | undefined;
  private turn: Promise<void> = Promise.resolve();
  private hasAbandoned = false;

  constructor(
    private readonly assets: AssetReader,
    private readonly grammars: Grammars,
  ) {}

  /**
   * Asks something of a text. Nodes must not be used after `ask` has returned; those it was handed through `hold` are freed.
   * After a crash `ask` is called once more, unless the instance was new.
   * @param budget milliseconds
   * @throws RuleRefused or SearchStopped
   */
  async search<T>(language: TreeLanguage, text: string, budget: number, ask: Asking<T>): Promise<T> {
    // A search that breaks down throws the instance away, and with it a language that another was just registering there.
    const own = this.turn.then(async () => this.searchAlone(language, text, budget, ask));
    this.turn = own.then(done, done);
    return own;
  }

  private async searchAlone<T>(language: TreeLanguage, text: string, budget: number, ask: Asking<T>): Promise<T> {
    const isFresh = this.instance === undefined;
    await this.ready(language);
    this.deadline = performance.now() + budget;
    const hold = <N extends Freed>(node: N): N => {
      this.held.add(node);
      return node;
    };
    try {
      const answer = ask(hold(this.rootOf(language, text).root()), hold);
      for (const node of this.held) node.free();
      this.held.clear();
      return answer;
    } catch (error) {
      const failure = this.failure(error);
      // The memory may be full of what others left there: whoever breaks down is asked once more, alone.
      if (!isFresh && failure instanceof SearchStopped && failure.reason === 'crash') return await this.searchAlone(language, text, budget, ask);
      throw failure;
    } finally {
      this.deadline = Infinity;
    }
  }

  /** Frees the text that was looked at last. */
  close(): void {
    this.open?.root.free();
    this.open = undefined;
    for (const tree of this.trees) tree.delete();
    this.trees.clear();
  }

  /** Rules of one file are asked one after the other: it is parsed once for all of them. */
  private rootOf(language: TreeLanguage, text: string): SgRoot {
    if (this.open?.text !== text || this.open.language !== language) {
      this.close();
      this.open = { language, text, root: bindings.parse(language, withoutSurrogates(text)) };
    }
    return this.open.root;
  }

  private failure(error: unknown): Error {
    const isLate = error instanceof Deadline || performance.now() > this.deadline;
    const isRefusal = error instanceof Error && error.constructor === Error;
    if (isRefusal && !isLate) {
      for (const node of this.held) node.free();
      this.held.clear();
      return new RuleRefused(error.message);
    }
    this.abandon();
    return new SearchStopped(isLate ? 'timeout' : 'crash');
  }

  /** The instance is in an unknown state: nothing of it may be called again, not even by the garbage collector. */
  private abandon(): void {
    for (const node of this.held) node.__destroy_into_raw();
    this.held.clear();
    this.open?.root.__destroy_into_raw();
    this.open = undefined;
    this.close();
    // The bindings keep views of its memory, and take new ones only when those are detached, as they are by growing it, even by nothing.
    this.memory?.grow(0);
    this.memory = undefined;
    this.instance = undefined;
    this.hasAbandoned = true;
    this.registered.clear();
  }

  private async ready(language: TreeLanguage): Promise<void> {
    if (this.registered.has(language)) return;
    // Loading a grammar starts the runtime too; a second start of it would leave its parsers behind.
    const { language: grammar } = await this.grammars.parser(language);
    if (grammar === null) throw new Error(`no grammar for ${language}`);
    this.instance ??= this.start();
    await this.instance;
    this.grammarOf.set(language, grammar);
    const expandoChar = expandoChars[language];
    await bindings.registerDynamicLanguage({ [language]: { libraryPath: language, ...(expandoChar === undefined ? {} : { expandoChar }) } });
    this.registered.add(language);
  }

  private async start(): Promise<void> {
    this.binary ??= this.assets('ast-grep.wasm').then(async (bytes) => WebAssembly.compile(withMemoryLimit(new Uint8Array(bytes), mostPages)));
    const binary = await this.binary;
    const instance = await WebAssembly.instantiate(binary, { './wasm_bg.js': this.imports() });
    this.memory = instance.exports['memory'] as WebAssembly.Memory;
    bindings.__wbg_set_wasm(this.exportsFor(instance.exports));
    (instance.exports['__wbindgen_start'] as () => void)();
    await bindings.initializeTreeSitter();
  }

  /**
   * What the bindings call. Once an instance was thrown away, the garbage collector frees nothing any more: it comes late,
   * and would free in the new instance what was of the old. Little is left to it, and it goes with its instance.
   */
  private exportsFor(exports: WebAssembly.Exports): WebAssembly.Exports {
    const unlessAbandoned = (call: Import): Import => (...args) => (this.hasAbandoned ? undefined : call(...args));
    const own = Object.entries(exports).map(([name, exported]): [string, unknown] => {
      const call = exported as Import;
      // The collector's calls and the program's are the same here, and a closure's few bytes may stay.
      if (name === '__wbindgen_destroy_closure') return [name, unlessAbandoned(call)];
      if (!/^__wbg_\w+_free$/.test(name)) return [name, exported];
      const collected = unlessAbandoned(call);
      return [name, (pointer: number, isCollected: number) => (isCollected === 1 ? collected : call)(pointer, isCollected)];
    });
    return Object.fromEntries(own) as WebAssembly.Exports;
  }

  /** What the binary calls: its own bindings, with what is different here put in their place, each watching the clock. */
  private imports(): WebAssembly.ModuleImports {
    const own = Object.entries(bindings as unknown as Readonly<Record<string, unknown>>).filter((entry): entry is [string, Import] => typeof entry[1] === 'function');
    const replaced: Readonly<Record<string, (original: Import) => Import>> = {
      init: () => async () => Promise.resolve(),
      load: () => async (start, length) => Promise.resolve(this.grammarOf.get(this.textAt(start as number, length as number))),
      setLanguage: (original) => (parser, grammar) => {
        original(parser, grammar);
        this.watchParser(parser as Parser);
      },
    };
    const missing = new Set(Object.keys(replaced));
    const imports = own.map(([name, original]): [string, Import] => {
      const [, kind = ''] = /^__wbg_([a-zA-Z]+)_[0-9a-f]{16}$/.exec(name) ?? [];
      const replacement = replaced[kind]?.(original);
      if (replacement !== undefined) missing.delete(kind);
      return [name, replacement ?? (kind === '' ? original : this.watched(original))];
    });
    if (missing.size > 0) throw new Error(`@ast-grep/wasm no longer asks for ${[...missing].join(', ')}`);
    return Object.fromEntries(imports);
  }

  private textAt(start: number, length: number): string {
    return new TextDecoder().decode(new Uint8Array(this.memory?.buffer ?? new ArrayBuffer(0), start, length));
  }

  private watched(original: Import): Import {
    return (...args) => {
      if (++this.calls % callsBetweenLooks === 0 && performance.now() > this.deadline) throw new Deadline();
      return original(...args);
    };
  }

  /** A parser of ast-grep's: its trees are remembered, because it frees none, and it keeps the time too. */
  private watchParser(parser: Parser): void {
    const parse = parser.parse.bind(parser);
    parser.parse = (text) => {
      const tree = parse(text, null, { progressCallback: () => performance.now() > this.deadline });
      if (tree === null) parser.reset();
      else this.trees.add(tree);
      return tree;
    };
  }
}
