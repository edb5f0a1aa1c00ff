import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { decodeSource } from '../../engine/scan/decode';
import { languageOf } from '../../engine/syntax/languages';
import type { EngineHost } from '../engineHost';
import { fileOf, uriOf } from '../identity';
import { commandIds } from '../learning/commandIds';
import type { DocumentWatcher } from './documentWatcher';
import { sourceOf } from './eligible';
import { hasSafeFix } from './grade';
import { showPreview, type FixedFile } from './fixPreview';
import type { FindingsStore } from './store';
import { differences } from './workspaceEdits';

export interface FixAllOptions {
  readonly host: EngineHost;
  readonly store: FindingsStore;
  readonly documents: DocumentWatcher;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
}

/** A fixed file, and whether it is still what it was when its fixes were computed. */
interface Prepared extends FixedFile {
  /** How many flaws are to be mended in it, by rule. */
  readonly flaws: ReadonlyMap<string, number>;
  isUnchanged(): Promise<boolean>;
}

/** Applies the safe fixes of one file, or of all files through the editor's own preview. */
export class FixAll {
  constructor(private readonly options: FixAllOptions) {}

  /** The safe fixes of an open document as one edit; undefined when there is none, or the text changed meanwhile. */
  async mendingOfFile(document: vscode.TextDocument): Promise<{ readonly edit: vscode.WorkspaceEdit; readonly rules: readonly string[] } | undefined> {
    const fixed = await this.fixedDocument(document);
    if (fixed === undefined || !(await fixed.isUnchanged())) return undefined;
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, [...fixed.edits]);
    return { edit, rules: [...fixed.flaws.keys()] };
  }

  /** One undo step. @returns false when nothing was changed. */
  async inFile(uri: vscode.Uri): Promise<boolean> {
    const mending = await this.mendingOfFile(await vscode.workspace.openTextDocument(uri));
    if (mending !== undefined) return practised(await vscode.workspace.applyEdit(mending.edit), mending.rules);
    void vscode.window.showInformationMessage(vscode.l10n.t('No finding in this file has a safe fix.'));
    return false;
  }

  /** Opens the preview; nothing changes until the reader applies it there. @returns whether it was applied */
  async inWorkspace(rule?: string): Promise<boolean> {
    const { store } = this.options;
    const findings = rule === undefined ? store.all() : store.ofRule(rule);
    const files = [...new Set(findings.filter(hasSafeFix).map((finding) => finding.file))];
    const fixed = files.length === 0 ? [] : await this.prepare(files, rule);
    if (fixed === undefined) return false;
    if (fixed.length > 0) {
      const applied = await showPreview(fixed);
      if (applied) void this.countMended(fixed);
      return applied;
    }
    void vscode.window.showInformationMessage(
      store.hasScanned ? vscode.l10n.t('No finding has a safe fix.') : vscode.l10n.t('No safe fix is known. Scan the workspace first.'),
    );
    return false;
  }

  /** @returns undefined when the reader cancelled */
  private async prepare(files: readonly string[], rule: string | undefined): Promise<readonly Prepared[] | undefined> {
    const title = vscode.l10n.t('Altitude: preparing fixes');
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
      const prepared: Prepared[] = [];
      for (const file of files) {
        if (token.isCancellationRequested) return undefined;
        progress.report({ increment: 100 / files.length, message: vscode.workspace.asRelativePath(uriOf(file)) });
        const one = await this.fixedFile(file, rule);
        if (one !== undefined) prepared.push(one);
      }
      const unchanged: Prepared[] = [];
      for (const one of prepared) {
        if (await one.isUnchanged()) unchanged.push(one);
        else this.options.log.warn(`${one.uri.toString()} changed while its fixes were prepared; left alone`);
      }
      return unchanged;
    });
  }

  private async fixedFile(file: string, rule: string | undefined): Promise<Prepared | undefined> {
    const open = vscode.workspace.textDocuments.find((document) => fileOf(document.uri) === file);
    try {
      return open === undefined ? await this.fixedOnDisk(file, rule) : await this.fixedDocument(open, rule);
    } catch (error) {
      this.options.log.warn(`${file} could not be fixed: ${String(error)}`);
      return undefined;
    }
  }

  private async fixedOnDisk(file: string, rule: string | undefined): Promise<Prepared | undefined> {
    const uri = uriOf(file);
    const { mtime } = await vscode.workspace.fs.stat(uri);
    const language = languageOf(file);
    const decoded = decodeSource(await vscode.workspace.fs.readFile(uri));
    if (language === undefined || 'skip' in decoded) return undefined;
    const after = await this.options.host.engine.fix({ file, text: decoded.text, language }, optionsOf(rule));
    const edits = differences(decoded.text, after);
    const isUnchanged = async () => (await vscode.workspace.fs.stat(uri)).mtime === mtime;
    return edits.length === 0 ? undefined : { uri, edits, flaws: this.mendable(file, rule), isUnchanged };
  }

  private mendable(file: string, rule: string | undefined): ReadonlyMap<string, number> {
    return countByRule((this.options.store.get(file)?.findings ?? []).filter((finding) => rule === undefined || finding.rule === rule));
  }

  /** Tells the lessons what is gone from the files. A fix that was unticked in the preview is still to be made. */
  private async countMended(files: readonly Prepared[]): Promise<void> {
    const mended = new Set<string>();
    for (const { uri, flaws } of files) {
      const source = sourceOf(await vscode.workspace.openTextDocument(uri));
      if (source === undefined) continue;
      const left = countByRule(await this.options.host.engine.analyze(source));
      for (const [rule, before] of flaws) if ((left.get(rule) ?? 0) < before) mended.add(rule);
    }
    practised(mended.size > 0, [...mended]);
  }

  private async fixedDocument(document: vscode.TextDocument, rule?: string): Promise<Prepared | undefined> {
    const known = await this.options.documents.current(document);
    const source = sourceOf(document);
    // A file with no finding is not fixed: it may be one that is not looked at.
    if (source === undefined || known?.findings.some(hasSafeFix) !== true) return undefined;
    const { version } = document;
    const edits = differences(source.text, await this.options.host.engine.fix(source, optionsOf(rule)));
    const isUnchanged = async () => Promise.resolve(document.version === version);
    return edits.length === 0 ? undefined : { uri: document.uri, edits, flaws: this.mendable(fileOf(document.uri), rule), isUnchanged };
  }
}

/** How many findings with a safe fix there are of each rule. */
function countByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings.filter(hasSafeFix)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** Tells the lessons of a fix that was applied. @returns whether it was */
function practised(applied: boolean, rules: readonly string[]): boolean {
  if (applied) void vscode.commands.executeCommand(commandIds.practised, [...new Set(rules)]);
  return applied;
}

const optionsOf = (rule: string | undefined) => ({ safety: 'safe' as const, ...(rule === undefined ? {} : { rules: [rule] }) });
