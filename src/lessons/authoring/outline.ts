import { LineCounter, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { splitFrontMatter } from '../frontMatter';
import { parseMarkdown, type ParsedMarkdown } from '../markdown';
import type { LiveRequest } from '../live';
import { FileReport } from '../problems';
import { readSections, type Section } from '../sections';

/** A piece as far as the front matter tells of it while it is being written. Lines are one-based. */
export interface OutlinedPiece {
  readonly id: string;
  readonly line: number;
  /** Its last line. */
  readonly endLine: number;
  /** Its fields that are plain text. */
  readonly fields: ReadonlyMap<string, string>;
  readonly hot: readonly string[];
  /** The code of the repository that it is to show. */
  readonly live?: LiveRequest;
}

/** What stands where in a lesson.md that may be half written. Lines are one-based. */
export interface Outline {
  /** The line that closes the front matter. */
  readonly frontMatterEnd: number;
  /** The fields of the lesson that are plain text. */
  readonly fields: ReadonlyMap<string, string>;
  /** In the order of the front matter. */
  readonly pieces: readonly OutlinedPiece[];
  readonly body: ParsedMarkdown;
  /** In the order of the file. */
  readonly sections: readonly Section[];
}

/** Reads what can be read of a lesson; undefined where its front matter is not closed, so that nothing has its place. */
export function outlineOf(text: string): Outline | undefined {
  const report = new FileReport('');
  const split = splitFrontMatter(text, report);
  if (split === undefined) return undefined;
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line + split.frontMatterLine - 1;
  const { contents } = parseDocument(split.frontMatter, { lineCounter: counter, prettyErrors: false });
  const body = parseMarkdown(split.body, split.bodyLine);
  return {
    frontMatterEnd: split.bodyLine - 1,
    fields: isMap(contents) ? plainFields(contents) : new Map(),
    pieces: isMap(contents) ? piecesIn(contents, lineAt) : [],
    body,
    sections: [...readSections(body, report).values()],
  };
}

/** The section that a line stands in. */
export function sectionAt({ sections }: Outline, line: number): Section | undefined {
  return sections.findLast((section) => section.line <= line);
}

/** The last line of a section that holds anything; what is added to the section goes below it. */
export function lastLineOf({ body, sections }: Outline, section: Section, text: string): number {
  const next = sections[sections.indexOf(section) + 1];
  if (next === undefined) return body.lastLine;
  const lines = text.split('\n').slice(0, next.line - 1);
  return lines.findLastIndex((line) => line.trim() !== '') + 1;
}

function piecesIn(contents: YAMLMap, lineAt: (offset: number) => number): OutlinedPiece[] {
  const pieces = contents.get('pieces');
  if (!isSeq(pieces)) return [];
  return pieces.items.flatMap((item): OutlinedPiece[] => {
    if (!isMap(item) || !item.range) return [];
    const fields = plainFields(item);
    const id = fields.get('id');
    if (id === undefined || id === '') return [];
    const [start, end] = item.range;
    const idAt = item.items.find(({ key }) => isScalar(key) && key.value === 'id')?.key;
    const line = lineAt(isScalar(idAt) && idAt.range ? idAt.range[0] : start);
    const written = item.get('hot');
    const hot = isSeq(written) ? written.items.flatMap((each) => plainText(each) ?? []) : [];
    const live = liveIn(item, fields.get('source'), hot);
    return [{ id, line, endLine: Math.max(line, lineAt(Math.max(start, end - 1))), fields, hot, ...(live && { live }) }];
  });
}

function liveIn(piece: YAMLMap, source: string | undefined, hot: readonly string[]): LiveRequest | undefined {
  const anchor = piece.get('anchor');
  if (source === undefined || source === '' || !isMap(anchor)) return undefined;
  const { symbol, pattern } = Object.fromEntries(plainFields(anchor));
  const wanted = hot.filter((text) => text !== '');
  if (symbol !== undefined && symbol !== '') return { source, anchor: { symbol }, hot: wanted };
  return pattern === undefined || pattern === '' ? undefined : { source, anchor: { pattern }, hot: wanted };
}

function plainFields(map: YAMLMap): Map<string, string> {
  return new Map(
    map.items.flatMap(({ key, value }) => {
      const [name, text] = [plainText(key), plainText(value)];
      return name === undefined || text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function plainText(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value } = node;
  if (value === null) return '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
