import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { groupBy } from '../../shared/groupBy';

/** What is known of one file. */
export interface FileFindings {
  readonly findings: readonly Finding[];
  /** The document version the positions are for; undefined when they are for the file on disk. */
  readonly version?: number;
}

const none: FileFindings = { findings: [] };

/** The version of a document that was opened and not yet analysed: no text has it. */
const notYet = -1;

/**
 * Findings of the whole window, by file: the one source for diagnostics, quick fixes, hovers, views and lessons. What
 * is known of an open document comes from the document; nothing read from disk replaces it until it is closed.
 */
export class FindingsStore implements vscode.Disposable {
  private readonly files = new Map<string, FileFindings>();
  private readonly updated = new vscode.EventEmitter<readonly string[]>();
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  private scanned = false;
  private sorted: readonly Finding[] | undefined;
  private byRule: ReadonlyMap<string, readonly Finding[]> | undefined;
  /**
   * The files that were looked at and have findings, or had: also when those are the same again, because marks in an
   * editor move with the text and may have ended up elsewhere.
   */
  readonly onDidUpdate = this.updated.event;
  /** The files whose findings look different now; none when only {@link hasScanned} changed. */
  readonly onDidChange = this.changed.event;

  /** True once a workspace scan has finished: only then does a count of zero mean none. */
  get hasScanned(): boolean {
    return this.scanned;
  }

  get(file: string): FileFindings | undefined {
    return this.files.get(file);
  }

  /** Every finding, files in order of their path. */
  all(): readonly Finding[] {
    this.sorted ??= [...this.files.keys()].sort().flatMap((file) => this.files.get(file)?.findings ?? []);
    return this.sorted;
  }

  ofRule(rule: string): readonly Finding[] {
    this.byRule ??= groupBy(this.all(), (finding) => finding.rule);
    return this.byRule.get(rule) ?? [];
  }

  /** Files whose findings are for what lies on disk. */
  closedFiles(): string[] {
    return [...this.files].filter(([, entry]) => entry.version === undefined).map(([file]) => file);
  }

  /** The document was opened: from now on it speaks for its file. */
  claim(file: string): void {
    const entry = this.files.get(file);
    if (entry?.version === undefined) this.update([[file, { findings: entry?.findings ?? [], version: notYet }]]);
  }

  /** Findings of an open document, as it was at `version`. */
  setOpen(file: string, findings: readonly Finding[], version: number): void {
    this.update([[file, { findings, version }]]);
  }

  /** The document was closed. `keep` its findings where the disk will soon be asked, so that the list does not jump. */
  release(file: string, keep: boolean): void {
    const entry = this.files.get(file);
    if (entry !== undefined) this.update([[file, keep ? { findings: entry.findings } : none]]);
  }

  /** What was found on disk at `paths`, files or folders; whatever else was known under them is gone. */
  replaceUnder(paths: readonly string[], found: ReadonlyMap<string, readonly Finding[]>): void {
    const asked = new Set(paths);
    const isAsked = (file: string) => asked.has(file) || parentsOf(file).some((folder) => asked.has(folder));
    this.replace(this.closedFiles().filter(isAsked), found);
  }

  /** Everything the last scan found on disk is replaced. */
  replaceScan(found: ReadonlyMap<string, readonly Finding[]>): void {
    this.scanned = true;
    // Zero findings is news too: it turns "not scanned" into "none".
    if (!this.replace(this.closedFiles(), found)) this.changed.fire([]);
  }

  /** Back to what is known without a scan: the findings of open documents. */
  forgetScan(): void {
    this.scanned = false;
    if (!this.replace(this.closedFiles(), new Map())) this.changed.fire([]);
  }

  dispose(): void {
    this.updated.dispose();
    this.changed.dispose();
  }

  /** @returns whether there was a change to tell of */
  private replace(before: readonly string[], found: ReadonlyMap<string, readonly Finding[]>): boolean {
    const fresh = [...found].filter(([file]) => this.files.get(file)?.version === undefined);
    // Of two entries for one file the last counts.
    return this.update([...before.map((file) => [file, none] as const), ...fresh.map(([file, findings]) => [file, { findings }] as const)]);
  }

  private update(entries: Iterable<readonly [string, FileFindings]>): boolean {
    const looked: string[] = [];
    const changed: string[] = [];
    for (const [file, entry] of new Map(entries)) {
      const before = this.files.get(file)?.findings ?? [];
      if (before.length > 0 || entry.findings.length > 0) looked.push(file);
      if (!looksSame(before, entry.findings)) changed.push(file);
      if (entry.findings.length > 0 || entry.version !== undefined) this.files.set(file, entry);
      else this.files.delete(file);
    }
    this.sorted = undefined;
    this.byRule = undefined;
    if (looked.length > 0) this.updated.fire(looked);
    if (changed.length > 0) this.changed.fire(changed);
    return changed.length > 0;
  }
}

/** Whether nobody could see a difference: a list that is drawn anew for nothing loses the pointer and the selection. */
function looksSame(before: readonly Finding[], after: readonly Finding[]): boolean {
  if (before === after) return true;
  return before.length === after.length && before.every((finding, index) => appearance(finding) === appearance(after[index]));
}

function appearance(finding: Finding | undefined): string {
  if (finding === undefined) return '';
  const { rule, range, severity, message, lesson, fixes } = finding;
  return JSON.stringify([rule, range, severity, message, lesson, fixes.map(({ title, safety, edits }) => [title, safety, edits.length])]);
}

/** The folders a file lies in. */
function parentsOf(file: string): string[] {
  const parents: string[] = [];
  for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) parents.push(file.slice(0, at));
  return parents;
}
