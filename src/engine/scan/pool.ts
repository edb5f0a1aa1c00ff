import type { DocumentFindings, Engine, ScanProgress, ScanRequest, ScanSummary, SkippedFile, SourceText, TextChange } from '../engine';
import type { Finding } from '../finding';
import type { FixOptions } from '../fix/fixText';
import type { WorkerConfig } from './workerApi';
import { WorkerClient, WorkerGoneError, type SpawnWorker } from './workerClient';

export interface PoolOptions {
  readonly spawn: SpawnWorker;
  /** Threads a scan may use. */
  readonly threads: number;
  readonly config: WorkerConfig;
}

/** Small enough to cancel and report promptly, large enough that messages do not matter. */
const batchSize = 48;

/** Longest a batch may take before its thread is given up, in milliseconds. */
const batchBudget = 30_000;

interface ScanHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly onFile?: (file: string, findings: readonly Finding[]) => void;
}

interface ScanState {
  readonly batches: (readonly string[])[];
  readonly skipped: SkippedFile[];
  readonly hooks: ScanHooks;
  readonly total: number;
  done: number;
}

/**
 * The engine over worker threads: one for open documents and single texts, started on first use, and for each scan as
 * many as it needs, which end with it.
 */
export class EnginePool implements Engine {
  private interactive: WorkerClient | undefined;
  private config: WorkerConfig;

  constructor(private readonly options: PoolOptions) {
    this.config = options.config;
  }

  /** Applies new settings, rules or roots to every later call; open documents are analysed anew by their next change. */
  async configure(config: WorkerConfig): Promise<void> {
    this.config = config;
    if (this.interactive !== undefined && !this.interactive.isGone) await this.interactive.call('configure', config);
  }

  async analyze(source: SourceText): Promise<readonly Finding[]> {
    return (await this.worker()).call('analyze', source);
  }

  async fix(source: SourceText, options: FixOptions = {}): Promise<string> {
    return (await (await this.worker()).call('fix', source, options)).text;
  }

  async openDocument(source: SourceText, version: number): Promise<DocumentFindings> {
    return (await this.worker()).call('openDocument', source, version);
  }

  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    return (await this.worker()).call('changeDocument', file, version, changes);
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
    const worker = await this.worker();
    const { files } = await worker.call('listWithin', paths, includeTests);
    const { findings } = await worker.call('scan', files);
    const found = new Map(findings.map((entry) => [entry.file, entry.findings]));
    return new Map([...paths, ...files].map((file) => [file, found.get(file) ?? []]));
  }

  async scan(request: ScanRequest, hooks: ScanHooks): Promise<ScanSummary> {
    const started = performance.now();
    const config = { ...this.config, roots: request.roots, rules: request.rules ?? this.config.rules };
    const first = await this.spawn(config);
    let listed: readonly string[];
    const skipped: SkippedFile[] = [];
    try {
      const listing = await first.call('list', request.roots, request.includeTests ?? false);
      listed = listing.files;
      skipped.push(...listing.missing.map((file) => ({ file, reason: 'unreadable' as const })));
    } catch (error) {
      await first.terminate();
      throw error;
    }
    const state: ScanState = { batches: batchesOf(listed), skipped, hooks, total: listed.length, done: 0 };
    hooks.onProgress?.({ done: 0, total: state.total });
    const extra = Math.min(this.options.threads, state.batches.length) - 1;
    await Promise.all([this.drain(state, config, first), ...Array.from({ length: Math.max(extra, 0) }, async () => this.drain(state, config))]);
    return {
      files: state.done - (state.skipped.length - countMissing(state, listed)),
      skipped: state.skipped,
      cancelled: hooks.signal?.aborted ?? false,
      ms: Math.round(performance.now() - started),
    };
  }

  async dispose(): Promise<void> {
    await this.interactive?.terminate();
  }

  private async worker(): Promise<WorkerClient> {
    if (this.interactive?.isGone !== false) {
      this.interactive = new WorkerClient(this.options.spawn());
      await this.interactive.call('configure', this.config);
    }
    return this.interactive;
  }

  private async spawn(config: WorkerConfig): Promise<WorkerClient> {
    const client = new WorkerClient(this.options.spawn());
    await client.call('configure', config);
    return client;
  }

  /** One thread's share: takes batches until none is left; a thread that dies or hangs is replaced. */
  private async drain(state: ScanState, config: WorkerConfig, given?: WorkerClient): Promise<void> {
    let client = given;
    try {
      for (let batch = state.batches.shift(); batch !== undefined && state.hooks.signal?.aborted !== true; batch = state.batches.shift()) {
        client ??= await this.spawn(config);
        if (!(await runBatch(client, batch, state))) {
          await client.terminate();
          client = undefined;
        }
      }
    } finally {
      await client?.terminate();
    }
  }
}

/** @returns false when the thread must be replaced. A batch that failed is tried again file by file, then its file skipped. */
async function runBatch(client: WorkerClient, batch: readonly string[], state: ScanState): Promise<boolean> {
  try {
    const result = await withBudget(client.call('scan', batch));
    const found = new Map(result.findings.map((entry) => [entry.file, entry.findings]));
    for (const file of batch) state.hooks.onFile?.(file, found.get(file) ?? []);
    state.skipped.push(...result.skipped);
  } catch (error) {
    const [file] = batch;
    const isThreadLost = error instanceof WorkerGoneError || error instanceof BudgetError;
    if (batch.length === 1 && file !== undefined) state.skipped.push({ file, reason: error instanceof BudgetError ? 'timeout' : 'crash' });
    else {
      state.batches.push(...batch.map((each) => [each]));
      return !isThreadLost;
    }
    state.done += 1;
    return !isThreadLost;
  }
  state.done += batch.length;
  state.hooks.onProgress?.({ done: state.done, total: state.total });
  return true;
}

class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

async function withBudget<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BudgetError('a batch ran out of time')), batchBudget);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function countMissing(state: ScanState, listed: readonly string[]): number {
  const known = new Set(listed);
  return state.skipped.filter(({ file }) => !known.has(file)).length;
}

function batchesOf(files: readonly string[]): (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  for (let at = 0; at < files.length; at += batchSize) batches.push(files.slice(at, at + batchSize));
  return batches;
}
