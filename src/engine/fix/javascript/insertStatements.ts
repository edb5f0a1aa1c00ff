import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt } from '../style';
import { moduleLinks, moduleStyle, type ModuleStyle } from './moduleSyntax';

/** An edit that adds whole statements after the imports of the file, or where its first import would stand. */
export function insertAfterImports(source: ScriptSource, statements: readonly string[], style: ModuleStyle): TextEdit {
  const last = source.memo.once(lastOfHeader, source);
  return last === undefined ? insertAtTop(source, statements, style.newline) : insertAfterStatement(source, last, statements, style.newline);
}

/** An edit that adds statements on lines of their own below a statement, indented as it is. */
export function insertAfterStatement(source: ScriptSource, statement: Node, statements: readonly string[], newline: string): TextEdit {
  const indent = indentationAt(source.text, statement.startIndex);
  const text = statements.map((line) => (line === '' ? '' : indent + line)).join(newline);
  // A class field's semicolon is not part of its node.
  const own = statement.endIndex + (source.text[statement.endIndex] === ';' ? 1 : 0);
  const rest = /^[^\r\n]*/.exec(source.text.slice(own))?.[0] ?? '';
  // What is left of the line may be a comment on the statement, which stays with it.
  if (/^\s*(?:\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/\s*)?$/.test(rest)) {
    const end = own + rest.length;
    return { start: end, end, newText: newline + text };
  }
  return { start: own, end: own, newText: newline + text + newline + indent };
}

/**
 * Edits that add imports and, below them, declarations made from them. Declarations join those that earlier fixes put
 * there; the first one stands apart from the imports.
 * @param uses top-level statements that must come first
 */
export function insertDeclarations(
  source: ScriptSource,
  imports: readonly string[],
  declarations: readonly string[],
  uses: readonly Node[],
  style: ModuleStyle,
): TextEdit[] {
  const header = source.memo.once(lastOfHeader, source);
  const others = source.memo.once(helpersOf, source);
  const isBelow = (statement: Node) => header === undefined || statement.startIndex > header.startIndex;
  const anchor = [...others, ...uses].filter(isBelow).sort((a, b) => a.startIndex - b.startIndex).at(-1);
  if (anchor !== undefined) {
    const apart = others.some((other) => other.id === anchor.id) ? [] : [''];
    const added = insertAfterStatement(source, anchor, [...apart, ...declarations], style.newline);
    return imports.length === 0 ? [added] : [insertAfterImports(source, imports, style), added];
  }
  const apart = header === undefined && imports.length === 0 ? [] : [''];
  return [insertAfterImports(source, [...imports, ...apart, ...declarations], style)];
}

const helpersOf = (source: ScriptSource): Node[] => namedChildren(source.tree.rootNode).filter((statement) => promisifies(statement, source));

/** `const x = promisify(y)`. */
function promisifies(statement: Node, source: ScriptSource): boolean {
  const value = field(namedChildren(statement)[0] ?? statement, 'value');
  return value?.type === 'call_expression' && source.origins.key(value) === 'util:promisify.()';
}

/** An edit that deletes a statement with its line. */
export function removeStatement(source: ScriptSource, statement: Node): TextEdit {
  const rest = /^[ \t]*(?:\r?\n)?/.exec(source.text.slice(statement.endIndex))?.[0] ?? '';
  return { start: statement.startIndex, end: statement.endIndex + rest.length, newText: '' };
}

/**
 * The last statement of the file's import block. ESM imports are hoisted, so the last one counts wherever it stands;
 * a `require` only counts while nothing but requires and their set-up stand before it.
 */
function lastOfHeader(source: ScriptSource): Node | undefined {
  const links = moduleLinks(source);
  if (moduleStyle(source).form !== 'cjs') return links.filter((link) => link.form !== 'cjs').at(-1)?.statement;
  const linked = new Set(links.map((link) => link.statement.id));
  let last: Node | undefined;
  for (const statement of namedChildren(source.tree.rootNode)) {
    if (linked.has(statement.id)) last = statement;
    else if (last !== undefined && statement.type !== 'expression_statement') break;
  }
  return last;
}

const keepsFirst = /^\/\*!|licen[cs]e|copyright|@(?:ts-|flow|jest-|file|overview|preserve)|eslint|jshint|^\/\*\s*globals?\b|<reference/i;

/** Below the hashbang, the licence, `'use strict'` and the byte order mark; above the first statement's own comment. */
function insertAtTop(source: ScriptSource, statements: readonly string[], newline: string): TextEdit {
  const children = source.tree.rootNode.children.filter((child): child is Node => child !== null);
  let at = children.findIndex((child, i) => !standsFirst(source, child, children[i + 1]));
  if (at < 0) at = children.length;
  const offset = children[at]?.startIndex ?? source.text.length;
  const before = source.text.slice(0, offset);
  const glue = before === '' || before === '\ufeff' || /[\r\n][ \t]*$/.test(before) ? '' : newline;
  return { start: offset, end: offset, newText: glue + statements.join(newline) + newline + (at < children.length ? newline : '') };
}

function standsFirst(source: ScriptSource, node: Node, next: Node | undefined): boolean {
  if (node.type === 'hash_bang_line') return true;
  if (node.type === 'expression_statement') return namedChildren(node)[0]?.type === 'string';
  if (node.type !== 'comment') return false;
  if (next === undefined || keepsFirst.test(node.text)) return true;
  const gap = source.text.slice(node.endIndex, next.startIndex);
  return next.type !== 'comment' && /\n[ \t]*\r?\n/.test(gap);
}
