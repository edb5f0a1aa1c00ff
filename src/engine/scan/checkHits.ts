import type { Draft, Matcher, Rule, TreeHit } from '../rules/rule';
import type { Tree } from '../syntax/nodes';
import { BrokenCode } from './brokenCode';
import type { RuleDraft } from './findings';
import type { TriggerHit } from './prefilter';

/** What rules said of a text, and whether they could be asked at all. */
export interface Checked {
  readonly drafts: readonly RuleDraft[];
  readonly isUnreadable: boolean;
  /** Whether nothing of the project runs what a draft is about; false where that is not known. */
  readonly isUnrun?: (place: Pick<Draft, 'start' | 'end'>) => boolean;
}

/** Asks each rule about its triggers, those in comments and in code that does not parse left out. */
export function checkHits<S>(tree: Tree, hits: readonly TriggerHit[], matcherOf: (rule: Rule) => Matcher<S, TreeHit> | undefined, file: S): Checked {
  const broken = new BrokenCode(tree);
  const drafts: RuleDraft[] = [];
  let asked = 0;
  let unreadable = 0;
  for (const { rule, offset, literal } of hits) {
    const node = tree.rootNode.descendantForIndex(offset, offset + literal.length);
    if (node === null || node.type === 'comment') continue;
    if (broken.holds(node)) {
      unreadable++;
      continue;
    }
    asked++;
    for (const draft of matcherOf(rule)?.check({ node, literal }, file) ?? []) drafts.push({ rule, draft });
  }
  return { drafts, isUnreadable: asked === 0 && unreadable > 0 };
}
