import { noDisk } from './disk';
import { EngineWorker } from './engineWorker';
import { serve } from './serve';
import { hostAssets, isAssetMessage } from './webAssets';
import { scope } from './webScope';
import type { WorkerRequest } from './workerApi';

/** Entry of the worker bundle in the browser, where there is no disk to read. */
const handle = serve(new EngineWorker(hostAssets, noDisk), (response) => scope.postMessage(response));

scope.addEventListener('message', ({ data }) => {
  if (!isAssetMessage(data)) handle(data as WorkerRequest);
});
