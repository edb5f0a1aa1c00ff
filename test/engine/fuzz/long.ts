/**
 * `npm run fuzz [-- --cases 1000000 --seed 42 --threads 4]`: breaks every rule's fixtures in every language, on worker
 * threads, and tells of each text that makes a rule throw, hang, or give edits that overlap or do not parse.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { BreakerThread, breakOnThread, type Chunk, type Outcome } from './breakerThread';

/** Texts a thread breaks between two answers. */
const chunkSize = 500;

/** A thread that begins no new text for this long hangs, in milliseconds. */
const longestWait = 60_000;

/** How the cases are shared out. */
const shares: Readonly<Record<string, number>> = { JavaScript: 0.3, TypeScript: 0.35, Go: 0.25, SQL: 0.1 };

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

async function lane(next: () => Chunk | undefined, tell: (chunk: Chunk, outcome: Outcome) => void): Promise<void> {
  const thread = new BreakerThread(__filename, longestWait);
  for (let chunk = next(); chunk !== undefined; chunk = next()) tell(chunk, await thread.run(chunk));
  await thread.close();
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

void (isMainThread ? main() : breakOnThread());
