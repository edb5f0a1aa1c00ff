import * as vscode from 'vscode';
import { rulesFolder, type ReadRules, type RuleProblem, type RuleTrouble } from '../engine/team/model';
import { loadYamlReader } from '../lessons/yamlReader';
import type { TeamFiles } from '../team/model';
import { fileOf, uriOf } from './identity';
import type { RuleSource } from './ruleSources';
import { oneAtATime } from '../shared/oneAtATime';
import { othersTurn } from '../shared/pace';
import type { AltitudeChanges } from './team/altitudeChanges';
import { exists, findAltitudeFiles, holderOf } from './team/altitudeFiles';
import { filesOf } from './team/editorFiles';

const nothing: ReadRules = { rules: [], broken: [], problems: [] };

/**
 * The rules in the `.altitude` folders of the workspace, kept up to date; what is wrong with one is shown in its file.
 * Nothing is read while the workspace is not trusted, nor is what reads it loaded before there is something to read.
 */
export class RuleFiles implements RuleSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly shown = vscode.languages.createDiagnosticCollection('altitude rules');
  private readonly subscriptions: vscode.Disposable;
  private troubles: RuleTrouble[] = [];
  private read: ReadRules = nothing;
  private isRead = false;
  private readonly timer: ReturnType<typeof setTimeout>;
  private isDisposed = false;
  private readonly readAll = oneAtATime(async () => this.readNow());
  readonly onDidChange = this.changed.event;

  /** @param disk the workspace's files, where they lie on a disk */
  constructor(
    private readonly changes: Pick<AltitudeChanges, 'know' | 'onDidChange'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>,
    private readonly disk?: TeamFiles,
  ) {
    this.subscriptions = vscode.Disposable.from(this.changed, this.shown, changes.onDidChange(() => void this.readAll()));
    this.timer = setTimeout(() => void this.readAll());
  }

  get current(): ReadRules {
    return this.read;
  }

  get isSettled(): boolean {
    return this.isRead;
  }

  /** A rule of these files did not do its work. */
  addTrouble(trouble: RuleTrouble): void {
    this.troubles.push(trouble);
    this.log.warn(`${trouble.file}:${trouble.line}: ${trouble.message}`);
    this.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isDisposed = true;
    this.subscriptions.dispose();
  }

  /**
   * The first time, what lies at the top of a folder counts at once; then all of it, where a search finds more below.
   * Later it is all or nothing: rules that lie below must not be gone in between.
   */
  private async readNow(): Promise<void> {
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri) : [];
    const top = await withRules(folders);
    const first = await this.rulesIn([], top.map(fileOf));
    if (top.length > 0 && !this.isRead) this.set(first, false);
    this.set((await teachesBelow(folders)) ? await this.rulesIn(folders.map(fileOf), []) : first, true);
  }

  /** @param alone folders that are looked at without what lies below them */
  private async rulesIn(roots: readonly string[], alone: readonly string[]): Promise<ReadRules> {
    if (roots.length + alone.length === 0) return nothing;
    try {
      await loadYamlReader();
      const { loadRules } = await import('../engine/team/load');
      await othersTurn();
      // Folders that are refused are told of where their lessons are.
      const { rules, broken, problems } = await loadRules(filesOf(this.disk), roots, alone);
      return { rules, broken, problems };
    } catch (error) {
      this.log.error(`the rules of this workspace could not be read: ${String(error)}`);
      return nothing;
    }
  }

  private set(read: ReadRules, isRead: boolean): void {
    if (this.isDisposed) return;
    this.changes.know([...read.rules, ...read.problems].map(({ file }) => fileOf(holderOf(uriOf(file)))));
    const isNews = isRead !== this.isRead || JSON.stringify(read) !== JSON.stringify(this.read);
    if (!isNews) return;
    this.isRead = isRead;
    this.read = read;
    this.troubles = [];
    for (const { file, line, message } of read.problems) this.log.warn(`${file}:${line}: ${message}`);
    this.show();
    this.changed.fire();
  }

  private show(): void {
    this.shown.clear();
    const all: readonly RuleProblem[] = [...this.read.problems, ...this.troubles];
    for (const file of new Set(all.map((problem) => problem.file))) this.shown.set(uriOf(file), all.filter((problem) => problem.file === file).map(toDiagnostic));
  }
}

function toDiagnostic({ line, message }: RuleProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER), message);
  diagnostic.source = 'Altitude';
  return diagnostic;
}

async function withRules(folders: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const found = await Promise.all(folders.map(async (uri) => ((await exists(vscode.Uri.joinPath(uri, rulesFolder))) ? [uri] : [])));
  return found.flat();
}

/**
 * Whether rules lie below the top of a folder, or beside a folder that teaches without rules and may have taken their
 * namespace. Where the files lie on no disk the editor may have no search, so that it has to be looked.
 */
async function teachesBelow(folders: readonly vscode.Uri[]): Promise<boolean> {
  if (folders.some(({ scheme }) => scheme !== 'file')) return true;
  if (folders.length === 0) return false;
  const found = await findAltitudeFiles('{onboarding.yml,lessons/*/lesson.md,rules/*.yml}');
  const tops = new Set(folders.map((uri) => uri.toString()));
  return found.some(({ path }) => path.includes(`/${rulesFolder}/`)) && found.some((uri) => !tops.has(holderOf(uri).toString()));
}
