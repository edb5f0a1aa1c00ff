import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { decodeSource } from '../../engine/scan/decode';
import { languageOf } from '../../engine/syntax/languages';
import type { EngineHost } from '../engineHost';
import { fileOf, languageOfDocument, uriOf } from '../identity';
import type { DocumentWatcher } from './documentWatcher';
import type { FindingsStore } from './store';
import { addDifference, hasSafeFix } from './workspaceEdits';

/** A text with its safe fixes applied, beside the text they were computed for. */
interface FixedFile {
  readonly uri: vscode.Uri;
  readonly before: string;
  readonly after: string;
  /** Set for open documents: the edit is only right for this version. */
  readonly document?: vscode.TextDocument;
  readonly version?: number;
}

/** Applies the safe fixes of one file, or of all files through the editor's own preview. */
export class FixAll {
  constructor(
    private readonly host: EngineHost,
    private readonly store: FindingsStore,
    private readonly watcher: DocumentWatcher,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** One undo step. @returns false when the document changed meanwhile; nothing is then applied. */
  async inFile(uri: vscode.Uri): Promise<boolean> {
    const document = await vscode.workspace.openTextDocument(uri);
    await this.watcher.flush(document);
    const fixed = await this.fixedDocument(document);
    return fixed === undefined ? true : this.apply([fixed], undefined);
  }

  /** Opens the preview; nothing changes until the reader applies it there. */
  async inWorkspace(rule?: string): Promise<void> {
    const findings = this.store.all().filter((finding) => hasSafeFix(finding) && (rule === undefined || finding.rule === rule));
    if (findings.length === 0) {
      void vscode.window.showInformationMessage(
        this.store.hasScanned ? vscode.l10n.t('No finding has a safe fix.') : vscode.l10n.t('Scan the workspace first: no finding with a safe fix is known.'),
      );
      return;
    }
    const title = vscode.l10n.t('Altitude: preparing fixes');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
      const files = [...new Set(findings.map((finding) => finding.file))];
      const fixed: FixedFile[] = [];
      for (const file of files) {
        if (token.isCancellationRequested) return;
        progress.report({ increment: 100 / files.length, message: vscode.workspace.asRelativePath(uriOf(file)) });
        const one = await this.fixedFile(file, findings, rule);
        if (one !== undefined) fixed.push(one);
      }
      await this.apply(fixed, { label: vscode.l10n.t('Altitude: safe fixes'), needsConfirmation: true });
    });
  }

  private async apply(fixed: readonly FixedFile[], metadata: vscode.WorkspaceEditEntryMetadata | undefined): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    for (const { uri, before, after, document, version } of fixed) {
      if (document !== undefined && document.version !== version) {
        this.log.warn(`${uri.fsPath} changed while its fixes were prepared; left alone`);
        continue;
      }
      addDifference(edit, uri, before, after, metadata);
    }
    return edit.size > 0 && vscode.workspace.applyEdit(edit);
  }

  private async fixedFile(file: string, findings: readonly Finding[], rule: string | undefined): Promise<FixedFile | undefined> {
    const uri = uriOf(file);
    const open = vscode.workspace.textDocuments.find((document) => fileOf(document.uri) === file);
    if (open !== undefined) {
      await this.watcher.flush(open);
      return this.fixedDocument(open, rule);
    }
    const language = languageOf(file);
    try {
      const decoded = decodeSource(await vscode.workspace.fs.readFile(uri));
      if (language === undefined || !('text' in decoded)) return undefined;
      const after = await this.host.engine.fix({ file, text: decoded.text, language }, optionsOf(rule));
      return after === decoded.text ? undefined : { uri, before: decoded.text, after };
    } catch (error) {
      this.log.warn(`${file}: ${String(error)}; ${findings.filter((finding) => finding.file === file).length} findings not fixed`);
      return undefined;
    }
  }

  private async fixedDocument(document: vscode.TextDocument, rule?: string): Promise<FixedFile | undefined> {
    const language = languageOfDocument(document);
    if (language === undefined) return undefined;
    const { version } = document;
    const before = document.getText();
    const source = { file: fileOf(document.uri), text: before, language, ...(document.isUntitled ? { fragment: true } : {}) };
    const after = await this.host.engine.fix(source, optionsOf(rule));
    return after === before ? undefined : { uri: document.uri, before, after, document, version };
  }
}

const optionsOf = (rule: string | undefined) => ({ safety: 'safe' as const, ...(rule === undefined ? {} : { rules: [rule] }) });
