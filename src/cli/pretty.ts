import { styleText } from 'node:util';
import type { Finding } from '../engine/finding';
import { groupBy } from '../shared/groupBy';
import type { ScanDocument } from './output';
import { plural } from './plural';

type Style = Parameters<typeof styleText>[0];

const severityStyle: Readonly<Record<Finding['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'dim',
};

/** Names and messages come from the files: they must not speak to the terminal. */
export const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

/**
 * Findings for a person: by file, with one-based positions, and the fix each offers.
 * @param leftOut how many doubtful ones are not among them
 */
export function prettyFindings(document: ScanDocument, leftOut: number, color: boolean): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const lines: string[] = [];
  for (const [file, findings] of groupBy(document.findings, (finding) => finding.file)) {
    lines.push(paint('underline', plain(file)));
    for (const { range, severity, message, rule, fixes } of findings) {
      const place = `${range.start.line + 1}:${range.start.character + 1}`;
      lines.push(`  ${place.padEnd(8)} ${paint(severityStyle[severity], severity)}  ${plain(message)}  ${paint('dim', rule)}`);
      const [fix] = fixes;
      if (fix !== undefined) lines.push(`  ${' '.repeat(8)} fix: ${plain(fix.title)} (${fix.safety})`);
    }
    lines.push('');
  }
  for (const { file, reason } of document.skipped) lines.push(paint('dim', `skipped ${plain(file)}: ${reason}`));
  if (document.skipped.length > 0) lines.push('');
  const total = document.findings.length;
  lines.push(`${total === 0 ? 'No findings' : plural(total, 'finding')} in ${plural(document.files, 'file')}, ${document.ms} ms`);
  if (leftOut > 0) lines.push(paint('dim', `${plural(leftOut, 'doubtful one')} left out; --doubtful shows ${leftOut === 1 ? 'it' : 'them'}`));
  return `${lines.join('\n')}\n`;
}
