import { relativeWithin } from '../engine/scan/paths';
import { UsageError } from './output';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** @param text such as "2/8" @throws UsageError */
export function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > count) throw new UsageError(`--shard must be i/n with 1 <= i <= n, such as 2/8, not ${text}`);
  return { index, count };
}

/**
 * Whether a file belongs to a shard. It depends on the file's path below its root alone, so that machines agree
 * without talking, and a new file moves no other.
 */
export function takesShard({ index, count }: Shard, roots: readonly string[]): (file: string) => boolean {
  return (file) => {
    const root = roots.find((each) => file.startsWith(`${each}/`));
    return hash(root === undefined ? file : relativeWithin(root, file)) % count === index - 1;
  };
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
