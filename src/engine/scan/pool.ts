import type { AnchorRequest, ResolvedAnchor } from '../../team/anchors/resolve';
import type { ChosenAnchor, SelectedCode } from '../../team/scaffold/anchorFor';
import type { DocumentFindings, Engine, ScanRequest, ScanSummary, SourceText, TextChange } from '../engine';
import type { Finding } from '../finding';
import type { FixOptions } from '../fix/fixText';
import type { RuleTrouble } from '../team/model';
import { TimeoutError, withinBudget } from './budget';
import type { Disk } from './disk';
import { inBatches, ScanRun, type ScanHooks } from './scanRun';
import type { WorkerApi, WorkerConfig, WorkerMethod } from './workerApi';
import { WorkerClient, type Answer, type SpawnWorker } from './workerClient';

export interface PoolOptions {
  readonly spawn: SpawnWorker;
  /** Threads a scan may use. */
  readonly threads: number;
  readonly config: WorkerConfig;
  /** Longest a call or a batch may take before its thread is given up, in milliseconds. */
  readonly budget?: number;
  /** Told once of each rule of a team that does not work, until the next configuration. */
  readonly onTrouble?: (trouble: RuleTrouble) => void;
  /** See `ScanRunOptions`. */
  readonly list?: Disk['list'];
}

/**
 * The engine over worker threads: one for open documents and single texts, started on first use, and for each scan as
 * many as it needs, which end with it.
 */
export class EnginePool implements Engine {
  private interactive: WorkerClient | undefined;
  private config: WorkerConfig;
  private readonly budget: number;
  private isDisposed = false;
  private readonly troubled = new Set<string>();

  constructor(private readonly options: PoolOptions) {
    this.config = options.config;
    this.budget = options.budget ?? 30_000;
  }

  /** Applies new settings, rules or roots to every later call; open documents are analysed anew by their next change. */
  async configure(config: WorkerConfig): Promise<void> {
    this.config = config;
    this.troubled.clear();
    if (this.interactive !== undefined && !this.interactive.isGone) await this.interactive.call('configure', config);
  }

  async analyze(source: SourceText): Promise<readonly Finding[]> {
    return this.call('analyze', source);
  }

  async fix(source: SourceText, options: FixOptions = {}): Promise<string> {
    return (await this.call('fix', source, options)).text;
  }

  async resolveAnchor(request: AnchorRequest): Promise<ResolvedAnchor> {
    return this.call('resolveAnchor', request);
  }

  async anchorFor(selected: SelectedCode): Promise<ChosenAnchor | undefined> {
    return this.call('anchorFor', selected);
  }

  async openDocument(source: SourceText, version: number): Promise<DocumentFindings> {
    return this.call('openDocument', source, version);
  }

  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    return this.call('changeDocument', file, version, changes);
  }

  closeDocument(file: string): void {
    // A worker that is gone keeps no document.
    void this.interactive?.call('closeDocument', file).catch(() => undefined);
  }

  invalidate(files: readonly string[]): void {
    void this.interactive?.call('invalidate', files).catch(() => undefined);
  }

  /**
   * Scans a few files or folders again, under the rules of a scan of the workspace: ignored files give no finding.
   * @returns findings by file, also for files with none.
   */
  async rescan(paths: readonly string[], includeTests: boolean): Promise<ReadonlyMap<string, readonly Finding[]>> {
    const { files } = await this.call('listWithin', paths, includeTests);
    const found = new Map<string, readonly Finding[]>([...paths, ...files].map((file) => [file, []]));
    // Batch by batch: the thread also answers what the reader types meanwhile.
    for (const batch of inBatches(files)) {
      for (const entry of (await this.call('scan', batch)).findings) found.set(entry.file, entry.findings);
    }
    return found;
  }

  async scan(request: ScanRequest, hooks: ScanHooks = {}): Promise<ScanSummary> {
    const { threads, spawn, list } = this.options;
    const config = { ...this.config, roots: request.roots, rules: request.rules ?? this.config.rules };
    return new ScanRun({ threads, spawn, config, budget: this.budget, tell: this.tell, ...(list && { list }) }, hooks).run(request);
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    await this.interactive?.terminate();
  }

  /** A thread that does not answer in time is ended: the call fails, and the next one starts another. */
  private async call<M extends WorkerMethod>(method: M, ...args: Parameters<WorkerApi[M]>): Promise<Answer<M>> {
    const client = this.client();
    try {
      return await withinBudget(this.budget, client.call(method, ...args));
    } catch (error) {
      if (error instanceof TimeoutError) await client.terminate();
      throw error;
    }
  }

  /** Each thread tells of a rule by itself. */
  private readonly tell = (trouble: RuleTrouble): void => {
    if (this.troubled.has(trouble.rule)) return;
    this.troubled.add(trouble.rule);
    this.options.onTrouble?.(trouble);
  };

  private client(): WorkerClient {
    if (this.isDisposed) throw new Error('the engine was disposed');
    if (this.interactive?.isGone !== false) {
      this.interactive = new WorkerClient(this.options.spawn(), this.tell);
      // Answered before any call that follows it; a thread that cannot start fails those too.
      this.interactive.call('configure', this.config).catch(() => undefined);
    }
    return this.interactive;
  }
}
