import * as vscode from 'vscode';
import type { Finding, Fix } from '../../engine/finding';
import type { PieceRef } from '../../learning/session';
import { toRange } from '../identity';
import { commandIds } from '../learning/commandIds';
import { diagnosticSource } from './diagnostics';
import type { DocumentWatcher } from './documentWatcher';
import type { FixAll } from './fixAll';
import { fixesOf, hasSafeFix, titleOf } from './grade';
import type { HeldBack } from './heldBack';
import { learnArguments, type FindingLessons } from './lessonLink';
import type { Suppressor } from './suppressor';
import { editOf } from './workspaceEdits';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('altitude');

/** An edit, and the rules whose flaws it mends. */
interface Mending {
  readonly edit: vscode.WorkspaceEdit;
  readonly rules?: readonly string[];
}

/** An action whose edit is made when the reader picks it: for the text as it is then, or not at all. */
class LazyAction extends vscode.CodeAction {
  constructor(
    title: string,
    kind: vscode.CodeActionKind,
    readonly mend: () => Promise<Mending | undefined>,
  ) {
    super(title, kind);
  }
}

export interface FindingActionsOptions {
  readonly documents: DocumentWatcher;
  readonly heldBack: Pick<HeldBack, 'shown'>;
  readonly fixAll: FixAll;
  readonly suppressor: Suppressor;
  readonly lessons: Pick<FindingLessons, 'pieceFor'>;
}

/** Quick fixes, the lesson, suppression and fix-all-in-file, all answered from the store. */
export class FindingActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, fixAllKind];

  constructor(private readonly options: FindingActionsOptions) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const findings = (await this.options.documents.current(document))?.findings ?? [];
    if (token.isCancellationRequested) return [];
    if (context.only !== undefined && vscode.CodeActionKind.Source.contains(context.only)) {
      return context.only.contains(fixAllKind) && findings.some(hasSafeFix) ? [this.fixAllAction(document, fixAllKind)] : [];
    }
    const here = this.options.heldBack.shown(findings).filter((finding) => toRange(finding.range).intersection(range) !== undefined);
    const actions = here.flatMap((finding) => this.actionsFor(document, finding, context.diagnostics));
    // The editor leaves source actions out of its quick fixes, so that the same is offered there as one of them.
    if (here.some(hasSafeFix) && findings.filter(hasSafeFix).length > 1) actions.push(this.fixAllAction(document, vscode.CodeActionKind.QuickFix));
    return actions;
  }

  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    const mending = action instanceof LazyAction ? await action.mend() : undefined;
    if (mending === undefined) return action;
    action.edit = mending.edit;
    // The editor runs the command once the edit is applied, and only then.
    if (mending.rules) action.command = { command: commandIds.practised, title: action.title, arguments: [mending.rules] };
    return action;
  }

  private actionsFor(document: vscode.TextDocument, finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
    const own = diagnostics.filter(
      (diagnostic) => diagnostic.source === diagnosticSource && ruleOf(diagnostic) === finding.rule && diagnostic.range.isEqual(toRange(finding.range)),
    );
    const fixes = fixesOf(finding).map((fix, index) => {
      const action = new LazyAction(titleOf(fix), vscode.CodeActionKind.QuickFix, async () => this.mendNow(document, finding, fix));
      action.isPreferred = index === 0 && fix.safety === 'safe';
      return action;
    });
    const suppress = new LazyAction(vscode.l10n.t('Suppress {0} here', finding.rule), vscode.CodeActionKind.QuickFix, async () => {
      const edit = await this.options.suppressor.editFor(document, finding);
      return edit && { edit };
    });
    const ref = this.options.lessons.pieceFor(finding);
    const actions = [...fixes, ...(ref ? [learnAction(ref, finding)] : []), suppress];
    for (const action of actions) action.diagnostics = own;
    return actions;
  }

  /** The edit of the finding as it is now: the text may have changed since the menu was opened. */
  private async mendNow(document: vscode.TextDocument, finding: Finding, { title, safety }: Fix): Promise<Mending | undefined> {
    const entry = await this.options.documents.current(document);
    const current = entry?.findings.find((each) => each.rule === finding.rule && toRange(each.range).isEqual(toRange(finding.range)));
    const fix = current?.fixes.find((each) => each.title === title && each.safety === safety);
    return fix === undefined ? undefined : { edit: editOf(fix), rules: [finding.rule] };
  }

  private fixAllAction(document: vscode.TextDocument, kind: vscode.CodeActionKind): vscode.CodeAction {
    return new LazyAction(vscode.l10n.t('Fix all safe findings in this file'), kind, async () => this.options.fixAll.mendingOfFile(document));
  }
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

function learnAction(ref: PieceRef, finding: Finding): vscode.CodeAction {
  const title = vscode.l10n.t('Learn why (2 min)');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: commandIds.learnWhy, title, arguments: learnArguments(ref, finding) };
  return action;
}
