import * as vscode from 'vscode';
import type { Finding, Fix } from '../../engine/finding';
import { suppressionComment } from '../../engine/scan/suppression';
import { fileOf, languageOfDocument, toRange } from '../identity';
import type { DocumentWatcher } from './documentWatcher';
import { diagnosticSource } from './diagnostics';
import { pieceOf } from './lessonLink';
import type { FindingsStore } from './store';
import { editOf, hasSafeFix, titleOf } from './workspaceEdits';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('altitude');

/** Made for one fix of one finding; its edit is filled in only when the reader picks it. */
class FixAction extends vscode.CodeAction {
  constructor(
    readonly document: vscode.TextDocument,
    readonly finding: Finding,
    readonly fix: Fix,
  ) {
    super(titleOf(fix), vscode.CodeActionKind.QuickFix);
  }
}

/** Quick fixes, the lesson, suppression and fix-all-in-file, all answered from the store. */
export class FindingActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, fixAllKind];

  constructor(
    private readonly store: FindingsStore,
    private readonly watcher: DocumentWatcher,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const entry = this.store.get(fileOf(document.uri));
    if (entry === undefined) return [];
    if (entry.version !== document.version) await this.watcher.flush(document);
    if (token.isCancellationRequested) return [];
    const findings = this.store.get(fileOf(document.uri))?.findings ?? [];
    if (context.only !== undefined && vscode.CodeActionKind.Source.contains(context.only)) {
      return findings.some(hasSafeFix) && context.only.contains(fixAllKind) ? [fixAllAction(document)] : [];
    }
    const here = findings.filter((finding) => toRange(finding.range).intersection(range) !== undefined);
    const actions = here.flatMap((finding) => this.actionsFor(document, finding, context.diagnostics));
    if (here.some(hasSafeFix) && findings.filter(hasSafeFix).length > 1) actions.push(fixAllAction(document));
    return actions;
  }

  /** The edit of the finding as it is now: the text may have changed since the menu was opened. */
  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    if (!(action instanceof FixAction)) return action;
    await this.watcher.flush(action.document);
    const entry = this.store.get(fileOf(action.document.uri));
    const current = entry?.findings.find((finding) => sameFinding(finding, action.finding));
    const fix = current?.fixes.find(({ title, safety }) => title === action.fix.title && safety === action.fix.safety);
    if (fix !== undefined && entry?.version === action.document.version) action.edit = editOf(fix);
    return action;
  }

  private actionsFor(document: vscode.TextDocument, finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
    const own = diagnostics.filter(
      (diagnostic) => diagnostic.source === diagnosticSource && diagnostic.range.isEqual(toRange(finding.range)) && ruleOf(diagnostic) === finding.rule,
    );
    const fixes = finding.fixes
      .filter((fix) => fix.edits.length > 0)
      .map((fix, index) => {
        const action = new FixAction(document, finding, fix);
        action.isPreferred = index === 0 && fix.safety === 'safe';
        return action;
      });
    const actions = [...fixes, learnAction(finding), suppressAction(document, finding)];
    for (const action of actions) action.diagnostics = own;
    return actions;
  }
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

function sameFinding(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && toRange(a.range).isEqual(toRange(b.range));
}

function learnAction(finding: Finding): vscode.CodeAction {
  const title = vscode.l10n.t('Learn why (2 min)');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'altitude.openPiece', title, arguments: [pieceOf(finding.lesson)] };
  return action;
}

function suppressAction(document: vscode.TextDocument, finding: Finding): vscode.CodeAction {
  const action = new vscode.CodeAction(vscode.l10n.t('Suppress {0} on this line', finding.rule), vscode.CodeActionKind.QuickFix);
  const language = languageOfDocument(document);
  if (language === undefined) return action;
  const { line } = finding.range.start;
  const indentation = document.lineAt(line).text.slice(0, document.lineAt(line).firstNonWhitespaceCharacterIndex);
  const newline = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const comment = suppressionComment(language, finding.rule, vscode.l10n.t('say why'));
  action.edit = new vscode.WorkspaceEdit();
  action.edit.insert(document.uri, new vscode.Position(line, 0), indentation + comment + newline);
  return action;
}

function fixAllAction(document: vscode.TextDocument): vscode.CodeAction {
  const title = vscode.l10n.t('Fix all safe findings in this file');
  const action = new vscode.CodeAction(title, fixAllKind);
  action.command = { command: 'altitude.fixAllInFile', title, arguments: [document.uri] };
  return action;
}
