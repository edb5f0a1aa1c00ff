import type { DocumentFindings, SourceText, TextChange } from '../engine';
import type { Tree } from '../syntax/nodes';
import { LineIndex } from '../text/lineIndex';
import type { Analyzer } from './analyzer';

interface OpenDocument {
  readonly source: SourceText;
  readonly version: number;
  /** Kept only for files with a trigger; always of exactly `source.text`. */
  readonly tree?: Tree;
}

/** Open editors: their texts, and their trees, which each change edits instead of parsing anew. */
export class Documents {
  private readonly open = new Map<string, OpenDocument>();

  /** @param prepare called before a text is analysed */
  constructor(
    private readonly analyzer: () => Analyzer,
    private readonly prepare: (source: SourceText) => Promise<void>,
  ) {}

  async openDocument(source: SourceText, version: number): Promise<DocumentFindings> {
    this.forget(source.file)?.tree?.delete();
    return this.update(source, version, undefined);
  }

  /** @throws when the document was never opened. */
  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    // Until the new text is parsed there is no document: were that to fail, its tree would not fit its text.
    const document = this.forget(file);
    if (document === undefined) throw new Error(`not an open document: ${file}`);
    const { source, tree } = document;
    return this.update({ ...source, text: applyChanges(source.text, changes, tree) }, version, tree);
  }

  close(file: string): void {
    this.forget(file)?.tree?.delete();
  }

  private forget(file: string): OpenDocument | undefined {
    const document = this.open.get(file);
    this.open.delete(file);
    return document;
  }

  private async update(source: SourceText, version: number, old: Tree | undefined): Promise<DocumentFindings> {
    const analyzer = this.analyzer();
    const { file } = source;
    let tree: Tree | undefined;
    try {
      await this.prepare(source);
      const needsTree = source.language !== 'sql' && analyzer.hasTriggers(source);
      tree = needsTree ? await analyzer.parse(source, old) : undefined;
      if (needsTree && tree === undefined) {
        // Out of time: the next change tries again.
        this.open.set(file, { source, version });
        return { file, version, findings: [] };
      }
    } finally {
      old?.delete();
    }
    this.open.set(file, { source, version, ...(tree === undefined ? {} : { tree }) });
    return { file, version, findings: (await analyzer.analyze(source, tree)) ?? [] };
  }
}

/** Applies changes one after the other, to the text and to the tree. */
function applyChanges(before: string, changes: readonly TextChange[], tree: Tree | undefined): string {
  let text = before;
  let lines = new LineIndex(text);
  let rows = rowsOf(text, lines);
  // Up to here both still fit the text. The changes of one event come last first, so one index mostly serves them all.
  let valid = Infinity;
  for (const { range, text: inserted } of changes) {
    if (lines.offsetAt(range.end) >= valid) {
      lines = new LineIndex(text);
      rows = rowsOf(text, lines);
      valid = Infinity;
    }
    const start = lines.offsetAt(range.start);
    const end = lines.offsetAt(range.end);
    tree?.edit(treeEdit(rows, start, end, inserted));
    text = text.slice(0, start) + inserted + text.slice(end);
    // The character before a change may form a line end with what was inserted.
    valid = start - 1;
  }
  return text;
}

/** Rows of the tree, which end at \n alone, unlike the editor's lines. */
function rowsOf(text: string, lines: LineIndex): LineIndex {
  return text.includes('\r') ? new LineIndex(text.replaceAll('\r', ' ')) : lines;
}

function treeEdit(rows: LineIndex, start: number, end: number, inserted: string): Parameters<Tree['edit']>[0] {
  const from = pointAt(rows, start);
  const breaks = inserted.split('\n').length - 1;
  const column = breaks === 0 ? from.column + inserted.length : inserted.length - inserted.lastIndexOf('\n') - 1;
  return {
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + inserted.length,
    startPosition: from,
    oldEndPosition: pointAt(rows, end),
    newEndPosition: { row: from.row + breaks, column },
  };
}

function pointAt(rows: LineIndex, offset: number): { row: number; column: number } {
  const { line, character } = rows.positionAt(offset);
  return { row: line, column: character };
}
