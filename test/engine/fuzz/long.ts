/**
 * `npm run fuzz [-- --cases 1000000 --seed 42 --threads 4]`: breaks every rule's fixtures in every language, on worker
 * threads, and tells of each text that makes a rule throw, hang, or give edits that overlap or do not parse.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { Breaker, groups } from './broken';

/** Texts a thread breaks between two answers. */
const chunkSize = 500;

/** A thread that begins no new text for this long hangs, in milliseconds. */
const longestWait = 60_000;

/** How the cases are shared out. */
const shares: Readonly<Record<string, number>> = { JavaScript: 0.3, TypeScript: 0.35, Go: 0.25, SQL: 0.1 };

interface Chunk {
  readonly language: string;
  readonly seed: number;
  readonly runs: number;
}

interface Outcome {
  readonly runs: number;
  /** What went wrong, with the smallest text found that shows it. */
  readonly failure?: string;
}

async function breakChunk(breaker: Breaker, { language, seed, runs }: Chunk, onRun: () => void): Promise<Outcome> {
  const details = await fc.check(breaker.property(groups[language] ?? [], onRun), { numRuns: runs, seed });
  if (!details.failed) return { runs: details.numRuns };
  const cause = details.errorInstance instanceof Error ? (details.errorInstance.stack ?? details.errorInstance.message) : String(details.errorInstance);
  return { runs: details.numRuns, failure: `${cause}\nwith ${JSON.stringify(details.counterexample)} (${language}, seed ${seed}, path ${details.counterexamplePath ?? ''})` };
}

async function thread(): Promise<void> {
  const begun = new Int32Array(workerData as SharedArrayBuffer);
  const breaker = await Breaker.load();
  parentPort?.on('message', (chunk: Chunk) => {
    void breakChunk(breaker, chunk, () => Atomics.add(begun, 0, 1)).then((outcome) => parentPort?.postMessage(outcome));
  });
}

/** The chunks of a whole run, languages in turn. */
function chunksOf(cases: number, seed: number): Chunk[] {
  const rounds = Math.ceil(cases / chunkSize);
  const credit = new Map(Object.keys(shares).map((language) => [language, 0]));
  return Array.from({ length: rounds }, (_, index) => {
    for (const [language, share] of Object.entries(shares)) credit.set(language, (credit.get(language) ?? 0) + share);
    const language = [...credit].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
    credit.set(language, (credit.get(language) ?? 0) - 1);
    return { language, seed: seed + index, runs: Math.min(chunkSize, cases - index * chunkSize) };
  });
}

/** Breaks one chunk after the other on threads of its own; one that fails or hangs is replaced, for what it left behind is not trusted. */
async function lane(next: () => Chunk | undefined, tell: (chunk: Chunk, outcome: Outcome) => void): Promise<void> {
  const begun = new SharedArrayBuffer(4);
  const start = () => new Worker(__filename, { workerData: begun });
  let worker = start();
  for (let chunk = next(); chunk !== undefined; chunk = next()) {
    const before = Atomics.load(new Int32Array(begun), 0);
    const outcome = await answerOf(worker, chunk, new Int32Array(begun));
    const runs = Atomics.load(new Int32Array(begun), 0) - before;
    tell(chunk, { ...outcome, runs: outcome.failure === undefined ? outcome.runs : runs });
    if (outcome.failure === undefined) continue;
    await worker.terminate();
    worker = start();
  }
  await worker.terminate();
}

async function answerOf(worker: Worker, chunk: Chunk, begun: Int32Array): Promise<Outcome> {
  const first = Atomics.load(begun, 0);
  const stop = new AbortController();
  const fail = (why: string): Outcome => ({ runs: 0, failure: `${why}\nin text ${Atomics.load(begun, 0) - first} of ${chunk.language}, seed ${chunk.seed}` });
  const answer = once(worker, 'message', { signal: stop.signal }).then(([outcome]) => outcome as Outcome);
  const end = once(worker, 'exit', { signal: stop.signal }).then(([code]) => fail(`the thread ended with ${String(code)}`));
  worker.postMessage(chunk);
  try {
    return await Promise.race([answer, end, hang(begun, stop.signal).then(() => fail(`hangs: nothing for ${longestWait / 1000} s`))]);
  } catch (error) {
    return fail(String(error));
  } finally {
    stop.abort();
    await Promise.allSettled([answer, end]);
  }
}

/** Ends when no text was begun for too long. */
async function hang(begun: Int32Array, signal: AbortSignal): Promise<void> {
  let last = -1;
  for (let now = Atomics.load(begun, 0); now !== last && !signal.aborted; now = Atomics.load(begun, 0)) {
    last = now;
    await setTimeout(longestWait, undefined, { signal }).catch(() => undefined);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', default: '1000000' }, seed: { type: 'string' }, threads: { type: 'string' } } });
  const cases = Number(values.cases);
  const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
  const threads = values.threads === undefined ? availableParallelism() : Number(values.threads);
  const chunks = chunksOf(cases, seed);
  const started = performance.now();
  const done = new Map<string, number>();
  const failures = new Map<string, { readonly text: string; count: number }>();
  let finished = 0;
  let told = 0;
  console.log(`${cases} texts on ${threads} threads, seed ${seed}`);
  const tell = ({ language }: Chunk, { runs, failure }: Outcome) => {
    done.set(language, (done.get(language) ?? 0) + runs);
    finished += runs;
    if (failure !== undefined) {
      const key = failure.split('\n', 1)[0] ?? '';
      const known = failures.get(key);
      if (known === undefined) console.log(`\n${failure}\n`);
      failures.set(key, { text: failure, count: (known?.count ?? 0) + 1 });
    }
    if (performance.now() - told < 30_000) return;
    told = performance.now();
    const seconds = (told - started) / 1000;
    console.log(`${finished} texts, ${failures.size} kinds of failure, ${seconds.toFixed(0)} s, ${(finished / seconds).toFixed(0)} a second`);
  };
  await Promise.all(Array.from({ length: threads }, async () => lane(() => chunks.shift(), tell)));
  console.log(`\n${finished} texts (${[...done].map(([name, count]) => `${name} ${count}`).join(', ')}) in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  for (const [key, { count }] of failures) console.log(`${count} times: ${key}`);
  console.log(failures.size === 0 ? 'No failure.' : `${failures.size} kinds of failure.`);
  if (failures.size > 0) process.exitCode = 1;
}

void (isMainThread ? main() : thread());
