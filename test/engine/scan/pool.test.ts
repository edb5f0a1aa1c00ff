import assert from 'node:assert/strict';
import type { SkippedFile } from '../../../src/engine/engine';
import type { Disk } from '../../../src/engine/scan/disk';
import { EnginePool } from '../../../src/engine/scan/pool';
import { PackedPaths } from '../../../src/engine/scan/sharedFiles';
import { defaultConfig, type WorkerRequest, type WorkerResponse } from '../../../src/engine/scan/workerApi';
import type { WorkerHandle } from '../../../src/engine/scan/workerClient';

type Answer = (request: WorkerRequest) => unknown;

/** Thrown by a fake worker to end its thread. */
class ThreadDied extends Error {}

/** Threads that answer as a test says; a promise that never settles is a thread that hangs. */
class FakeThreads {
  started = 0;
  running = 0;

  constructor(private readonly answer: Answer) {}

  readonly spawn = (): WorkerHandle => {
    this.started++;
    this.running++;
    let isRunning = true;
    let onMessage: (message: WorkerResponse) => void = () => undefined;
    let onExit: (reason: Error) => void = () => undefined;
    const end = (reason: Error) => {
      if (!isRunning) return;
      isRunning = false;
      this.running--;
      onExit(reason);
    };
    const handle = async (request: WorkerRequest) => {
      try {
        const result = request.method === 'configure' ? undefined : await this.answer(request);
        if (isRunning) onMessage({ id: request.id, result });
      } catch (error) {
        if (error instanceof ThreadDied) end(error);
        else if (isRunning) onMessage({ id: request.id, error: { message: String(error), stack: undefined } });
      }
    };
    return {
      post: (message) => void handle(message as WorkerRequest),
      onMessage: (listener) => {
        onMessage = listener;
      },
      onExit: (listener) => {
        onExit = listener;
      },
      terminate: async () => {
        end(new Error('terminated'));
        return Promise.resolve();
      },
    };
  };
}

const files = Array.from({ length: 200 }, (_, i) => `/p/${String(i).padStart(3, '0')}.js`);
const never = new Promise<never>(() => undefined);

/** A worker that lists `files` and finds nothing, except what `scan` says of a batch. */
const worker =
  (scan: (batch: readonly string[]) => unknown): Answer =>
  (request) => {
    if (request.method === 'list') return { files, unreadable: ['/p/locked'] };
    if (request.method === 'scan') return scan(request.args[0]);
    if (request.method === 'knowFiles') return undefined;
    if (request.method === 'listWithin') return { files: request.args[0], unreadable: [] };
    throw new Error(`unexpected call: ${request.method}`);
  };

const nothing = { findings: [], skipped: [] };

function poolOf(answer: Answer, budget = 1000, list?: Disk['list']): { pool: EnginePool; threads: FakeThreads } {
  const threads = new FakeThreads(answer);
  return { pool: new EnginePool({ spawn: threads.spawn, threads: 3, config: defaultConfig(), budget, ...(list && { list }) }), threads };
}

const sorted = (skipped: readonly SkippedFile[]) => [...skipped].sort((a, b) => (a.file < b.file ? -1 : 1));

describe('a scan over threads', () => {
  it('reports every file once, progress to the end, and ends its threads', async () => {
    const { pool, threads } = poolOf(worker(() => nothing));
    const seen: string[] = [];
    let last = { done: -1, total: -1 };
    const summary = await pool.scan({ roots: ['/p'] }, { onFile: (file) => void seen.push(file), onProgress: (progress) => (last = progress) });
    assert.deepEqual(seen.sort(), files);
    assert.deepEqual(last, { done: 200, total: 200 });
    assert.equal(summary.files, 200);
    assert.deepEqual(summary.skipped, [{ file: '/p/locked', reason: 'unreadable' }]);
    assert.equal(threads.running, 0);
    assert.ok(threads.started <= 3);
  });

  it('starts threads by how much there is to do, while it is listed where the caller lists', async () => {
    const startedFor = async (count: number, takes?: (file: string) => boolean) => {
      const { threads, pool } = poolOf(worker(() => nothing), 1000, (_roots, { onFound }) => {
        for (let found = 0; found <= count; found += 50) onFound?.(found);
        whileListing = threads.started;
        return { files: Array.from({ length: count }, (_, at) => `/p/${at}.js`), unreadable: [] };
      });
      let whileListing = 0;
      const { files: scanned } = await pool.scan({ roots: ['/p'], ...(takes && { takes }) });
      return { scanned, started: threads.started, whileListing };
    };
    assert.deepEqual(await startedFor(0), { scanned: 0, started: 1, whileListing: 1 });
    assert.deepEqual(await startedFor(150), { scanned: 150, started: 1, whileListing: 1 });
    assert.deepEqual(await startedFor(200), { scanned: 200, started: 2, whileListing: 2 });
    assert.deepEqual(await startedFor(1000), { scanned: 1000, started: 3, whileListing: 3 });
    assert.deepEqual(await startedFor(1000, (file) => file === '/p/7.js'), { scanned: 1, started: 1, whileListing: 1 }, 'only what is taken counts');
  });

  it('tells each thread what was listed, the models of Prisma too, which are not scanned', async () => {
    const scanOf = async (roots: readonly string[]) => {
      const known: (readonly string[])[] = [];
      const scanned: string[] = [];
      const listed = [...files, '/p/schema.prisma'];
      const answer: Answer = (request) => {
        if (request.method === 'knowFiles') known.push(new PackedPaths('/p', new Uint8Array(request.args[0].paths)).under('/p') ?? []);
        if (request.method === 'scan') scanned.push(...request.args[0]);
        if (request.method === 'scan' && scanned.length < 100) throw new ThreadDied('once');
        return request.method === 'list' ? { files: listed, unreadable: [] } : nothing;
      };
      const { pool, threads } = poolOf(answer);
      await pool.scan({ roots, takes: (file) => file !== '/p/000.js' });
      assert.ok(!scanned.includes('/p/schema.prisma') && !scanned.includes('/p/000.js'));
      assert.deepEqual(known.filter((each) => each.length !== listed.length), []);
      return { told: known.length, threads: threads.started };
    };
    const one = await scanOf(['/p']);
    assert.ok(one.threads > 2, 'also one that takes the place of another');
    assert.equal(one.told, one.threads);
    assert.equal((await scanOf(['/p', '/p/lib'])).told, 0, 'one root may leave out what another does not');
  });

  it('loses only the file whose thread dies', async () => {
    const { pool, threads } = poolOf(
      worker((batch) => {
        if (batch.includes('/p/077.js')) throw new ThreadDied('out of memory');
        return nothing;
      }),
    );
    const summary = await pool.scan({ roots: ['/p'] });
    assert.deepEqual(sorted(summary.skipped), [{ file: '/p/077.js', reason: 'crash' }, { file: '/p/locked', reason: 'unreadable' }]);
    assert.equal(summary.files, 199);
    assert.equal(threads.running, 0);
  });

  it('loses only the file a rule throws on, and keeps the thread', async () => {
    const { pool, threads } = poolOf(
      worker((batch) => {
        if (batch.includes('/p/003.js')) throw new Error('a rule broke');
        return nothing;
      }),
    );
    const summary = await pool.scan({ roots: ['/p'] });
    assert.deepEqual(sorted(summary.skipped)[0], { file: '/p/003.js', reason: 'crash' });
    assert.equal(summary.files, 199);
    assert.ok(threads.started <= 3);
  });

  it('gives up a thread that hangs, and only its file', async () => {
    const { pool, threads } = poolOf(
      worker((batch) => (batch.includes('/p/150.js') ? never : nothing)),
      50,
    );
    const summary = await pool.scan({ roots: ['/p'] });
    assert.deepEqual(sorted(summary.skipped)[0], { file: '/p/150.js', reason: 'timeout' });
    assert.equal(summary.files, 199);
    assert.equal(threads.running, 0);
  });

  it('stops at once when it is cancelled, also while a thread is busy', async () => {
    const { pool, threads } = poolOf(worker(() => never), 60_000);
    const abort = new AbortController();
    const scan = pool.scan({ roots: ['/p'] }, { signal: abort.signal, onProgress: () => void setTimeout(() => abort.abort(), 20) });
    const summary = await scan;
    assert.equal(summary.cancelled, true);
    assert.deepEqual(summary.skipped, [{ file: '/p/locked', reason: 'unreadable' }]);
    assert.equal(threads.running, 0);
  });

  it('does not begin when it was cancelled before', async () => {
    const { pool, threads } = poolOf(worker(() => nothing));
    const summary = await pool.scan({ roots: ['/p'] }, { signal: AbortSignal.abort() });
    assert.deepEqual([summary.cancelled, summary.files, threads.started], [true, 0, 0]);
  });

  it('fails when no thread can be started', async () => {
    const { pool, threads } = poolOf(() => {
      throw new ThreadDied('cannot find module');
    });
    await assert.rejects(pool.scan({ roots: ['/p'] }), /cannot find module/);
    assert.equal(threads.running, 0);
  });
});

describe('the thread of open documents', () => {
  const source = { file: '/p/a.js', text: '', language: 'javascript' } as const;

  it('is started once for calls made together, and again after it died', async () => {
    let dies = false;
    const { pool, threads } = poolOf(({ method }) => {
      if (dies) throw new ThreadDied('out of memory');
      return method === 'analyze' ? [] : undefined;
    });
    await Promise.all([pool.analyze(source), pool.analyze(source), pool.analyze(source)]);
    assert.equal(threads.started, 1);
    dies = true;
    await assert.rejects(pool.analyze(source), /out of memory/);
    dies = false;
    assert.deepEqual(await pool.analyze(source), []);
    assert.equal(threads.started, 2);
  });

  it('is given up when it hangs, so that the next call is answered', async () => {
    let hangs = true;
    const { pool, threads } = poolOf(() => (hangs ? never : []), 30);
    await assert.rejects(pool.analyze(source), /no answer within 30 ms/);
    hangs = false;
    assert.deepEqual(await pool.analyze(source), []);
    assert.deepEqual([threads.started, threads.running], [2, 1]);
  });

  it('scans changed files again in batches, so that typing gets its turn', async () => {
    const sizes: number[] = [];
    const { pool } = poolOf(
      worker((batch) => {
        sizes.push(batch.length);
        return { findings: batch.includes('/p/005.js') ? [{ file: '/p/005.js', findings: ['a finding'] }] : [], skipped: [] };
      }),
    );
    const found = await pool.rescan(files, false);
    assert.ok(sizes.length > 1 && Math.max(...sizes) < files.length);
    assert.equal(found.size, files.length);
    assert.equal(found.get('/p/005.js')?.length, 1);
  });

  it('ends with the engine and is not started again', async () => {
    const { pool, threads } = poolOf(() => []);
    await pool.analyze(source);
    await pool.dispose();
    assert.equal(threads.running, 0);
    await assert.rejects(pool.analyze(source), /disposed/);
    assert.equal(threads.started, 1);
  });
});
