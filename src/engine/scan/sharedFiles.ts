import { isUnder, relativeWithin, within } from './paths';

/** What one thread listed under a folder. A message to the other threads shares it instead of copying. */
export interface SharedFiles {
  readonly root: string;
  readonly includesTests: boolean;
  /** Paths relative to the root, in UTF-8, a zero between them. */
  readonly paths: SharedArrayBuffer;
}

/** @returns undefined where there is nothing to share, or a file lies elsewhere */
export function shareFiles(root: string, files: readonly string[], includesTests: boolean): SharedFiles | undefined {
  if (files.length === 0 || !files.every((file) => isUnder(root, file))) return undefined;
  const text = new TextEncoder().encode(files.map((file) => relativeWithin(root, file)).join('\0'));
  const paths = new SharedArrayBuffer(text.byteLength);
  new Uint8Array(paths).set(text);
  return { root, includesTests, paths };
}

/** The absolute paths again, in the same order. */
export function filesShared({ root, paths }: SharedFiles): string[] {
  // A decoder may refuse bytes that others could change meanwhile.
  const text = new TextDecoder().decode(new Uint8Array(paths).slice());
  return text.split('\0').map((name) => within(root, name));
}
