/** What tells whether two nodes may be the same, before and after a change. */
interface Placed {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
}

const isAlike = (node: Placed, other: Placed): boolean => node.type === other.type && node.endIndex - node.startIndex === other.endIndex - other.startIndex;

/**
 * Pairs the nodes of a list with those that stood in their places before a change, of which there may have been more or
 * fewer: up to the first that differs they are counted from the beginning, from there on from the end.
 */
export function counterparts<T extends Placed>(nodes: readonly T[], former: readonly T[]): [T, T][] {
  const late = former.length - nodes.length;
  let isBefore = true;
  return nodes.flatMap((node, index): [T, T][] => {
    const first = former[index];
    isBefore &&= first !== undefined && isAlike(node, first);
    const other = isBefore ? first : former[index + late];
    return other?.type === node.type ? [[node, other]] : [];
  });
}
