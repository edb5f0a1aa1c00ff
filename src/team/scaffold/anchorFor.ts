import type { TreeLanguage } from '../../engine/syntax/grammars';
import { familyOf } from '../../engine/syntax/languages';
import { field, namedChildren, type Node, type Tree } from '../../engine/syntax/nodes';
import { locateHot, mostLiveLines } from '../../lessons/live';
import type { Anchor, HotLines } from '../../lessons/model';
import { goSymbols } from '../anchors/goSymbols';
import { resolveAnchor, type AnchorTools } from '../anchors/resolve';
import { scriptSymbols } from '../anchors/scriptSymbols';

/** Plain data: crosses to the engine's thread. */
export interface SelectedCode {
  /** Line ends as \n. */
  readonly text: string;
  readonly language: TreeLanguage;
  /** What is selected, zero-based, both inclusive. */
  readonly lines: HotLines;
}

/** Lines, zero-based and both inclusive, and the anchor that stands for them in their text, and for nothing else. */
export interface ChosenAnchor extends HotLines {
  readonly anchor: Anchor;
}

/** A longer pattern is a copy of the code and lost with its next change. */
const longestPattern = 400;

/**
 * An anchor for the code that lines are selected in: the innermost symbol around them, else a pattern for the statement.
 * Undefined where neither finds exactly that code, or it is more than a piece shows.
 */
export async function anchorFor(tools: AnchorTools, { text, language, lines }: SelectedCode): Promise<ChosenAnchor | undefined> {
  const candidates = await tools.withTree(text, language, (tree) => [...symbolsAround(tree, language, lines), ...patternsAround(tree, text, lines)]);
  for (const candidate of candidates ?? []) {
    const found = await resolveAnchor(tools, { text, language, anchor: candidate.anchor, hot: [] });
    if (!('lost' in found) && found.startLine === candidate.startLine && found.endLine === candidate.endLine) return candidate;
  }
  return undefined;
}

const isAround = (outer: HotLines, { startLine, endLine }: HotLines) =>
  outer.startLine <= startLine && outer.endLine >= endLine && outer.endLine - outer.startLine < mostLiveLines;

function symbolsAround({ rootNode }: Tree, language: TreeLanguage, lines: HotLines): ChosenAnchor[] {
  const all = familyOf(language) === 'go' ? goSymbols(rootNode) : [...scriptSymbols(rootNode, false), ...scriptSymbols(rootNode, true)];
  return all
    .filter((symbol) => isAround(symbol, lines))
    .toSorted((a, b) => a.endLine - a.startLine - (b.endLine - b.startLine))
    .flatMap(({ names, startLine, endLine }) => names.map((symbol) => ({ anchor: { symbol }, startLine, endLine })));
}

/** A line by itself says little: it is marked in the code around it where there is any. */
const fewestLines = 3;

/** Inner code first; of the same lines a call before its whole text. */
function patternsAround({ rootNode }: Tree, text: string, lines: HotLines): ChosenAnchor[] {
  const all = text.split('\n');
  const offsetOf = (line: number) => all.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const first = all[lines.startLine] ?? '';
  const start = offsetOf(lines.startLine) + first.length - first.trimStart().length;
  const end = offsetOf(lines.endLine) + (all[lines.endLine] ?? '').trimEnd().length;
  const calls: ChosenAnchor[] = [];
  const texts: ChosenAnchor[] = [];
  for (let node = rootNode.descendantForIndex(start, Math.max(start, end)); node !== null && node.id !== rootNode.id; node = node.parent) {
    const place = { startLine: node.startPosition.row, endLine: node.endPosition.row };
    if (!isAround(place, lines)) continue;
    const call = callIn(node);
    if (call !== undefined) calls.push(...callPattern(call).map((pattern) => ({ anchor: { pattern }, ...place })));
    if (node.text.length <= longestPattern) texts.push({ anchor: { pattern: node.text }, ...place });
  }
  const size = ({ startLine, endLine }: HotLines) => endLine - startLine + 1;
  const isShort = (place: HotLines) => (size(place) < fewestLines ? 1 : 0);
  return [...calls, ...texts].toSorted((a, b) => isShort(a) - isShort(b) || size(a) - size(b));
}

/** The call that a node is, or that a statement consists of. */
function callIn(node: Node): Node | undefined {
  const inner = node.type === 'expression_statement' || node.type === 'await_expression' ? namedChildren(node)[0] : undefined;
  return node.type === 'call_expression' ? node : inner && callIn(inner);
}

/** `app.post('/orders', $$$)`: what is called and the texts it begins with; the rest may change. */
function callPattern(call: Node): string[] {
  const callee = field(call, 'function')?.text ?? '';
  const list = field(call, 'arguments');
  if (list === undefined || callee === '' || /[\n$]/.test(callee)) return [];
  const all = namedChildren(list);
  const firstOther = all.findIndex(({ type }) => type !== 'string' && type !== 'interpreted_string_literal');
  const texts = (firstOther < 0 ? all : all.slice(0, firstOther)).map((argument) => argument.text);
  return [`${callee}(${[...texts, ...(firstOther < 0 ? [] : ['$$$'])].join(', ')})`];
}

/**
 * Texts that mark lines of a code: those of each of `preferred` that stands in it once, made longer until it does; else the
 * first line that does.
 * @param preferred relative to the code, zero-based
 */
export function markedTexts(code: string, preferred: readonly HotLines[]): string[] {
  const lines = code.split('\n');
  const textOf = ({ startLine, endLine }: HotLines) => lines.slice(startLine, endLine + 1).map((line) => line.trim()).join('\n').trim();
  const isUnique = (text: string) => text !== '' && 'startLine' in locateHot(code, text);
  const grown = ({ startLine, endLine }: HotLines): string[] => {
    for (let end = endLine; end < lines.length; end++) {
      const text = textOf({ startLine, endLine: end });
      if (isUnique(text)) return [text];
    }
    return [];
  };
  const chosen = [...new Set(preferred.flatMap(grown))];
  if (chosen.length > 0) return chosen;
  const first = lines.map((line) => line.trim()).find((line) => /\w/.test(line) && isUnique(line));
  return first === undefined ? [] : [first];
}
