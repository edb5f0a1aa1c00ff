import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AssetReader } from '../../src/engine/syntax/grammars';

/** Grammars straight from the package, so that unit tests need no build. */
export const grammarAssets: AssetReader = (name) =>
  readFile(path.join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm', name));
