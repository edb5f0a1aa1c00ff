import { temporaryFolder } from './temporary.mts';

/** Gives `work` a folder of its own and removes it afterwards. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = temporaryFolder('scratch');
  try {
    return await work(folder);
  } finally {
    remove();
  }
}
