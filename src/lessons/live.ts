import type { Language } from '../engine/finding';
import { languageOf } from '../engine/syntax/languages';
import type { Anchor, AnchoredLines, HotLines, LiveCode, LostAnchor, Piece } from './model';
import type { FileReport } from './problems';
import type { PieceData } from './schema';
import { lineCount, locate } from './snippet';

/** As much code as a reader can take in beside a question. */
export const mostLiveLines = 120;

/** What a piece's front matter says of code in the repository. */
export interface LiveRequest {
  readonly source: string;
  readonly anchor: Anchor;
  /** Texts inside the code; their indentation does not count. */
  readonly hot: readonly string[];
}

/** Reads code of a team's repository. */
export interface CodeReader {
  /** The code as it is now, its outer indentation taken away; or why there is none. `file` is a path of the file system. */
  read(request: LiveRequest): Promise<{ readonly file: string } & ({ readonly lines: AnchoredLines; readonly text: string } | { readonly lost: LostAnchor })>;
}

/** The code of a piece as readers see it. */
export interface ShownCode {
  /** Of the file system. */
  readonly file: string;
  readonly text: string;
  /** In the text. */
  readonly hotLines: readonly HotLines[];
  /** Where the code is in its file; or why it is not found, and the last known text stands in. */
  readonly state: LiveCode['state'];
}

export type LiveSnippet = Pick<Piece, 'language' | 'snippet' | 'hotLines' | 'live'>;

interface PieceFields {
  readonly data: PieceData;
  readonly lineOf: (...path: (string | number)[]) => number;
}

/**
 * The code of a piece with an anchor. Where the anchor is lost the kept text stands in; that is reported to `lost`,
 * what makes the piece unusable to `report`.
 * @param kept the last known text
 */
export async function readLive(
  kept: string,
  { data, lineOf }: PieceFields,
  code: CodeReader,
  report: FileReport,
  lost: FileReport,
): Promise<LiveSnippet | undefined> {
  const request = requestOf(data);
  if (request === undefined) {
    const [has, lacks] = data.source === undefined ? ['anchor', 'source'] : ['source', 'anchor'];
    report.add(lineOf(has), `${data.id} has ${has} without ${lacks}; live code needs both`);
    return undefined;
  }
  const language = languageOf(request.source);
  if (!isAnchorable(language) || languageOf(data.snippet) !== language) {
    const message = isAnchorable(language)
      ? `${data.snippet} keeps the text of ${request.source}; give both one ending`
      : `${request.source} cannot hold an anchor; live code is JavaScript, TypeScript or Go`;
    report.add(lineOf(isAnchorable(language) ? 'snippet' : 'source'), message);
    return undefined;
  }
  const { file, hotLines, state, text } = await shownCode(kept, request, code);
  const live = { ...request, file, state, ...(data.commit !== undefined && { commit: data.commit }) };
  if ('lost' in state) {
    lost.add(lineOf('anchor'), `${data.id} shows its last known text: ${lostMessage(state.lost, request)}`);
    return { language, snippet: text, hotLines, live: { ...live, kept: 'same' } };
  }
  const lines = lineCount(text);
  if (lines > mostLiveLines) report.add(lineOf('anchor'), `the code has ${lines} lines; ${mostLiveLines} is the most a piece shows`);
  const kind: LiveCode['kept'] = text.trimEnd() === withoutIndentation(kept).trimEnd() ? 'same' : 'stale';
  return { language, snippet: text, hotLines, live: { ...live, kept: kind } };
}

/** The code as it is now; where it is not found, the last known text. @param kept the last known text */
export async function shownCode(kept: string, request: LiveRequest, code: CodeReader): Promise<ShownCode> {
  const found = await code.read(request);
  const { file } = found;
  if ('lost' in found) {
    const text = withoutIndentation(kept);
    return { file, text, hotLines: request.hot.flatMap((hot) => placeOf(text, hot) ?? []), state: { lost: found.lost } };
  }
  const { hotLines, startLine } = found.lines;
  return { file, text: found.text, hotLines: hotLines.map((hot) => ({ startLine: hot.startLine - startLine, endLine: hot.endLine - startLine })), state: found.lines };
}

/** What a reader and an author are told of a lost anchor. */
export function lostMessage(lost: LostAnchor, { source, anchor }: Pick<LiveRequest, 'source' | 'anchor'>): string {
  const what = 'symbol' in anchor ? anchor.symbol : `the pattern ${JSON.stringify(anchor.pattern)}`;
  const verb = 'symbol' in anchor ? 'is' : 'matches';
  switch (lost.kind) {
    case 'file':
      return `${source} ${lost.cause}`;
    case 'none':
      return `${what} ${verb === 'is' ? 'is not' : 'matches nothing'} in ${source}`;
    case 'several':
      return `${what} ${verb} in ${source} ${lost.lines.length} times, at lines ${lost.lines.join(', ')}; make it name one`;
    case 'hot':
      return lost.lines.length === 0
        ? `the hot text ${JSON.stringify(lost.hot)} is not in ${what} of ${source}`
        : `the hot text ${JSON.stringify(lost.hot)} is in ${what} of ${source} ${lost.lines.length} times, at lines ${lost.lines.join(', ')}; make it longer`;
    case 'failed':
      return `${what} cannot be looked for in ${source}: ${lost.cause}`;
  }
}

/** Where a text stands in code whatever the indentation of either: one place, or the lines of all it could mean. */
export function locateHot(code: string, hot: string): HotLines | { readonly places: readonly number[] } {
  return locate(withoutLeadingSpace(code), withoutLeadingSpace(hot));
}

/** Code as if it stood at the margin: what all of its lines begin with is taken away. */
export function withoutIndentation(code: string): string {
  const lines = code.split('\n');
  const indents = lines.flatMap((line) => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)?.[0] ?? '']));
  const [first = ''] = indents;
  let length = first.length;
  for (const indent of indents) while (!indent.startsWith(first.slice(0, length))) length--;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(length))).join('\n');
}

/** Lines stay where they are. */
const withoutLeadingSpace = (code: string) => code.trim().length === 0 ? code : code.replaceAll(/^[ \t]+|[ \t]+$/gm, '');

function placeOf(code: string, hot: string): HotLines | undefined {
  const place = locateHot(code, hot);
  return 'startLine' in place ? place : undefined;
}

function requestOf({ source, anchor, hot }: PieceData): LiveRequest | undefined {
  if (source === undefined || anchor === undefined) return undefined;
  const { symbol, pattern } = anchor;
  if (symbol !== undefined) return { source, anchor: { symbol }, hot };
  return pattern === undefined ? undefined : { source, anchor: { pattern }, hot };
}

const isAnchorable = (language: Language | undefined): language is Exclude<Language, 'sql'> => language !== undefined && language !== 'sql';
