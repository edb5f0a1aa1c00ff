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

  constructor(private readonly analyzer: () => Analyzer) {}

  async openDocument(source: SourceText, version: number): Promise<DocumentFindings> {
    await this.close(source.file);
    return this.update(source, version, undefined);
  }

  /** @throws when the document was never opened. */
  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    const document = this.open.get(file);
    if (document === undefined) throw new Error(`not an open document: ${file}`);
    let { text } = document.source;
    for (const change of changes) {
      const lines = new LineIndex(text);
      const start = lines.offsetAt(change.range.start);
      const end = lines.offsetAt(change.range.end);
      const next = text.slice(0, start) + change.text + text.slice(end);
      document.tree?.edit(treeEdit(text, next, start, end, change.text));
      text = next;
    }
    return this.update({ ...document.source, text }, version, document.tree);
  }

  async close(file: string): Promise<void> {
    this.open.get(file)?.tree?.delete();
    this.open.delete(file);
    return Promise.resolve();
  }

  private async update(source: SourceText, version: number, old: Tree | undefined): Promise<DocumentFindings> {
    const analyzer = this.analyzer();
    const tree = analyzer.hasTriggers(source) ? await analyzer.parse(source, old) : undefined;
    old?.delete();
    this.open.set(source.file, { source, version, ...(tree === undefined ? {} : { tree }) });
    return { file: source.file, version, findings: (await analyzer.analyze(source, tree)) ?? [] };
  }
}

type TreeEdit = Parameters<Tree['edit']>[0];

/** Rows are counted by \n alone in the tree, unlike the editor's lines. */
function pointAt(text: string, offset: number): TreeEdit['startPosition'] {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}

function treeEdit(text: string, next: string, start: number, end: number, inserted: string): TreeEdit {
  return {
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + inserted.length,
    startPosition: pointAt(text, start),
    oldEndPosition: pointAt(text, end),
    newEndPosition: pointAt(next, start + inserted.length),
  };
}
