import type { DraftFix } from '../rules/rule';
import type { Node, Tree } from '../syntax/nodes';
import { applyEdits, conflicts, type TextEdit } from '../text/edits';
import type { Matches, MatchFix, UnfitFix } from './matching';
import type { TeamRule } from './model';

/** What the checks of a rule's fixes ask for. */
export interface FixChecks {
  readonly text: string;
  readonly tree: Tree;
  /** Parts of a text that do not parse; undefined when it took too long to tell. */
  brokenParts(text: string): Promise<number | undefined>;
  /** How often the rule matches in a text; undefined when it took too long to tell. */
  countMatches(text: string): Promise<number | undefined>;
  /** Whether the time for all of it is up. */
  isLate(): boolean;
}

/** The fixes of one match that may be offered; `why` those that may not are missing, as a clause. */
export interface OfferedFixes {
  readonly fixes: readonly DraftFix[];
  readonly why?: string;
}

const reasons = {
  syntax: 'the code would no longer parse',
  again: 'the rule would match its result again',
  string: 'it would move the lines of a string',
  size: 'its text would be too long',
  hidden: 'it would insert characters that cannot be seen',
  time: 'it took too long to check',
};

/** More single attempts than this are not made: the rule's fix is wrong, not the place. */
const mostAttempts = 50;

/**
 * What a team's template makes of code is tried before it is offered: it must parse, leave strings alone that it moves,
 * and not be matched again, or fixing everything would never end.
 */
export async function offeredFixes(rule: TeamRule, { shown: matches, total }: Matches, checks: FixChecks): Promise<readonly OfferedFixes[]> {
  const offered = matches.map((): { fixes: DraftFix[]; why?: string } => ({ fixes: [] }));
  for (const index of rule.fixes.keys()) {
    const attempts = await triedTogether(matches.map(({ fixes }) => fixes[index]), total, checks);
    for (const [at, attempt] of attempts.entries()) {
      const place = offered[at];
      if (place === undefined) continue;
      if (typeof attempt === 'string') place.why = attempt;
      else place.fixes.push({ title: attempt.title, safety: rule.grade, edits: [attempt.edit] });
    }
  }
  return offered.map(({ fixes, why }) => (fixes.length === 0 && why !== undefined ? { fixes, why } : { fixes }));
}

/** The fixes of all places in one text: where it is sound, each of them is. */
async function triedTogether(fixes: readonly (MatchFix | UnfitFix | undefined)[], total: number, checks: FixChecks): Promise<readonly (MatchFix | string)[]> {
  const kept = fixes.map((fix = 'size'): MatchFix | string => (typeof fix === 'string' ? reasons[fix] : movesString(fix, checks) ? reasons.string : fix));
  const together: MatchFix[] = [];
  for (const fix of kept) if (typeof fix !== 'string' && !conflicts([...together, fix].map(({ edit }) => edit))) together.push(fix);
  if (together.length === 0) return kept;
  if (checks.isLate()) return kept.map((fix) => (typeof fix === 'string' ? fix : reasons.time));
  const text = applyEdits(checks.text, together.map(({ edit }) => edit));
  if (await parsesAsBefore(text, checks)) {
    const left = await checks.countMatches(text);
    return left !== undefined && left <= total - together.length ? kept : kept.map((fix) => (typeof fix === 'string' ? fix : reasons.again));
  }
  const single: (MatchFix | string)[] = [];
  for (const [index, fix] of kept.entries()) {
    if (typeof fix === 'string') single.push(fix);
    else if (checks.isLate()) single.push(reasons.time);
    else single.push(index < mostAttempts ? await triedAlone(fix, total, checks) : reasons.syntax);
  }
  return single;
}

async function triedAlone(fix: MatchFix, total: number, checks: FixChecks): Promise<MatchFix | string> {
  const text = applyEdits(checks.text, [fix.edit]);
  if (!(await parsesAsBefore(text, checks))) return reasons.syntax;
  const left = await checks.countMatches(text);
  return left !== undefined && left < total ? fix : reasons.again;
}

/** What was broken elsewhere may stay so: its author is typing. */
async function parsesAsBefore(text: string, checks: FixChecks): Promise<boolean> {
  const after = await checks.brokenParts(text);
  return after !== undefined && after <= countBroken(checks.tree.rootNode);
}

/** How many parts of a tree do not parse. */
export function countBroken(root: Node): number {
  let count = 0;
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.isError || node.isMissing) count++;
    if (!node.hasError) continue;
    for (const child of node.children) if (child !== null && (child.hasError || child.isMissing)) waiting.push(child);
  }
  return count;
}

const multiLineStrings = ['template_string', 'raw_string_literal', 'string'];

/** Whether code that a fix moves holds a string of several lines that is not the same afterwards. */
function movesString({ edit, moved }: { readonly edit: TextEdit; readonly moved: readonly { readonly start: number; readonly end: number }[] }, { text, tree }: FixChecks): boolean {
  return moved.some(({ start, end }) => {
    if (!text.slice(start, end).includes('\n')) return false;
    const strings = tree.rootNode.descendantForIndex(start, end)?.descendantsOfType(multiLineStrings) ?? [];
    return strings.some((node) => node !== null && node.startIndex >= start && node.endIndex <= end && node.text.includes('\n') && !edit.newText.includes(node.text));
  });
}
