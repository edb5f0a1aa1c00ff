import type { SourceText } from '../engine';
import type { Finding, Fix, FixSafety } from '../finding';
import { LineIndex } from '../text/lineIndex';
import { applyEdits, joinEdits, type TextEdit } from '../text/edits';

export interface FixOptions {
  /** Only the fixes of these rules; of all when absent. */
  readonly rules?: readonly string[];
  /**
   * The furthest grade to apply; `safe` when absent. Of a `guided` fix only the edits of the text itself are made: the
   * files it adds belong to a project.
   */
  readonly safety?: FixSafety;
}

export interface FixedText {
  readonly text: string;
  /** The findings that were fixed, in order. */
  readonly applied: readonly Finding[];
}

/** What the loop asks of an analyzer. */
export interface FixAnalysis {
  analyze(source: SourceText): Promise<readonly Finding[] | undefined>;
  parses(source: SourceText): Promise<boolean>;
}

/** More rounds than any file needs: each applies at least one fix, and a fixed finding does not come back. */
const maxRounds = 50;

/** Edits of one fix in the finding's own file; undefined when it also touches another file, or only adds some. */
function ownEdits(fix: Fix, file: string, lines: LineIndex): TextEdit[] | undefined {
  const own = fix.safety === 'guided' ? fix.edits.filter((edit) => edit.create !== true) : fix.edits;
  if (own.length === 0 || own.some((edit) => edit.file !== file || edit.create === true)) return undefined;
  return own.map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }));
}

/** From the one that needs least of the reader. */
const grades: readonly FixSafety[] = ['safe', 'review', 'guided'];

/** The fix that is applied without asking: the first of an allowed grade. */
export function preferredFix(finding: Finding, safety: FixSafety = 'safe'): Fix | undefined {
  const allowed = grades.slice(0, grades.indexOf(safety) + 1);
  return finding.fixes.find((fix) => allowed.includes(fix.safety) && fix.edits.length > 0);
}

/**
 * Applies fixes in rounds until none is left: fixes that meet (both add the same import) wait for the next round,
 * which sees what the first one wrote. Stops before a round whose result would not parse.
 */
export async function fixText(analysis: FixAnalysis, source: SourceText, options: FixOptions = {}): Promise<FixedText> {
  const applied: Finding[] = [];
  let current = source;
  if (!(await analysis.parses(source))) return { text: source.text, applied };
  for (let round = 0; round < maxRounds; round++) {
    const lines = new LineIndex(current.text);
    let edits: TextEdit[] = [];
    const batch: Finding[] = [];
    const tags = new Set<string>();
    for (const finding of (await analysis.analyze(current)) ?? []) {
      if (options.rules !== undefined && !options.rules.includes(finding.rule)) continue;
      const fix = preferredFix(finding, options.safety);
      if (fix === undefined || (fix.oneAtATime !== undefined && tags.has(fix.oneAtATime))) continue;
      const own = ownEdits(fix, current.file, lines);
      const joined = own === undefined ? undefined : joinEdits(edits, own);
      if (joined === undefined) continue;
      edits = joined;
      batch.push(finding);
      if (fix.oneAtATime !== undefined) tags.add(fix.oneAtATime);
    }
    if (batch.length === 0) break;
    const next = { ...current, text: applyEdits(current.text, edits) };
    if (!(await analysis.parses(next))) break;
    applied.push(...batch);
    current = next;
  }
  return { text: current.text, applied };
}
