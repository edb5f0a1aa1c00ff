import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where editors and browsers are kept between runs; `@vscode/test-electron` downloads into the same folder. */
export const cacheRoot = path.resolve('.vscode-test');

const stagingPrefix = 'staging-';
const staleAfterMs = 3_600_000;

/**
 * The folder `name` in the cache, filled by `fill` the first time. `fill` works in a scratch folder that is renamed
 * when it is complete, so an interrupted run leaves nothing half-made behind.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const target = path.join(cacheRoot, name);
  if (existsSync(target)) return target;
  await mkdir(cacheRoot, { recursive: true });
  await removeStaleStaging();
  const staging = await mkdtemp(path.join(cacheRoot, stagingPrefix));
  try {
    const folder = path.join(staging, name);
    await mkdir(folder);
    await fill(folder);
    await rename(folder, target).catch((error: unknown) => {
      // Another process finished the same folder first: theirs is as good.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return target;
}

async function removeStaleStaging(): Promise<void> {
  for (const entry of await readdir(cacheRoot)) {
    if (!entry.startsWith(stagingPrefix)) continue;
    const folder = path.join(cacheRoot, entry);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > staleAfterMs) await rm(folder, { recursive: true, force: true });
  }
}
