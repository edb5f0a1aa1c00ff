import type { Node } from '../../engine/syntax/nodes';

/** A named piece of code. */
export interface CodeSymbol {
  /** Every name it answers to: `charge`, `Payments.charge`, `(*Payments).Charge`, `default`. */
  readonly names: readonly string[];
  /** Spans it whole, with `export` and the keyword of its declaration. */
  readonly node: Node;
  /** Zero-based, both inclusive; a decorator above counts. */
  readonly startLine: number;
  readonly endLine: number;
}

/** @param first what it begins with, if not with its own node */
export function symbolOf(names: readonly string[], node: Node, first: Node = node): CodeSymbol {
  const { row, column } = node.endPosition;
  return { names, node, startLine: first.startPosition.row, endLine: column === 0 && row > 0 ? row - 1 : row };
}
