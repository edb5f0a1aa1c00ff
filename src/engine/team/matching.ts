import type { SgNode } from '@ast-grep/wasm/wasm_bg.js';
import { hiddenInReplacement, withHiddenShown } from '../../lessons/hiddenCharacters';
import type { TextEdit } from '../text/edits';
import type { Expansion, FixTemplate, TeamRule } from './model';
import { withoutSurrogatesIn, withSurrogates } from './surrogates';
import { fillMessage, fillTemplate, templateVariables, type Captures, type Span, type TemplateVariable } from './template';

export interface MatchFix {
  readonly title: string;
  readonly edit: TextEdit;
  /** What of the source stands in the new text. */
  readonly moved: readonly Span[];
}

/** Its text would be too long, or holds characters that nobody sees and that the file did not. */
export type UnfitFix = 'size' | 'hidden';

export interface Match extends Span {
  readonly message: string;
  /** In place of one that may not be made, why. */
  readonly fixes: readonly (MatchFix | UnfitFix)[];
}

export interface Matches {
  /** In the order of the text; the first ones where there are more than a reader would look at. */
  readonly shown: readonly Match[];
  readonly total: number;
}

/** So many places of one rule in one file are shown. */
export const mostMatches = 1000;

/** Characters that the fixes of one rule may write into one file: more than twice the largest file that is read. */
const mostFixText = 2_500_000;

type Hold = (node: SgNode) => SgNode;

/** The matches of a rule with what its fixes would make of them. @param root the whole text's node */
export function matchesOf(rule: TeamRule, text: string, root: SgNode, hold: Hold): Matches {
  const nodes = root.findAll(withoutSurrogatesIn(rule.matcher)).map(hold);
  const room: Room = { left: mostFixText };
  return { shown: nodes.slice(0, mostMatches).map((node) => toMatch(rule, text, node, hold, room)), total: nodes.length };
}

/** Where a pattern by itself matches, in order of the text. */
export const spansOfPattern = (pattern: string, root: SgNode, hold: Hold): readonly Span[] =>
  root.findAll(withoutSurrogatesIn({ rule: { pattern } })).map((node) => spanOf(hold(node)));

/** How often a rule matches. */
export const countMatches = (rule: TeamRule, root: SgNode, hold: Hold): number => root.findAll(withoutSurrogatesIn(rule.matcher)).map(hold).length;

/**
 * Has ast-grep read all of a rule that it reads, and a variable of a fix that nothing captures is told of: it would
 * leave a hole in the code. @param root of any text @throws the bindings' own error, whose message says what is wrong
 */
export function checkRule({ matcher, fixes }: TeamRule, root: SgNode, hold: Hold): void {
  const used = fixes.flatMap(({ template }) => templateVariables(template)).filter(({ name }) => !name.startsWith('_'));
  const checks = used.map(({ name, isMultiple }, index): [string, unknown] => [`ALTITUDE_CHECK_${index}`, { substring: { source: `${isMultiple ? '$$$' : '$'}${name}` } }]);
  const find = (config: unknown) => {
    const found = root.find(withoutSurrogatesIn(config));
    if (found !== undefined) hold(found);
  };
  find(matcher);
  if (checks.length > 0) find({ ...matcher, transform: { ...matcher.transform, ...Object.fromEntries(checks) } });
  for (const expansion of fixes.flatMap(({ expandStart, expandEnd }) => [expandStart, expandEnd])) {
    if (expansion === undefined) continue;
    find({ rule: expansion.rule, utils: matcher.utils });
    if (typeof expansion.stopBy === 'object') find({ rule: expansion.stopBy, utils: matcher.utils });
  }
}

/** What the fixes of one file may still write. */
interface Room {
  /** Characters. */
  left: number;
  /** Characters that cannot be seen, and that the file holds already. */
  hidden?: readonly string[];
}

function toMatch(rule: TeamRule, text: string, node: SgNode, hold: Hold, room: Room): Match {
  const span = spanOf(node);
  const captures = new NodeCaptures(text, node, hold);
  return { ...span, message: withHiddenShown(fillMessage(rule.message, captures)), fixes: rule.fixes.map((fix) => toFix(rule, fix, node, span, captures, hold, room)) };
}

function toFix({ matcher }: TeamRule, fix: FixTemplate, node: SgNode, span: Span, captures: NodeCaptures, hold: Hold, room: Room): MatchFix | UnfitFix {
  const filled = fillTemplate(fix.template, captures, span, room.left);
  if (filled === undefined) return 'size';
  room.left -= filled.length;
  // A transformation may write what the rule's file does not show.
  const hidden = hiddenInReplacement(filled);
  if (hidden.length > 0 && !hidden.every((name) => (room.hidden ??= hiddenInReplacement(captures.text)).includes(name))) return 'hidden';
  const utils = matcher.utils;
  const start = fix.expandStart === undefined ? undefined : neighbour(node, 'prev', fix.expandStart, utils, hold);
  const end = fix.expandEnd === undefined ? undefined : neighbour(node, 'next', fix.expandEnd, utils, hold);
  const newText = captures.text.includes('\r\n') ? filled.replace(/\r?\n/g, '\r\n') : filled;
  const moved = templateVariables(fix.template).flatMap((variable) => captures.spanOf(variable) ?? []);
  return { title: fix.title ?? titleOf(newText), edit: { start: start?.start ?? span.start, end: end?.end ?? span.end, newText }, moved };
}

/** The code itself says best what a fix does that nobody named. */
function titleOf(newText: string): string {
  const line = newText.trim().split(/\r?\n/)[0] ?? '';
  if (line === '') return 'Remove this code';
  const shown = line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1)}…`;
  return `Replace with ${withHiddenShown(shown)}`;
}

const longestTitle = 60;

/** The sibling that a fix takes with it: where `stopBy` says, the search ends. */
function neighbour(node: SgNode, step: 'prev' | 'next', { rule, stopBy }: Expansion, utils: unknown, hold: Hold): Span | undefined {
  for (let at = node[step](); at !== undefined; at = at[step]()) {
    hold(at);
    if (at.matches(withoutSurrogatesIn({ rule, utils }))) return spanOf(at);
    if (stopBy === 'neighbor' || (stopBy !== 'end' && at.matches(withoutSurrogatesIn({ rule: stopBy, utils })))) return undefined;
  }
  return undefined;
}

class NodeCaptures implements Captures {
  constructor(
    readonly text: string,
    private readonly node: SgNode,
    private readonly hold: Hold,
  ) {}

  spanOf({ name, isMultiple }: TemplateVariable): Span | undefined {
    if (!isMultiple) {
      const found = this.node.getMatch(name);
      return found === undefined ? undefined : spanOf(this.hold(found));
    }
    const found = this.node.getMultipleMatches(name).map(this.hold);
    const [first] = found;
    const last = found.at(-1);
    return first === undefined || last === undefined ? undefined : { start: spanOf(first).start, end: spanOf(last).end };
  }

  transformed(name: string): string | undefined {
    const made = this.node.getTransformed(name);
    return made === undefined ? undefined : withSurrogates(made);
  }
}

function spanOf(node: SgNode): Span {
  const range = node.range();
  const { start, end } = range;
  const span = { start: start.index, end: end.index };
  for (const each of [start, end, range]) each.free();
  return span;
}
