import type { FilePolicy } from '../config/model';
import type { FileEdit, Finding, Severity } from '../finding';
import type { Draft, DraftFix, Rule } from '../rules/rule';
import { isTeamRule } from '../team/model';
import type { LineIndex } from '../text/lineIndex';
import type { Suppressions } from './suppression';

export interface RuleDraft {
  readonly rule: Pick<Rule, 'id' | 'severity' | 'lesson' | 'isUnproven'>;
  readonly draft: Draft;
}

export interface FindingsOptions {
  readonly file: string;
  readonly lines: LineIndex;
  readonly suppressions: Suppressions | undefined;
  readonly policy: FilePolicy | undefined;
  /** Whether a draft is doubtful for what is known of its file or its place, whatever its rule says. */
  readonly doubts: (draft: RuleDraft) => boolean;
}

const inOrder = (a: RuleDraft, b: RuleDraft) => a.draft.start - b.draft.start || a.draft.end - b.draft.end;

/** Drafts as findings: in order of the text, each place once a rule, suppressed ones left out. */
export function toFindings(drafts: readonly RuleDraft[], { file, lines, suppressions, policy, doubts }: FindingsOptions): Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { rule, draft } of [...drafts].sort(inOrder)) {
    const identity = `${rule.id} ${draft.start} ${draft.end}`;
    if (seen.has(identity) || suppressions?.covers(rule.id, draft.start) === true) continue;
    seen.add(identity);
    const chosen = policy?.severityOf(rule.id);
    const doubtful = isDoubtful(rule, draft, chosen) || (chosen === undefined && !isTeamRule(rule.id) && doubts({ rule, draft }));
    if (doubtful && policy?.doubtful === false) continue;
    findings.push({
      rule: rule.id,
      file,
      range: lines.rangeOf(draft.start, draft.end),
      ...(doubtful ? { severity: 'hint', doubtful } : { severity: chosen ?? draft.severity ?? rule.severity }),
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

/** A rule that only ever hints stops being doubtful for whoever chose a level for it; a team's rule says what its team means. */
function isDoubtful({ id, severity }: RuleDraft['rule'], draft: Draft, chosen: Severity | undefined): boolean {
  if (draft.severity !== undefined) return draft.severity === 'hint';
  return severity === 'hint' && chosen === undefined && !isTeamRule(id);
}

function fileEdits(fix: DraftFix, file: string, lines: LineIndex): FileEdit[] {
  const origin = { line: 0, character: 0 };
  return [
    ...fix.edits.map((edit) => ({ file, range: lines.rangeOf(edit.start, edit.end), newText: edit.newText })),
    ...(fix.newFiles ?? []).map((added) => ({ file: added.file, range: { start: origin, end: origin }, newText: added.text, create: true as const })),
  ];
}
