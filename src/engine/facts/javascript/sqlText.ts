import type { ScriptSource } from '../../source';
import { callAbove, closestCall, field, namedChildren, type Node } from '../../syntax/nodes';
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

/** Far more than any statement is made of: constants that name others several times over would be read without end. */
const mostParts = 10_000;

/** How far a text has been followed. */
interface Way {
  readonly depth: number;
  readonly parts: { left: number };
}

/**
 * Reads a string literal, a template, a constant of this file, and any concatenation of them.
 * @returns undefined when a part of the text is decided elsewhere.
 */
export const sqlTextOf = (expression: Node, source: ScriptSource): ScriptSql | undefined => readText(expression, source, { depth: 0, parts: { left: mostParts } });

function readText(expression: Node, source: ScriptSource, way: Way): ScriptSql | undefined {
  const literal = heldValue(expression, source);
  const builder = new SqlTextBuilder();
  return addText(literal, builder, source, way) ? { text: builder.build(), literal } : undefined;
}

function addText(node: Node, builder: SqlTextBuilder, source: ScriptSource, way: Way): boolean {
  if (way.depth > maxDepth || way.parts.left-- <= 0) return false;
  const deeper = { ...way, depth: way.depth + 1 };
  switch (node.type) {
    case 'string':
    case 'template_string':
      return namedChildren(node).every((child) => addFragment(child, builder, source, deeper));
    case 'binary_expression': {
      const [left, right] = [field(node, 'left'), field(node, 'right')];
      if (field(node, 'operator')?.text !== '+' || left === undefined || right === undefined) return false;
      return [left, right].every((side) => addText(heldValue(side, source), builder, source, deeper));
    }
    default:
      return false;
  }
}

function addFragment(child: Node, builder: SqlTextBuilder, source: ScriptSource, deeper: Way): boolean {
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
      const value = inner === undefined ? undefined : readText(unwrapped(inner), source, deeper);
      if (value === undefined) return false;
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

const texts: ReadonlySet<string> = new Set(['string', 'string_fragment', 'template_string']);

/** The calls a literal stands for: those that are given the SQL it is part of, else the call of the method it names. */
export function dataCallsAt(node: Node, literal: string, source: ScriptSource): Node[] {
  if (texts.has(node.type)) return callsWithText(node, source);
  const call = closestCall(node);
  return call?.text.includes(literal.trim()) === true ? [call] : [];
}

/** The calls that are given a text, where it is written or by the name of a constant. */
function callsWithText(node: Node, source: ScriptSource): Node[] {
  let at = node;
  while (at.parent !== null && /^(?:string|template_string|binary_expression|parenthesized_expression|pair|object)$/.test(at.parent.type)) at = at.parent;
  if (at.parent?.type === 'arguments') return at.parent.parent === null ? [] : [at.parent.parent];
  const name = at.parent?.type === 'variable_declarator' ? field(at.parent, 'name') : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  return (declaration === undefined ? [] : source.scopes.references(declaration)).flatMap((use) => {
    const call = callAbove(use);
    return call === undefined ? [] : [call];
  });
}
