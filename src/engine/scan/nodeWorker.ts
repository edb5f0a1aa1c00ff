import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { EngineWorker } from './engineWorker';
import { localDisk } from './localDisk';
import type { ThreadData } from './nodeSpawn';
import { serve } from './serve';

const { setting } = workerData as ThreadData;

/** Entry of the worker bundle; its assets lie beside it. */
const worker = new EngineWorker((name) => readFile(`${__dirname}/${name}`), localDisk(), setting === undefined ? undefined : (first) => compiledOnce(first, new Int32Array(setting)));

/**
 * Runs what compiles the SQL parser's functions for the first time such that V8 does not compile them again. Its largest
 * function takes V8's optimising compiler 0.5 GB for a moment on Node 24.21, and is no faster afterwards: 3,000 statements
 * took 68 ms and 69 MB at the peak with its first code, 101 ms and 644 MB with the optimised one.
 * @param users counts the threads in here: the last one to leave turns the flags on again
 */
function compiledOnce(first: () => void, users: Int32Array): void {
  const flags = ['wasm-dynamic-tiering', 'wasm-tier-up'];
  Atomics.add(users, 0, 1);
  for (const flag of flags) setFlagsFromString(`--no-${flag}`);
  first();
  if (Atomics.sub(users, 0, 1) === 1) for (const flag of flags) setFlagsFromString(`--${flag}`);
}

parentPort?.on('message', serve(worker, (response) => parentPort?.postMessage(response)));
