import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { EngineWorker } from './engineWorker';
import { localDisk } from './localDisk';
import { serve } from './serve';

/** Entry of the worker bundle; its assets lie beside it. */
const worker = new EngineWorker((name) => readFile(`${__dirname}/${name}`), localDisk);

parentPort?.on('message', serve(worker, (response) => parentPort?.postMessage(response)));
