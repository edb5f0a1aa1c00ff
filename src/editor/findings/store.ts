import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';

/** What is known of one file. */
export interface FileFindings {
  readonly findings: readonly Finding[];
  /** The document version the positions are for; undefined when they are for the file on disk. */
  readonly version?: number;
}

/** Findings of the whole window, by file: the one source for diagnostics, quick fixes, hovers, views and lessons. */
export class FindingsStore implements vscode.Disposable {
  private readonly files = new Map<string, FileFindings>();
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  private scanned = false;
  /** The files whose findings changed. */
  readonly onDidChange = this.changed.event;

  /** True once a workspace scan has finished: only then does a count of zero mean none. */
  get hasScanned(): boolean {
    return this.scanned;
  }

  get(file: string): FileFindings | undefined {
    return this.files.get(file);
  }

  /** Every finding, files in order of their path. */
  all(): Finding[] {
    return [...this.files.keys()].sort().flatMap((file) => this.files.get(file)?.findings ?? []);
  }

  ofRule(rule: string): Finding[] {
    return this.all().filter((finding) => finding.rule === rule);
  }

  set(file: string, entry: FileFindings): void {
    this.setMany([[file, entry]]);
  }

  setMany(entries: Iterable<readonly [string, FileFindings]>): void {
    const files: string[] = [];
    for (const [file, entry] of entries) {
      const before = this.files.get(file);
      if (entry.findings.length > 0 || entry.version !== undefined) this.files.set(file, entry);
      else this.files.delete(file);
      if (entry.findings.length > 0 || (before?.findings.length ?? 0) > 0) files.push(file);
    }
    if (files.length > 0) this.changed.fire(files);
  }

  /** Forgets files: deleted, or closed without a scan that covers them. */
  remove(files: Iterable<string>): void {
    this.setMany([...files].map((file) => [file, { findings: [] }]));
  }

  /** Forgets the file or everything under the folder. */
  removeUnder(path: string): void {
    this.remove([...this.files.keys()].filter((file) => file === path || file.startsWith(`${path}/`)));
  }

  /** Everything the last scan found on disk is replaced; open documents keep their own findings. */
  replaceScan(found: ReadonlyMap<string, readonly Finding[]>): void {
    const stale = [...this.files].filter(([file, entry]) => entry.version === undefined && !found.has(file)).map(([file]) => file);
    const fresh = [...found].filter(([file]) => this.files.get(file)?.version === undefined);
    this.scanned = true;
    this.setMany([...stale.map((file) => [file, { findings: [] }] as const), ...fresh.map(([file, findings]) => [file, { findings }] as const)]);
    // Zero findings is news too: it turns "not scanned" into "none".
    this.changed.fire([]);
  }

  clear(): void {
    this.scanned = false;
    this.remove([...this.files.keys()]);
    this.changed.fire([]);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
