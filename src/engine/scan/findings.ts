import type { FilePolicy } from '../config/model';
import type { FileEdit, Finding } from '../finding';
import type { Draft, DraftFix, Rule } from '../rules/rule';
import type { LineIndex } from '../text/lineIndex';
import type { Suppressions } from './suppression';

export interface RuleDraft {
  readonly rule: Pick<Rule, 'id' | 'severity' | 'lesson'>;
  readonly draft: Draft;
}

export interface FindingsOptions {
  readonly file: string;
  readonly lines: LineIndex;
  readonly suppressions: Suppressions | undefined;
  readonly policy: FilePolicy | undefined;
}

const inOrder = (a: RuleDraft, b: RuleDraft) => a.draft.start - b.draft.start || a.draft.end - b.draft.end;

/** Drafts as findings: in order of the text, each place once a rule, suppressed ones left out. */
export function toFindings(drafts: readonly RuleDraft[], { file, lines, suppressions, policy }: FindingsOptions): Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { rule, draft } of [...drafts].sort(inOrder)) {
    const identity = `${rule.id} ${draft.start} ${draft.end}`;
    if (seen.has(identity) || suppressions?.covers(rule.id, draft.start) === true) continue;
    seen.add(identity);
    findings.push({
      rule: rule.id,
      file,
      range: lines.rangeOf(draft.start, draft.end),
      severity: policy?.severityOf(rule.id) ?? draft.severity ?? rule.severity,
      message: draft.message,
      lesson: rule.lesson,
      fixes: draft.fixes.map((fix) => ({
        title: fix.title,
        safety: fix.safety,
        edits: fileEdits(fix, file, lines),
        ...(fix.oneAtATime === undefined ? {} : { oneAtATime: fix.oneAtATime }),
      })),
    });
  }
  return findings;
}

function fileEdits(fix: DraftFix, file: string, lines: LineIndex): FileEdit[] {
  const origin = { line: 0, character: 0 };
  return [
    ...fix.edits.map((edit) => ({ file, range: lines.rangeOf(edit.start, edit.end), newText: edit.newText })),
    ...(fix.newFiles ?? []).map((added) => ({ file: added.file, range: { start: origin, end: origin }, newText: added.text, create: true as const })),
  ];
}
