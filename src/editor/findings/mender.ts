import * as vscode from 'vscode';
import type { Finding, Fix } from '../../engine/finding';
import { toRange, uriOf } from '../identity';
import { commandIds } from '../learning/commandIds';
import type { DocumentWatcher } from './documentWatcher';
import { editOf } from './workspaceEdits';

/** Makes one fix of one finding, outside the lightbulb. */
export class Mender {
  constructor(private readonly documents: Pick<DocumentWatcher, 'current'>) {}

  /** Shows the finding's code, selected. */
  async show({ file, range }: Finding, options: vscode.TextDocumentShowOptions): Promise<void> {
    const { start } = toRange(range);
    // A long selection would scroll its own beginning out of a narrow editor.
    await vscode.window.showTextDocument(uriOf(file), { ...options, selection: new vscode.Range(start, start) });
  }

  /** Shows the code and changes it, as one undo step. @returns false when the finding is no longer there */
  async make(finding: Finding, { title, safety }: Fix, options: vscode.TextDocumentShowOptions): Promise<boolean> {
    const document = await vscode.workspace.openTextDocument(uriOf(finding.file));
    await this.show(finding, options);
    const known = (await this.documents.current(document))?.findings ?? [];
    const same = known.find(({ rule, range }) => rule === finding.rule && toRange(range).isEqual(toRange(finding.range)));
    const fix = same?.fixes.find((each) => each.title === title && each.safety === safety);
    if (fix === undefined || !(await vscode.workspace.applyEdit(editOf(fix)))) return false;
    await vscode.commands.executeCommand(commandIds.practised, [finding.rule]);
    return true;
  }
}
