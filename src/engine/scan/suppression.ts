import type { Finding, Language } from '../finding';
import type { LineIndex } from '../text/lineIndex';

/**
 * A comment that turns rules off:
 * `altitude-disable-next-line rule-a, rule-b -- reason`, `altitude-disable-line …` and `altitude-disable-file …`.
 * Without a rule it turns all of them off. Written in the comment form of the language.
 */
const directive = /(?:\/\/|\/\*|--|\{\/\*)\s*altitude-disable-(next-line|line|file)\b([^\r\n]*)/g;

interface Suppression {
  /** Zero-based line the directive speaks of; undefined for the whole file. */
  readonly line: number | undefined;
  /** Empty: every rule. */
  readonly rules: readonly string[];
}

function parseRules(text: string): string[] {
  const beforeReason = text.split(/\s--(?:\s|$)|\*\//)[0] ?? '';
  return beforeReason.split(/[\s,]+/).filter((word) => /^[a-z][a-z0-9-]*$/.test(word));
}

/** The findings no comment in the text turns off. */
export function withoutSuppressed(findings: readonly Finding[], text: string, lines: LineIndex): readonly Finding[] {
  if (findings.length === 0 || !text.includes('altitude-disable-')) return findings;
  const suppressions = [...text.matchAll(directive)].map((match): Suppression => {
    const line = lines.positionAt(match.index).line;
    const end = lines.positionAt(match.index + match[0].length).line;
    const target = match[1] === 'file' ? undefined : match[1] === 'line' ? line : end + 1;
    return { line: target, rules: parseRules(match[2] ?? '') };
  });
  return findings.filter(
    (finding) =>
      !suppressions.some(
        ({ line, rules }) =>
          (line === undefined || line === finding.range.start.line) && (rules.length === 0 || rules.includes(finding.rule)),
      ),
  );
}

/** The comment that suppresses one rule on the line below it, without indentation or line end. */
export function suppressionComment(language: Language, rule: string, reason: string): string {
  const marker = language === 'sql' ? '--' : '//';
  return `${marker} altitude-disable-next-line ${rule} -- ${reason}`;
}
