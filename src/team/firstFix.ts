import type { Finding, Fix } from '../engine/finding';

/** A finding with the fix to begin with. */
export interface FirstFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** Lines of code that the fix touches. */
  readonly lines: number;
  /** The test of the file: its name where it lies beside, else its path in the repository; absent where there is none. */
  readonly test?: string;
}

/** What a fix asks nothing of its reader for: it is safe, and changes one file that is there. */
function soundFix({ file, fixes }: Finding): Fix | undefined {
  return fixes.find(({ safety, edits }) => safety === 'safe' && edits.length > 0 && edits.every((edit) => edit.file === file && edit.create !== true));
}

function linesOf({ edits }: Fix): number {
  return edits.reduce((sum, { range, newText }) => sum + Math.max(range.end.line - range.start.line + 1, newText.split('\n').length), 0);
}

/** Findings with a fix fit for a first contribution, the smallest first. */
export function firstFixes(findings: readonly Finding[]): FirstFix[] {
  const sound = findings.flatMap((finding): FirstFix[] => {
    const fix = soundFix(finding);
    return fix ? [{ finding, fix, lines: linesOf(fix) }] : [];
  });
  return sound.sort((a, b) => a.lines - b.lines || compare(a.finding.file, b.finding.file) || a.finding.range.start.line - b.finding.range.start.line);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
