import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AssetReader } from '../../src/engine/syntax/grammars';

/** Grammars and ast-grep straight from their packages, so that unit tests need no build. */
export const grammarAssets: AssetReader = (name) =>
  readFile(path.join(process.cwd(), 'node_modules', name === 'ast-grep.wasm' ? '@ast-grep/wasm/wasm_bg.wasm' : `@vscode/tree-sitter-wasm/wasm/${name}`));
