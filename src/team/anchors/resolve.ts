import type { TreeLanguage } from '../../engine/syntax/grammars';
import { familyOf } from '../../engine/syntax/languages';
import type { Tree } from '../../engine/syntax/tree';
import { LineIndex } from '../../engine/text/lineIndex';
import { locateHot } from '../../lessons/live';
import type { Anchor, AnchoredLines, HotLines, LostAnchor } from '../../lessons/model';
import { goSymbols } from './goSymbols';
import { scriptSymbols } from './scriptSymbols';
import type { CodeSymbol } from './symbol';

/** What a search for anchored code needs. */
export interface AnchorTools {
  /** A tree of a text, handed to `use` and freed after it; undefined when there was no time to parse it. */
  withTree<T>(text: string, language: TreeLanguage, use: (tree: Tree) => T): Promise<T | undefined>;
  /** Where an ast-grep pattern matches, as offsets. @throws Error when it is no pattern, or takes too long */
  matches(text: string, language: TreeLanguage, pattern: string): Promise<readonly { readonly start: number; readonly end: number }[]>;
}

/** Plain data: crosses to the engine's thread. */
export interface AnchorRequest {
  /** Line ends as \n. */
  readonly text: string;
  readonly language: TreeLanguage;
  readonly anchor: Anchor;
  readonly hot: readonly string[];
}

export type ResolvedAnchor = AnchoredLines | { readonly lost: LostAnchor };

export type ResolveAnchor = (request: AnchorRequest) => Promise<ResolvedAnchor>;

/** The lines an anchor stands for, and in them those that are marked; or why they are not to be found. Never throws. */
export async function resolveAnchor(tools: AnchorTools, { text, language, anchor, hot }: AnchorRequest): Promise<ResolvedAnchor> {
  const found = await ('symbol' in anchor ? symbolLines(tools, text, language, anchor.symbol) : patternLines(tools, text, language, anchor.pattern));
  if ('lost' in found) return found;
  const [only, second] = found.places;
  if (only === undefined) return { lost: { kind: 'none' } };
  if (second !== undefined) return { lost: { kind: 'several', lines: found.places.map(({ startLine }) => startLine + 1) } };
  return withHotLines(text, only, hot);
}

type Places = { readonly places: readonly HotLines[] } | { readonly lost: LostAnchor };

async function symbolLines(tools: AnchorTools, text: string, language: TreeLanguage, symbol: string): Promise<Places> {
  const wanted = symbol.replaceAll(/\s/g, '');
  const places = await tools.withTree(text, language, (tree) =>
    symbolsNamed(tree, language, wanted).map(({ startLine, endLine }) => ({ startLine, endLine })),
  );
  return places === undefined ? { lost: { kind: 'failed', cause: 'parsing it takes too long' } } : { places };
}

/** Those at the outermost level and their members first; those inside functions only where there are no others. */
function symbolsNamed({ rootNode }: Tree, language: TreeLanguage, name: string): CodeSymbol[] {
  const isMeant = ({ names }: CodeSymbol) => names.includes(name);
  if (familyOf(language) === 'go') return goSymbols(rootNode).filter(isMeant);
  const outer = scriptSymbols(rootNode, false).filter(isMeant);
  return outer.length > 0 ? outer : scriptSymbols(rootNode, true).filter(isMeant);
}

async function patternLines(tools: AnchorTools, text: string, language: TreeLanguage, pattern: string): Promise<Places> {
  const lines = new LineIndex(text);
  try {
    const matches = await tools.matches(text, language, pattern);
    const places = matches.map(({ start, end }) => ({ startLine: lines.positionAt(start).line, endLine: lines.positionAt(Math.max(start, end - 1)).line }));
    return { places };
  } catch (error) {
    return { lost: { kind: 'failed', cause: error instanceof Error ? error.message : String(error) } };
  }
}

function withHotLines(text: string, { startLine, endLine }: HotLines, hot: readonly string[]): ResolvedAnchor {
  const code = text.split('\n').slice(startLine, endLine + 1).join('\n');
  const hotLines: HotLines[] = [];
  for (const each of hot) {
    const place = locateHot(code, each);
    if (!('startLine' in place)) return { lost: { kind: 'hot', hot: each, lines: place.places.map((line) => line + startLine) } };
    hotLines.push({ startLine: place.startLine + startLine, endLine: place.endLine + startLine });
  }
  return { startLine, endLine, hotLines: hotLines.sort((a, b) => a.startLine - b.startLine) };
}
