import { Memo } from '../memo';
import type { Node } from './node';
import type { Tree } from './tree';

/** A child of the root with all that is in it: it moves as a whole when the text before it changes. */
export class Part {
  /** By their ids, those that were handed out. */
  readonly nodes = new Map<number, Node>();
  /** What was computed of its nodes. */
  readonly memo = new Memo();

  /** @param start its offset in the text */
  constructor(
    public tree: Tree,
    public start: number,
  ) {}
}
