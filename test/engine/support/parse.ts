import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { GoOrigins } from '../../../src/engine/facts/go/origin';
import { GoScopes } from '../../../src/engine/facts/go/scope';
import { Origins } from '../../../src/engine/facts/javascript/origin';
import { Scopes } from '../../../src/engine/facts/javascript/scope';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { Memo } from '../../../src/engine/memo';
import type { GoSource, ScriptSource } from '../../../src/engine/source';
import { parseText } from '../../../src/engine/syntax/grammars';
import type { Node, Tree } from '../../../src/engine/syntax/nodes';
import { loadRegexAnalyser } from '../../../src/engine/syntax/regex';
import { loadSqlParser } from '../../../src/engine/syntax/sql';
import { LineIndex } from '../../../src/engine/text/lineIndex';
import { sharedGrammars } from './grammars';

async function base(file: string, text: string, packageJson: unknown, fragment: boolean) {
  const read = (name: string) => (name === '/project/package.json' ? JSON.stringify(packageJson) : undefined);
  return {
    file,
    text,
    lines: new LineIndex(text),
    fragment,
    project: new ReadProject(read, undefined, '/project'),
    settings: defaultFixSettings,
    memo: new Memo(),
    sql: await loadSqlParser(),
  };
}

async function treeOf(language: 'javascript' | 'typescript' | 'tsx' | 'go', text: string): Promise<Tree> {
  const tree = parseText(await sharedGrammars.parser(language), text, 2000);
  assert.ok(tree !== undefined);
  assert.ok(!tree.rootNode.hasError, `does not parse: ${text}`);
  return tree;
}

/** A script source with its facts, for tests of facts and fixes; there is a package.json unless `packageJson` is given as undefined. */
export async function scriptSource(
  text: string,
  options: { language?: 'javascript' | 'typescript'; packageJson?: unknown; fragment?: boolean; file?: string } = {},
): Promise<ScriptSource> {
  const language = options.language ?? 'typescript';
  const tree = await treeOf(language, text);
  const scopes = new Scopes(tree, text);
  const shared = await base(`/project/src/${options.file ?? (language === 'typescript' ? 'main.ts' : 'main.js')}`, text, 'packageJson' in options ? options.packageJson : {}, options.fragment ?? false);
  return { ...shared, family: 'script', language, tree, scopes, origins: new Origins(scopes, shared.fragment), regex: await loadRegexAnalyser() };
}

export async function goSource(text: string, fragment = false): Promise<GoSource> {
  const tree = await treeOf('go', text);
  const scopes = new GoScopes(tree, text);
  const shared = await base('/project/main.go', text, {}, fragment);
  return { ...shared, family: 'go', language: 'go', tree, scopes, origins: new GoOrigins(tree, scopes, fragment) };
}

/** The smallest named node that spans the last occurrence of `text`. */
export function nodeAt(source: { readonly text: string; readonly tree: Tree }, text: string): Node {
  const at = source.text.lastIndexOf(text);
  assert.ok(at >= 0, `no ${text}`);
  const node = source.tree.rootNode.namedDescendantForIndex(at, at + text.length);
  assert.ok(node !== null);
  return node;
}
