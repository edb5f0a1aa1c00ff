import { Language as Grammar, Parser } from '@vscode/tree-sitter-wasm';
import type { Language } from '../finding';
import { Tree } from './tree';

/** Reads a file that ships beside the bundles, by name: `tree-sitter-go.wasm`. */
export type AssetReader = (name: string) => Promise<Uint8Array>;

export type TreeLanguage = Exclude<Language, 'sql'>;

/** Loads each grammar once, on first use, and parses with it. Not shared between threads. */
export class Grammars {
  private readonly parsers = new Map<TreeLanguage, Promise<Parser>>();
  private readonly ready = new Map<TreeLanguage, Parser>();
  private started: Promise<void> | undefined;

  constructor(private readonly assets: AssetReader) {}

  /** A parser ready for synchronous use. @throws when the grammar cannot be read. */
  async parser(language: TreeLanguage): Promise<Parser> {
    let parser = this.parsers.get(language);
    if (parser === undefined) {
      parser = this.load(language);
      this.parsers.set(language, parser);
    }
    return parser;
  }

  /** The parser when its grammar is loaded already. */
  loaded(language: TreeLanguage): Parser | undefined {
    return this.ready.get(language);
  }

  private async load(language: TreeLanguage): Promise<Parser> {
    this.started ??= this.start();
    await this.started;
    const parser = new Parser();
    parser.setLanguage(await Grammar.load(await this.assets(`tree-sitter-${language}.wasm`)));
    this.ready.set(language, parser);
    return parser;
  }

  private async start(): Promise<void> {
    const options = { wasmBinary: await this.assets('tree-sitter.wasm'), locateFile: (name: string) => name };
    await Parser.init(options);
  }
}

/**
 * Parses within a time budget.
 * @param budget milliseconds
 * @returns undefined when the budget ran out.
 */
export function parseText(parser: Parser, text: string, budget: number, old?: Tree): Tree | undefined {
  const deadline = performance.now() + budget;
  const input = { text };
  const tree = parser.parse((index) => input.text.slice(index), old?.parsed ?? null, {
    // The declared type is void, but the runtime stops the parse on a truthy answer.
    progressCallback: () => performance.now() > deadline,
  });
  if (tree === null) {
    parser.reset();
    return undefined;
  }
  return new Tree(tree, input, old);
}
