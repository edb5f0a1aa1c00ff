import * as vscode from 'vscode';
import type { Engine, SourceText } from '../../engine/engine';
import type { Finding } from '../../engine/finding';
import { suppressionComment } from '../../engine/scan/suppression';
import { sourceOf } from './eligible';

/** How many lines above a finding its statement may begin; a comment inside a string or a template does not count. */
const reach = 30;

/** Writes the comment that turns one finding off. */
export class Suppressor {
  constructor(private readonly engine: Pick<Engine, 'analyze'>) {}

  /**
   * Inserts the comment above the finding's line, or above the nearest line before it where the engine honours it, with
   * the reason selected: the reader types it. Undefined when there is no such line, or the text changed meanwhile.
   */
  async editFor(document: vscode.TextDocument, finding: Finding): Promise<vscode.WorkspaceEdit | undefined> {
    const source = sourceOf(document);
    if (source === undefined) return undefined;
    const { version } = document;
    const start = finding.range.start.line;
    for (let line = start; line >= Math.max(0, start - reach); line--) {
      const indentation = /^\s*/.exec(document.lineAt(line).text)?.[0] ?? '';
      const comment = indentation + suppressionComment(source.language, finding.rule, '');
      const counts = await this.honours(document, source, finding, line, comment);
      if (document.version !== version) return undefined;
      if (counts) return insertion(document, line, comment);
    }
    return undefined;
  }

  private async honours(document: vscode.TextDocument, source: SourceText, finding: Finding, line: number, comment: string): Promise<boolean> {
    const at = document.offsetAt(new vscode.Position(line, 0));
    const text = `${source.text.slice(0, at)}${comment}\n${source.text.slice(at)}`;
    const before = await this.engine.analyze(source);
    const after = await this.engine.analyze({ ...source, text });
    const others = (findings: readonly Finding[]) => findings.filter(({ rule }) => rule !== finding.rule).length;
    const { start } = finding.range;
    const isThere = after.some(({ rule, range }) => rule === finding.rule && range.start.line === start.line + 1 && range.start.character === start.character);
    return !isThere && others(before) === others(after);
  }
}

function insertion({ uri }: vscode.TextDocument, line: number, comment: string): vscode.WorkspaceEdit {
  const snippet = new vscode.SnippetString().appendText(comment).appendPlaceholder(vscode.l10n.t('reason')).appendText('\n');
  const edit = new vscode.WorkspaceEdit();
  edit.set(uri, [vscode.SnippetTextEdit.insert(new vscode.Position(line, 0), snippet)]);
  return edit;
}
