import { Worker } from 'node:worker_threads';

/**
 * Has what writes dates, figures and lists in a language loaded by a thread of its own. It belongs to the process: the
 * first date takes whichever thread asks for it 10 to 12 ms on Node 24, and the same date 0.1 ms once another has asked.
 * @param file absolute path of languageThread.js
 * @returns loads it; resolves when that is done, or cannot be: the first date takes its time then
 */
export function nodeLanguage(file: string): (language: string) => Promise<void> {
  return async (language) =>
    new Promise((resolve) => {
      const thread = new Worker(file, { workerData: language });
      thread.on('error', () => resolve());
      thread.on('exit', () => resolve());
    });
}
