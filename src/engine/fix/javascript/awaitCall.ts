import { awaitOf, calleeOf } from '../../facts/javascript/calls';
import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { sourceStyle } from '../style';

/** Where an operand must bind tighter than `await` does. */
const tighter: Readonly<Record<string, string>> = {
  member_expression: 'object',
  subscript_expression: 'object',
  call_expression: 'function',
  new_expression: 'constructor',
};

/**
 * Edits that call another function in a call's place and await it.
 * @param member read off the result: `.stdout`
 */
export function awaitCall(call: Node, callee: string, source: ScriptSource, member = ''): TextEdit[] {
  const old = calleeOf(call);
  if (old === undefined) return [];
  const parens = member !== '' || needsParentheses(call);
  const keyword = member === '' && awaitOf(call) !== undefined ? '' : 'await ';
  const open = parens && keyword !== '' ? `${guardsStatement(call, source) ? ';' : ''}(` : '';
  const edits: TextEdit[] = [{ start: call.startIndex, end: old.endIndex, newText: `${open}${keyword}${callee}` }];
  if (open !== '') edits.push({ start: call.endIndex, end: call.endIndex, newText: `)${member}` });
  return edits;
}

/** Where formatters put parentheses around `await`, though it would bind without them. */
const clearer: ReadonlySet<string> = new Set([
  'unary_expression',
  'binary_expression',
  'spread_element',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'class_heritage',
]);

function needsParentheses(call: Node): boolean {
  const outer = call.parent;
  if (outer === null) return false;
  const operand = tighter[outer.type];
  if (operand !== undefined) return field(outer, operand)?.id === call.id;
  if (outer.type === 'ternary_expression') return field(outer, 'condition')?.id === call.id;
  return clearer.has(outer.type);
}

/** Without semicolons, a line that begins with a parenthesis would continue the one before. */
function guardsStatement(call: Node, source: ScriptSource): boolean {
  let at = call;
  while (at.parent !== null && at.parent.startIndex === call.startIndex && at.type !== 'expression_statement') at = at.parent;
  if (at.type !== 'expression_statement' || sourceStyle(source).semicolons) return false;
  const previous = at.previousNamedSibling;
  return previous !== null && previous.type !== 'comment' && !/[;}]$/.test(previous.text);
}
