import { readFile } from 'node:fs/promises';
import { Script } from 'node:vm';
import { workedSoFar } from './pauses';

/** What a stretch of ours is compared with is measured as often, and the median taken: a machine may be busy with others for a moment. */
const times = 5;

/**
 * How long this thread takes, in milliseconds, to read TypeScript's compiler as a script without running it: 9 MB that the
 * lockfile holds still. A limit that is a share of it means the same on a slow machine as on a fast one.
 */
async function readingMs(): Promise<number> {
  const text = await readFile(require.resolve('typescript'), 'utf8');
  const took = Array.from({ length: times }, (_, time) => {
    const began = now();
    // V8 remembers what it has read: a text of its own each time.
    const script = new Script(`// ${time} ${began}\n${text}`);
    return { script, ms: now() - began };
  });
  return took.sort((a, b) => a.ms - b.ms)[times >> 1]?.ms ?? 0;
}

/** Milliseconds that the thread worked; that went by, where Node tells no more. */
const now = (): number => (workedSoFar() ?? performance.now() * 1000) / 1000;

/** @returns so many milliseconds, or more on a machine where `share` of what it takes to read TypeScript's compiler is more */
export async function onThisMachine(ms: number, share: number): Promise<number> {
  const reading = await readingMs();
  const allowed = Math.max(ms, reading * share);
  if (allowed > ms) console.log(`    this thread reads TypeScript's compiler in ${reading.toFixed(0)} ms: ${allowed.toFixed(1)} ms are allowed instead of ${ms}`);
  return allowed;
}
