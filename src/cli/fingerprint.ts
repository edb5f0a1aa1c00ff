import { createHash } from 'node:crypto';
import type { Finding } from '../engine/finding';

/** What of a long expression counts; its first lines tell it from others. */
const linesThatCount = 5;

/**
 * Names a finding by its rule and the text it lies on, white space aside: it survives moved lines and new indentation.
 * @param lines of the file
 */
export function fingerprint({ rule, range: { start, end } }: Pick<Finding, 'rule' | 'range'>, lines: readonly string[]): string {
  const last = Math.min(end.line, start.line + linesThatCount - 1);
  const text = lines.slice(start.line, last + 1).map((line) => line.trim().replace(/\s+/g, ' '));
  return createHash('sha256').update([rule, ...text].join('\n')).digest('hex').slice(0, 16);
}
