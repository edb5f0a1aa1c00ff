import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { Scopes } from './scope';

/** Follows a constant through at most this many others. */
const maxDepth = 8;

/** The value of a number that the code states: a literal, arithmetic on literals, a `const` that is one. */
export function numberValue(node: Node, scopes: Scopes, depth = 0): number | undefined {
  if (depth > maxDepth) return undefined;
  const inner = () => {
    const child = namedChildren(node)[0];
    return child === undefined ? undefined : numberValue(child, scopes, depth + 1);
  };
  switch (node.type) {
    case 'number':
      return parse(node.text);
    case 'parenthesized_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
      return inner();
    case 'unary_expression': {
      const value = inner();
      return value !== undefined && field(node, 'operator')?.text === '-' ? -value : undefined;
    }
    case 'binary_expression':
      return binary(node, scopes, depth);
    case 'identifier':
    case 'shorthand_property_identifier': {
      const declaration = scopes.resolve(node);
      if (declaration === undefined) return node.text === 'Infinity' ? Infinity : undefined;
      const isPlain = declaration.kind === 'const' && declaration.id.parent?.id === declaration.site.id;
      const value = isPlain ? field(declaration.site, 'value') : undefined;
      return value === undefined ? undefined : numberValue(value, scopes, depth + 1);
    }
    default:
      return undefined;
  }
}

function parse(text: string): number | undefined {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? undefined : value;
}

function binary(node: Node, scopes: Scopes, depth: number): number | undefined {
  const [left, right] = ['left', 'right'].map((side) => {
    const operand = field(node, side);
    return operand === undefined ? undefined : numberValue(operand, scopes, depth + 1);
  });
  if (left === undefined || right === undefined) return undefined;
  switch (field(node, 'operator')?.text) {
    case '*':
      return left * right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '/':
      return left / right;
    default:
      return undefined;
  }
}
