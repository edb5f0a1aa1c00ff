import { parentPort } from 'node:worker_threads';
import { assetsBeside, EngineWorker } from './engineWorker';
import { serve } from './serve';

/** Entry of the worker bundle. */
parentPort?.on('message', serve(new EngineWorker(assetsBeside(__dirname)), (response) => parentPort?.postMessage(response)));
