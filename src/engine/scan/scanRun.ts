import type { ScanProgress, ScanRequest, ScanSummary, SkippedFile, SkipReason } from '../engine';
import type { Finding } from '../finding';
import { languageOf, projectEndings } from '../syntax/languages';
import type { RuleTrouble } from '../team/model';
import { TimeoutError, withinBudget } from './budget';
import type { Disk } from './disk';
import { shareFiles, type SharedFiles } from './sharedFiles';
import { Shares } from './shares';
import type { ScannedBatch, WorkerConfig } from './workerApi';
import { WorkerClient, type SpawnWorker } from './workerClient';

export interface ScanHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly onFile?: (file: string, findings: readonly Finding[]) => void;
}

export interface ScanRunOptions {
  readonly spawn: SpawnWorker;
  readonly threads: number;
  readonly config: WorkerConfig;
  /** Longest a batch may take before its thread is given up, in milliseconds. */
  readonly budget: number;
  /** Told of rules of teams that did not do their work. */
  readonly tell: (trouble: RuleTrouble) => void;
  /** Lists the files on the thread that calls, where nobody waits for anything else; absent: a thread of the scan does. */
  readonly list?: Disk['list'];
}

/** Small enough to cancel and report promptly, large enough that messages do not matter. */
const batchSize = 48;

/** As many as a thread scans in the time that another takes to start. */
const filesPerThread = 150;

/** One scan: lists the files, shares them out among threads, and ends those with itself. */
export class ScanRun {
  private readonly started = performance.now();
  private readonly clients = new Set<WorkerClient>();
  private readonly skipped: SkippedFile[] = [];
  private shares = new Shares<readonly string[]>([], 1);
  private listed: SharedFiles | undefined;
  private total = 0;
  private analysed = 0;
  private done = 0;

  constructor(
    private readonly options: ScanRunOptions,
    private readonly hooks: ScanHooks,
  ) {}

  async run({ roots, includeTests = false, takes }: ScanRequest): Promise<ScanSummary> {
    const { signal } = this.hooks;
    const stop = () => void this.stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      if (!this.isCancelled) await this.scan(roots, includeTests, takes);
    } catch (error) {
      if (!this.isCancelled) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      await this.stop();
    }
    return { files: this.analysed, skipped: this.skipped, cancelled: this.isCancelled, ms: Math.round(performance.now() - this.started) };
  }

  private get isCancelled(): boolean {
    return this.hooks.signal?.aborted === true;
  }

  private async scan(roots: readonly string[], includeTests: boolean, takes: ScanRequest['takes']): Promise<void> {
    const clients = await this.shareOut(roots, includeTests, takes);
    await Promise.all(clients.map(async (client, thread) => this.drain(client, thread)));
  }

  /**
   * A function of its own: the list ends with it, and a file's name with the batch that holds it.
   * @returns the threads that have shares
   */
  private async shareOut(roots: readonly string[], includeTests: boolean, takes: ScanRequest['takes']): Promise<readonly WorkerClient[]> {
    const first = this.start();
    const clients = [first];
    const startFor = (count: number) => {
      while (clients.length < Math.min(this.options.threads, count / filesPerThread)) clients.push(this.start());
    };
    // The threads start while the rest is listed.
    const listed = this.options.list?.(roots, { includeTests, endings: projectEndings, ...(takes === undefined ? { onFound: startFor } : {}) });
    const { files: found, unreadable } = listed ?? (await first.call('list', roots, includeTests));
    const files = found.filter((file) => languageOf(file) !== undefined && takes?.(file) !== false);
    this.skipped.push(...unreadable.map((file) => ({ file, reason: 'unreadable' as const })));
    startFor(files.length);
    // Of several roots one may hold another, and leave out more of it than that itself does.
    const [root] = roots;
    if (root !== undefined && roots.length === 1) this.listed = shareFiles(root, found, includeTests);
    for (const client of clients) this.tellListed(client);
    this.shares = new Shares(inBatches(files), clients.length);
    this.total = files.length;
    this.report();
    return clients;
  }

  /** One thread's share: takes batches until none is left. A thread that died or hangs is replaced. */
  private async drain(given: WorkerClient, thread: number): Promise<void> {
    let client = given;
    for (let batch = this.shares.take(thread); batch !== undefined && !this.isCancelled; batch = this.shares.take(thread)) {
      if (client.isGone) client = this.start();
      await this.scanBatch(client, batch, thread);
    }
    await this.end(client);
  }

  private async scanBatch(client: WorkerClient, batch: readonly string[], thread: number): Promise<void> {
    try {
      this.accept(batch, await withinBudget(this.options.budget, client.call('scan', batch)));
    } catch (error) {
      if (this.isCancelled) return;
      if (error instanceof TimeoutError) await this.end(client);
      const [file] = batch;
      if (batch.length > 1) this.shares.add(thread, batch.map((each) => [each]));
      else if (file !== undefined) this.accept(batch, { findings: [], skipped: [{ file, reason: reasonOf(error) }] });
    }
  }

  private accept(batch: readonly string[], { findings, skipped }: ScannedBatch): void {
    const found = new Map(findings.map((entry) => [entry.file, entry.findings]));
    for (const file of batch) this.hooks.onFile?.(file, found.get(file) ?? []);
    this.skipped.push(...skipped);
    this.analysed += batch.length - skipped.length;
    this.done += batch.length;
    this.report();
  }

  private report(): void {
    this.hooks.onProgress?.({ done: this.done, total: this.total });
  }

  /** A thread that cannot start fails the calls that follow. */
  private start(): WorkerClient {
    const client = new WorkerClient(this.options.spawn(), this.options.tell);
    this.clients.add(client);
    client.call('configure', this.options.config).catch(() => undefined);
    this.tellListed(client);
    return client;
  }

  private tellListed(client: WorkerClient): void {
    if (this.listed !== undefined) client.call('knowFiles', this.listed).catch(() => undefined);
  }

  private async end(client: WorkerClient): Promise<void> {
    this.clients.delete(client);
    await client.terminate();
  }

  /** Ends every thread at once; what they were doing fails. */
  private async stop(): Promise<void> {
    this.shares.clear();
    await Promise.all([...this.clients].map(async (client) => this.end(client)));
  }
}

/** A rule that throws and a thread that dies are the same to the reader: this file could not be analysed. */
const reasonOf = (error: unknown): SkipReason => (error instanceof TimeoutError ? 'timeout' : 'crash');

export function inBatches(files: readonly string[]): (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  for (let at = 0; at < files.length; at += batchSize) batches.push(files.slice(at, at + batchSize));
  return batches;
}
