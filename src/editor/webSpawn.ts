import * as vscode from 'vscode';
import type { AssetAnswer, AssetRequest } from '../engine/scan/webAssets';
import type { WorkerResponse } from '../engine/scan/workerApi';
import type { SpawnWorker } from '../engine/scan/workerClient';

/** What is used of the browser's `Worker`; the compiler is told of Node's globals only. */
interface WebWorker {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: WorkerResponse | AssetRequest }) => void, options?: { readonly once: boolean }): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

declare const Worker: new (url: string) => WebWorker;

/** What a worker runs, in this order: the last one finds the globals of those before it. */
const scripts = ['regexAnalyser.js', 'engine.js', 'engineWorker.web.js'] as const;

/**
 * Starts the engine in a web worker. A worker may not be started from another origin's address, and the extension lies
 * on one: the editor reads the script, and later what the worker asks for.
 * @param dist the folder of the bundles and their assets
 */
export const webSpawn =
  (dist: vscode.Uri): SpawnWorker =>
  () => {
    const messages = new Set<(message: WorkerResponse) => void>();
    const exits = new Set<(reason: Error) => void>();
    const end = (reason: Error) => {
      for (const listener of exits) listener(reason);
      exits.clear();
    };
    const read = async (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name));
    const answer = async (asset: string): Promise<AssetAnswer> => {
      try {
        return { asset, bytes: await read(asset) };
      } catch (error) {
        return { asset, error: String(error) };
      }
    };
    const started = Promise.all(scripts.map(read)).then((parts) => {
      const url = URL.createObjectURL(new Blob(parts.flatMap((part) => [new Uint8Array(part), '\n']), { type: 'text/javascript' }));
      const worker = new Worker(url);
      // Its first word says that the script is loaded.
      worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
      worker.addEventListener('message', ({ data }) => {
        if ('asset' in data) void answer(data.asset).then((reply) => worker.postMessage(reply));
        else for (const listener of messages) listener(data);
      });
      worker.addEventListener('error', ({ message }) => {
        worker.terminate();
        end(new Error(message ?? 'it could not be started'));
      });
      return worker;
    });
    started.catch((error: unknown) => end(error instanceof Error ? error : new Error(String(error))));
    return {
      post: (message) => void started.then((worker) => worker.postMessage(message), () => undefined),
      onMessage: (listener) => void messages.add(listener),
      onExit: (listener) => void exits.add(listener),
      terminate: async () => {
        (await started.catch(() => undefined))?.terminate();
      },
    };
  };
