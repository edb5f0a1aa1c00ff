import { createHash } from 'node:crypto';
import type { Finding } from '../engine/finding';
import { readText } from '../engine/scan/files';

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

/** Gives findings with absolute paths their fingerprints; reads each file once. */
export function fingerprinter(): (finding: Finding) => string {
  const lines = new Map<string, readonly string[]>();
  return (finding) => {
    let own = lines.get(finding.file);
    if (own === undefined) {
      own = (readText(finding.file) ?? '').split(/\r\n|\n|\r/);
      lines.set(finding.file, own);
    }
    return fingerprint(finding, own);
  };
}

/**
 * The fingerprints of findings; those alike in one file are numbered, so that each has its own.
 * @param findings all of a scan, also those that are not told: a number may not depend on what a baseline holds
 */
export function numberedFingerprints(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const print = fingerprinter();
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const own = print(finding);
      const key = `${finding.file}\n${own}`;
      const number = (seen.get(key) ?? 0) + 1;
      seen.set(key, number);
      return [finding, `${own}:${number}`];
    }),
  );
}
