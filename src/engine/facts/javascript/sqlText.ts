import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { SqlText } from '../sql/text';
import { SqlTextBuilder } from '../sql/textBuilder';
import { heldValue } from './flow';
import { unwrapped } from './options';

/** SQL that a JavaScript expression is certain to hold. */
export interface ScriptSql {
  readonly text: SqlText;
  /** The literal or concatenation it is written in; elsewhere than the expression for a constant. */
  readonly literal: Node;
}

const maxDepth = 8;

/**
 * Reads a string literal, a template, a constant of this file, and any concatenation of them.
 * @returns undefined when a part of the text is decided elsewhere.
 */
export function sqlTextOf(expression: Node, source: ScriptSource): ScriptSql | undefined {
  const literal = heldValue(expression, source);
  const builder = new SqlTextBuilder();
  return addText(literal, builder, source, 0) ? { text: builder.build(), literal } : undefined;
}

function addText(node: Node, builder: SqlTextBuilder, source: ScriptSource, depth: number): boolean {
  if (depth > maxDepth) return false;
  switch (node.type) {
    case 'string':
    case 'template_string':
      return namedChildren(node).every((child) => addFragment(child, builder, source, depth));
    case 'binary_expression': {
      const [left, right] = [field(node, 'left'), field(node, 'right')];
      if (field(node, 'operator')?.text !== '+' || left === undefined || right === undefined) return false;
      return [left, right].every((side) => addText(heldValue(side, source), builder, source, depth + 1));
    }
    default:
      return false;
  }
}

function addFragment(child: Node, builder: SqlTextBuilder, source: ScriptSource, depth: number): boolean {
  switch (child.type) {
    case 'string_fragment':
      builder.add(child.text, child.startIndex, child.endIndex);
      return true;
    case 'escape_sequence': {
      const char = unescaped(child.text);
      if (char !== undefined) builder.add(char, child.startIndex, child.endIndex);
      return char !== undefined;
    }
    case 'template_substitution': {
      const inner = namedChildren(child)[0];
      const value = inner === undefined ? undefined : sqlTextOf(unwrapped(inner), source);
      if (value === undefined || depth > maxDepth) return false;
      builder.addForeign(value.text.text);
      return true;
    }
    default:
      return false;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\r\n': '' };

/** What a simple escape stands for; undefined for the rest (`\u…`, `\x…`). */
function unescaped(escape: string): string | undefined {
  const rest = escape.slice(1);
  return escapes[rest] ?? (/^[^\w\n\r]$/.test(rest) ? rest : undefined);
}
