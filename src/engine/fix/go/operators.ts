import { field, walk, type Node } from '../../syntax/nodes';
import { applyEdits } from '../../text/edits';

/** As gofmt writes an argument among others: the only one of a call has spaces around its `+`, one of several has not. */
export function argumentText(argument: Node): string {
  const gaps: Node[] = [];
  walk(argument, (node) => {
    const operator = node.type === 'binary_expression' ? field(node, 'operator') : undefined;
    if (operator?.text === '+') gaps.push(operator);
    return node.type !== 'parenthesized_expression' && node.type !== 'func_literal';
  });
  return withOperators(argument, gaps, '+');
}

/** As gofmt writes a value that is no argument: with spaces around the operators of its outermost sum. */
export function valueText(value: Node): string {
  const sums: Node[] = [];
  for (let at: Node | undefined = value; at?.type === 'binary_expression'; at = field(at, 'left')) {
    const operator = field(at, 'operator');
    if (operator?.text === '+') sums.push(operator);
  }
  return withOperators(value, sums, ' + ');
}

function withOperators(expression: Node, operators: readonly Node[], newText: string): string {
  const edits = operators.map(({ previousSibling, nextSibling, startIndex, endIndex }) => ({
    start: (previousSibling?.endIndex ?? startIndex) - expression.startIndex,
    end: (nextSibling?.startIndex ?? endIndex) - expression.startIndex,
    newText,
  }));
  return applyEdits(expression.text, edits);
}
