import { execOrThrow } from './command.mts';

/** Builds what ships into dist/. */
export async function build(...flags: readonly '--production'[]): Promise<void> {
  await execOrThrow(process.execPath, ['esbuild.mjs', ...flags]);
}

/** Bundles the suites into out/. */
export async function buildTests(): Promise<void> {
  await execOrThrow(process.execPath, ['esbuild.mjs', '--tests']);
}
